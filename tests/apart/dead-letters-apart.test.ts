/**
 * A dead letter where each service is two processes and events go through Redis: made by a subscriber that keeps failing,
 * looked at and replayed by the command, and in effect once.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { needed } from '#platform/testing/needed.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '#platform/testing/redis.ts';
import { until } from '#platform/testing/until.ts';
import { newCategory, newProduct, order, paidOrder, pay, readProduct } from '../steps.ts';
import { deadletters } from './deadletters-command.ts';

needed('redis-server', redisIsInstalled(), () => {
  const STOCK = 10;
  let redis: TestRedis;
  let shop: TestShop;
  let buyer: TestUser;
  let product: any;
  let placed: any;
  /** As `list` names it. */
  let letter: string;

  before(async () => {
    redis = await startTestRedis();
    shop = await openTestShop({ apart: true, replicas: 2, redisUrl: redis.url });
    const admin = await shop.admin();
    product = await newProduct(shop, admin, { category: (await newCategory(shop, admin)).id, quantity: STOCK });
    buyer = await shop.signUp();
  });
  after(async () => {
    await shop?.close();
    await redis?.stop();
  });

  const salesOf = async (orderId: number): Promise<number> => {
    const rows = await shop.sql(`select 1 from haat_product.movement where kind = 'sold' and order_id = $1`, [orderId]);
    return rows.length;
  };
  /** In vain, until nobody tries any more. Only the pauses are shortened: each attempt is made. */
  const tried = () =>
    until('it is dead', async () => {
      await shop.sql(`update haat_order.delivery set next_at = now()
        where subscriber = 'product' and status = 'ready' and last_error is not null`);
      const dead = await shop.sql(`select 1 from haat_order.delivery where status = 'dead'`);
      return dead.length === 1;
    });
  /** Events that the product service took in, by the road they took. */
  const takenBy = async (way: string): Promise<number> => {
    const pages = await Promise.all(shop.parts.map(({ app }) => app.inject({ url: '/metrics' })));
    const lines = pages
      .flatMap(({ body }) => body.split('\n'))
      .filter((line) => line.startsWith(`haat_events_sent_total{subscriber="product",way="${way}"}`));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };

  test('an event that its subscriber fails to take twelve times is a dead letter, and the events of others pass it', async () => {
    placed = await order(shop, buyer, { productId: product.id, quantity: 1 });
    await shop.settled();
    await shop.sql(`alter table haat_product.stock_task add constraint jammed check (order_id <> ${placed.id})`);
    await pay(shop, buyer, placed.id);
    await tried();
    const other = await paidOrder(shop, await shop.signUp(), { productId: product.id, quantity: 1 });
    await until('the other order is sold', async () => (await salesOf(other.id)) === 1);
    assert.equal(await salesOf(placed.id), 0);
  });

  test('the command lists it with the reason, and shows what it carries', async () => {
    const { code, output } = await deadletters(shop, 'list');
    assert.equal(code, 0);
    assert.match(output, /^order\.event\.\d+\.product +order\.completed +order \d+ +12 tries .*jammed.*\n$/);
    letter = output.split(' ', 1)[0]!;
    const shown = await deadletters(shop, 'show', letter);
    assert.match(shown.output, new RegExp(`^what: order.completed\nabout: order ${placed.id}\nattempts: 12$`, 'm'));
    assert.match(shown.output, new RegExp(`"orderId": ${placed.id},`));
  });

  test('replayed before its cause is mended, it is tried as often again, and is a dead letter again', async () => {
    assert.equal((await deadletters(shop, 'replay', letter)).code, 0);
    await tried();
    assert.match((await deadletters(shop, 'list')).output, new RegExp(`^${letter} .* 12 tries .*jammed`));
    assert.equal(await salesOf(placed.id), 0);
  });

  test('replayed by two people at once when its cause is mended, it takes effect once, on the road of all events', async () => {
    await shop.sql('alter table haat_product.stock_task drop constraint jammed');
    const before = { queue: await takenBy('queue'), http: await takenBy('http') };
    const replays = await Promise.all([1, 2].map(() => deadletters(shop, 'replay', letter)));
    assert.deepEqual(replays.map(({ code }) => code).toSorted(), [0, 2]);
    await until('it is sold', async () => (await salesOf(placed.id)) > 0);
    await shop.settled();
    assert.equal(await salesOf(placed.id), 1);
    assert.equal((await readProduct(shop, product.id)).quantity, STOCK - 2);
    assert.deepEqual([await takenBy('queue'), await takenBy('http')], [before.queue + 1, before.http]);
    assert.deepEqual(await deadletters(shop, 'list'), { code: 0, output: 'There are no dead letters.\n', errors: '' });
  });
});
