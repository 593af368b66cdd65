/** Six processes, one of them gone: what needs it fails fast with 503, and nothing else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';

let shop: TestShop;
let customer: TestUser;

before(async () => {
  // What the others tell the missing one waits in their outboxes, so the shop does not settle.
  shop = await openTestShop({ apart: true, skipInvariants: true });
  customer = await shop.signUp();
  const gone = shop.parts.find((part) => part.databases.has('order'))!;
  gone.app.server.closeAllConnections();
  await gone.app.close();
});
after(() => shop.close());

const address = { name: 'Meera', line1: '12 Lake Road', city: 'Pune', postalCode: '411001', country: 'IN' };
const token = () => customer.token;

test('a flow that needs the missing service answers 503 with Retry-After, well before its deadline', async () => {
  const started = performance.now();
  const answers = await Promise.all([
    shop.request('POST', '/api/orders', { token: token(), body: { shippingAddress: address } }),
    shop.request('GET', '/api/orders', { token: token() }),
    shop.request('POST', '/payment/service', { token: token(), body: { orderId: 1 } }),
  ]);
  for (const { status, body, headers } of answers) {
    assert.equal(status, 503, JSON.stringify(body));
    assert.equal(body.code, 'service.unavailable');
    assert.ok(Number(headers.get('retry-after')) >= 1);
  }
  assert.ok(performance.now() - started < 10_000, 'the deadline of a peer call');
});

test('everything else goes on: sign-in, catalogue, cart', async () => {
  await shop.signUp();
  await shop.expect(200, 'GET', '/products');
  await shop.expect(200, 'GET', '/categories');
  await shop.expect(200, 'GET', '/cart', { token: token() });
  await shop.expect(200, 'GET', '/payment/gateways');
});

test('the others stay ready, and show which services are elsewhere', async () => {
  const ready = await fetch(shop.url('GET', '/products').replace('/products', '/health/ready'));
  assert.equal(ready.status, 200);
  const { peers } = (await ready.json()) as { peers: string[] };
  assert.ok(peers.includes('order'));
});
