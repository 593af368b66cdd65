/** Paying as a shopper does, through the whole shop: cart, order, page, webhook, completion, refund. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';

let shop: TestShop;
let admin: TestUser;
let categoryId: number;

const shippingAddress = {
  name: 'Asha Rao',
  line1: '1 Market Road',
  city: 'Bengaluru',
  postalCode: '560001',
  country: 'IN',
};

before(async () => {
  shop = await openTestShop();
  admin = await shop.admin();
  const category = await shop.expect(201, 'POST', '/categories', { token: admin.token, body: { name: 'Lamps' } });
  categoryId = category.id;
});
after(() => shop.close());

async function product(quantity = 10): Promise<{ id: number }> {
  const body = { title: 'Brass lamp', description: 'It shines.', price: '749.50', quantity, category: categoryId };
  return shop.expect(201, 'POST', '/products', { token: admin.token, body });
}

interface Placed {
  order: any;
  productId: number;
}

async function place(shopper: TestUser, more: object = {}): Promise<Placed> {
  const { id: productId } = await product();
  const { token } = shopper;
  await shop.expect(201, 'POST', '/cart/items', { token, body: { productId, quantity: 2 } });
  const order = await shop.expect(201, 'POST', '/orders', { token, body: { shippingAddress, ...more } });
  return { order, productId };
}

const initiate = (shopper: TestUser, orderId?: number) =>
  shop.expect(201, 'POST', '/payment/service', { token: shopper.token, body: { orderId } });
const decide = (url: string, action: string) =>
  shop.request('POST', new URL(url).pathname, { body: { action }, headers: { accept: 'application/json' } });
const orderOf = (shopper: TestUser, id: number) => shop.expect(200, 'GET', `/orders/${id}`, { token: shopper.token });
const paymentOf = (shopper: TestUser, id: number) =>
  shop.expect(200, 'GET', `/payments/${id}`, { token: shopper.token });

test('an order that is paid on the page becomes completed', async () => {
  const shopper = await shop.signUp();
  const { order } = await place(shopper);
  const payment = await initiate(shopper, order.id);
  assert.equal(payment.amount, order.totalPrice);
  assert.equal((await decide(payment.url, 'approve')).status, 303);
  const paid = await until('the order to be completed', async () => {
    const now = await orderOf(shopper, order.id);
    return now.status === 'completed' && now;
  });
  assert.equal(paid.paymentStatus, 'success');
  assert.ok(paid.paidAt);
  const again = await shop.request('POST', '/payment/service', { token: shopper.token, body: { orderId: order.id } });
  assert.deepEqual([again.status, again.body.code], [409, 'payment.already_paid']);
});

test('calls of the gateway are timed by call and outcome', async () => {
  const text: string = await shop.expect(200, 'GET', '/metrics');
  const made = /^haat_gateway_call_duration_seconds_count\{gateway="sandbox",call="create",outcome="ok"\} (\d+)$/m.exec(
    text,
  );
  assert.ok(Number(made?.[1]) > 0, text.slice(0, 200));
  assert.match(text, /^haat_gateway_breaker_state\{gateway="sandbox"\} 0$/m);
});

test('a declined payment leaves the order pending, and the next one completes it', async () => {
  const shopper = await shop.signUp();
  const { order } = await place(shopper);
  await decide((await initiate(shopper)).url, 'decline');
  await until('the failure to be known', async () => (await orderOf(shopper, order.id)).paymentStatus === 'failed');
  assert.equal((await orderOf(shopper, order.id)).status, 'pending');
  await decide((await initiate(shopper)).url, 'approve');
  await until('the order to be completed', async () => (await orderOf(shopper, order.id)).status === 'completed');
});

test('cancelling a paid order gives its money and its stock back', async () => {
  const shopper = await shop.signUp();
  const { order, productId } = await place(shopper);
  const payment = await initiate(shopper, order.id);
  await decide(payment.url, 'approve');
  await until('the order to be completed', async () => (await orderOf(shopper, order.id)).status === 'completed');
  await shop.expect(200, 'POST', `/orders/${order.id}/cancel`, { token: shopper.token, body: {} });
  const refunded = await until('the refund', async () => {
    const now = await paymentOf(shopper, payment.paymentId);
    return now.status === 'refunded' && now;
  });
  assert.equal(refunded.refundedAmount, order.totalPrice);
  await until('the stock', async () => (await shop.expect(200, 'GET', `/products/${productId}`)).quantity === 10);
});

test('an admin gives a paid order its money back, and the order is refunded', async () => {
  const shopper = await shop.signUp();
  const { order } = await place(shopper);
  const payment = await initiate(shopper, order.id);
  await decide(payment.url, 'approve');
  await until('the order to be completed', async () => (await orderOf(shopper, order.id)).status === 'completed');
  const refund = await shop.expect(201, 'POST', `/payments/${payment.paymentId}/refund`, {
    token: admin.token,
    body: { reason: 'Goodwill' },
  });
  assert.deepEqual([refund.status, refund.amount], ['success', order.totalPrice]);
  await until('the order to be refunded', async () => (await orderOf(shopper, order.id)).status === 'refunded');
});

test('staff give delivered lines back: their price goes back once, and their stock on the shelf', async () => {
  const shopper = await shop.signUp();
  const { order, productId } = await place(shopper);
  const payment = await initiate(shopper, order.id);
  await decide(payment.url, 'approve');
  await until('the order to be completed', async () => (await orderOf(shopper, order.id)).status === 'completed');
  const { token } = admin;
  const path = `/payments/${payment.paymentId}/refund`;
  const items = [{ id: order.items[0].id, quantity: 1 }];
  const early = await shop.request('POST', path, { token, body: { items } });
  assert.deepEqual([early.status, early.body.code], [422, 'order.return_invalid']);
  await shop.expect(200, 'PUT', `/orders/${order.id}/ship`, { token, body: {} });
  await shop.expect(200, 'PUT', `/orders/${order.id}/status`, { token, body: { status: 'delivered' } });
  const both = await shop.request('POST', path, { token, body: { items, amount: '1' } });
  assert.equal(both.body.code, 'validation.failed');
  const request = { token, body: { items, reason: 'Broken' }, headers: { 'idempotency-key': 'one-lamp' } };
  const [refund, again] = [
    await shop.expect(201, 'POST', path, request),
    await shop.expect(201, 'POST', path, request),
  ];
  assert.deepEqual([refund.status, refund.amount, again.id], ['success', '749.50', refund.id]);
  await shop.settled();
  const now = await paymentOf(shopper, payment.paymentId);
  assert.deepEqual([now.refundedAmount, now.refunds.length], ['749.50', 1]);
  await until('the stock', async () => (await shop.expect(200, 'GET', `/products/${productId}`)).quantity === 9);
  assert.equal((await orderOf(shopper, order.id)).refundedPrice, '749.50');
  const beyond = await shop.request('POST', path, { token, body: { items: [{ ...items[0], quantity: 2 }] } });
  assert.equal(beyond.body.code, 'order.return_invalid');
});

test('cancelling an unpaid order closes its page; what is paid there all the same is impossible', async () => {
  const shopper = await shop.signUp();
  const { order } = await place(shopper);
  const payment = await initiate(shopper, order.id);
  await shop.expect(200, 'POST', `/orders/${order.id}/cancel`, { token: shopper.token, body: {} });
  await until(
    'the attempt to be closed',
    async () => (await paymentOf(shopper, payment.paymentId)).status === 'cancelled',
  );
  const late = await decide(payment.url, 'approve');
  assert.deepEqual([late.status, late.body.code], [409, 'payment.bad_transition']);
});

test('paying and cancelling at the same moment ends in an order or in a refund, never in neither', async () => {
  const shopper = await shop.signUp();
  for (let round = 0; round < 4; round += 1) {
    const { order } = await place(shopper);
    const payment = await initiate(shopper, order.id);
    await Promise.all([
      decide(payment.url, 'approve'),
      shop.request('POST', `/orders/${order.id}/cancel`, { token: shopper.token, body: {} }),
    ]);
    await until('an end of both', async () => {
      const [now, money] = [await orderOf(shopper, order.id), await paymentOf(shopper, payment.paymentId)];
      const kept = now.status === 'completed' && money.status === 'success';
      const undone = now.status === 'cancelled' && ['cancelled', 'refunded'].includes(money.status);
      return kept || undone;
    });
  }
});

test('an order past its time is closed at the gateway first, and cancelled only then', async () => {
  const shopper = await shop.signUp();
  const { order, productId } = await place(shopper);
  const payment = await initiate(shopper, order.id);
  await shop.settled();
  await shop.sql(`update haat_order.orders set expires_at = now() - interval '1 second' where id = $1`, [order.id]);
  await until('the order to be given up', async () => (await orderOf(shopper, order.id)).status === 'cancelled');
  assert.equal((await paymentOf(shopper, payment.paymentId)).status, 'cancelled');
  await until('the stock', async () => (await shop.expect(200, 'GET', `/products/${productId}`)).quantity === 10);
  const late = await shop.request('POST', '/payment/service', { token: shopper.token, body: { orderId: order.id } });
  assert.equal(late.status, 409);
});

test('cash on delivery is not paid at a gateway', async () => {
  const shopper = await shop.signUp();
  const { order } = await place(shopper, { paymentMethod: 'cod' });
  const answer = await shop.request('POST', '/payment/service', { token: shopper.token, body: { orderId: order.id } });
  assert.deepEqual([answer.status, answer.body.code], [409, 'payment.not_payable']);
});

test('another shopper can neither pay, see nor refresh it', async () => {
  const [shopper, other] = [await shop.signUp(), await shop.signUp()];
  const { order } = await place(shopper);
  const { paymentId } = await initiate(shopper, order.id);
  const { token } = other;
  const codes = await Promise.all([
    shop.request('POST', '/payment/service', { token, body: { orderId: order.id } }),
    shop.request('GET', `/payments/${paymentId}`, { token }),
    shop.request('POST', `/payments/${paymentId}/refresh`, { token }),
    shop.request('POST', `/payments/${paymentId}/refund`, { token, body: {} }),
  ]);
  assert.deepEqual(
    codes.map(({ status }) => status),
    [404, 404, 404, 403],
  );
});
