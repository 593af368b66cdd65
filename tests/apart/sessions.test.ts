/** Sessions where the user service is another process, and what goes on while it is away. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { needed } from '#platform/testing/needed.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '#platform/testing/redis.ts';
import { until } from '#platform/testing/until.ts';
import { assertProblem } from '../shape.ts';
import { addToCart, newCategory, newProduct, order, readCart } from '../steps.ts';

needed('redis-server', redisIsInstalled(), () => {
  let redis: TestRedis;
  let shop: TestShop;
  let admin: TestUser;
  let buyer: TestUser;
  let product: any;
  let placed: any;

  before(async () => {
    redis = await startTestRedis();
    // What the others tell the user service waits in their outboxes, so the shop does not settle.
    shop = await openTestShop({ apart: true, redisUrl: redis.url, skipInvariants: true });
    admin = await shop.admin();
    buyer = await shop.signUp();
    product = await newProduct(shop, admin, { category: (await newCategory(shop, admin)).id });
    placed = await order(shop, buyer, { productId: product.id, quantity: 1 });
    // Every service has seen a token, and so has the keys.
    for (const path of ['/products', '/cart', '/orders', '/payments', '/api/orders']) {
      await shop.expect(200, 'GET', path, { token: buyer.token });
    }
    await goAway('user');
  });
  after(async () => {
    await shop.close();
    await redis.stop();
  });

  async function goAway(service: string): Promise<void> {
    const gone = shop.parts.find((part) => part.databases.has(service))!;
    gone.app.server.closeAllConnections();
    await gone.app.close();
  }
  const endedAt = (service: string) =>
    shop.parts.find((part) => part.bases.has(service))!.bases.get(service)!.endedSessions;

  test('with the user service away, who is signed in shops on', async () => {
    await addToCart(shop, buyer, { productId: product.id, quantity: 1 });
    assert.equal((await readCart(shop, buyer)).items.length, 1);
    await shop.expect(200, 'GET', `/orders/${placed.id}`, { token: buyer.token });
    await shop.expect(201, 'POST', '/payment/service', { token: buyer.token, body: { orderId: placed.id } });
  });

  test('what moves money waits until somebody can tell whether the session lives', async () => {
    const refund = (id: number) => shop.request('POST', `/payments/${id}/refund`, { token: admin.token, body: {} });
    const cancel = (id: number) => shop.request('POST', `/orders/${id}/cancel`, { token: buyer.token, body: {} });
    for (const move of [refund, cancel]) {
      await until('the feed is known to be old', async () => (await move(987_654_321)).status === 503);
    }
    for (const answer of [await refund(1), await cancel(placed.id)]) {
      assertProblem(answer, 503, 'service.unavailable');
      assert.ok(Number(answer.headers.get('retry-after')) >= 1);
    }
    assert.equal((await shop.expect(200, 'GET', `/orders/${placed.id}`, { token: buyer.token })).status, 'pending');
  });

  test('a forged token is refused all the same', async () => {
    const [head, body] = buyer.token.split('.');
    const forged = `${head}.${body}.${'A'.repeat(86)}`;
    assertProblem(await shop.request('GET', '/cart', { token: forged }), 401, 'auth.required');
  });

  test('an end reaches every service without the feed, by Redis alone', async () => {
    const session = '987654321';
    endedAt('user').end(session);
    for (const service of ['product', 'cart', 'order', 'payment', 'integration']) {
      await until(`${service} knows`, () => endedAt(service).has(session));
    }
  });
});
