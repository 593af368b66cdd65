/** Two whole shops on one database and one Redis: what one changes the other shows, by Redis and without it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compose, type Haat } from '#apps/server/src/compose.ts';
import { readSettings } from '#apps/server/src/config.ts';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { silentLogger } from '#platform/log/log.ts';
import { needed } from '#platform/testing/needed.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '#platform/testing/redis.ts';
import { until } from '#platform/testing/until.ts';
import { follow } from '../live.ts';
import { newCategory, newProduct, order, pay } from '../steps.ts';

needed('redis-server', redisIsInstalled(), () => {
  let redis: TestRedis;
  let shop: TestShop;
  let twin: Haat;
  let twinUrl: string;
  let admin: TestUser;
  let product: any;

  before(async () => {
    redis = await startTestRedis();
    shop = await openTestShop({ apart: false, redisUrl: redis.url });
    const { environment } = shop.parts[0]!.settings;
    twin = await compose(readSettings(environment), shop.databaseUrl, silentLogger());
    await twin.app.listen({ host: '127.0.0.1', port: 0 });
    twinUrl = `http://127.0.0.1:${(twin.app.server.address() as { port: number }).port}`;
    admin = await shop.admin();
    product = await newProduct(shop, admin, { category: (await newCategory(shop, admin)).id });
    await until('both hear', () =>
      [shop.parts[0]!, twin].every((part) => part.bases.get('product')!.neighbours.hears()),
    );
  });
  after(async () => {
    twin.app.server.closeAllConnections();
    await twin.app.close();
    await twin.stop();
    await shop.close();
    await redis.stop();
  });

  const titleAtTwin = async (): Promise<string> => {
    const response = await fetch(`${twinUrl}/products/${product.id}`);
    return ((await response.json()) as { title: string }).title;
  };
  const rename = (title: string) =>
    shop.expect(200, 'PATCH', `/products/${product.id}`, { token: admin.token, body: { title } });

  test('a product that one replica has in memory is forgotten when another changes it', async () => {
    for (const title of ['Oil lamp', 'Brass lamp', 'Silver lamp']) {
      await titleAtTwin();
      await rename(title);
      await until(`the twin shows ${title}`, async () => (await titleAtTwin()) === title, 3_000);
    }
  });

  test('a stream that is open at one replica tells at once what another did', async () => {
    const buyer = await shop.signUp();
    const placed = await order(shop, buyer, { productId: product.id, quantity: 1 });
    const atTwin = { ...shop, url: (_method: string, path: string) => `${twinUrl}${path}` };
    const live = await follow(atTwin, buyer, placed.id);
    await pay(shop, buyer, placed.id);
    const news = await live.once('says it is paid', ({ data }) => data.status === 'completed');
    live.close();
    const resumed = await follow(shop, buyer, placed.id, live.news[0]!.id);
    assert.equal((await resumed.once('goes on at the other', ({ data }) => data.status === 'completed')).id, news.id);
    resumed.close();
  });

  test('without Redis the other shows the change all the same, a moment later', async () => {
    await titleAtTwin();
    await redis.kill();
    await rename('Copper lamp');
    await until('the twin shows it', async () => (await titleAtTwin()) === 'Copper lamp', 5_000);
    await redis.start();
  });
});
