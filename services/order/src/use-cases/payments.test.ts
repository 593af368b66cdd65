/** What news of payments do to an order, in whatever order they come, and how unpaid orders end. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { orderApi } from '#contracts/order/api.ts';
import { createClient } from '#platform/contract/client.ts';
import { consume } from '#platform/events/inbox.ts';
import { createLogger } from '#platform/log/log.ts';
import { systemContext } from '#platform/service/context.ts';
import { until } from '#platform/testing/until.ts';
import { localTransport } from '#platform/transport/local.ts';
import { orderService } from '../service.ts';
import { brokenOrders, type OrderShop, orderShop, type Person } from '../testing.ts';
import { expireOrders } from './expire-orders.ts';

let shop: TestShop;
let it: OrderShop;
let listener: Awaited<ReturnType<typeof orderService.start>>;

before(async () => {
  // Told payments that no gateway knows of would count as broken invariants.
  shop = await openTestShop({ skipInvariants: true });
  it = await orderShop(shop);
  const base = shop.parts.find(({ bases }) => bases.has('order'))!.bases.get('order')!;
  listener = await orderService.start({ ...base, instanceId: 'listener' });
});
after(async () => {
  const broken = await brokenOrders(shop);
  await listener.stop!();
  await shop.close();
  assert.deepEqual(broken, []);
});

const peer = () => {
  const part = shop.parts.find(({ operations }) => operations.has('order'))!;
  const transport = localTransport({
    self: 'payment',
    target: 'order',
    operations: () => part.operations.get('order'),
  });
  return createClient(orderApi, transport);
};
const asPayment = () => systemContext(createLogger({ level: 'silent', pretty: false }), 'test');

async function placed(body: object = {}): Promise<{ user: Person; order: any; lamp: any }> {
  const lamp = await it.product();
  const user = await it.shopperWith(lamp);
  return { user, lamp, order: await it.place(user, body) };
}

let told = 1_000_000;

/** News as the payment service would send it. */
function newsOf(type: string, order: any, news: Record<string, unknown> = {}, version = 1) {
  const data = {
    paymentId: 9_000 + order.id,
    orderId: order.id,
    orderNumber: order.number,
    userId: order.user.id,
    email: order.user.email,
    name: order.user.name,
    gateway: 'sandbox',
    method: null,
    amountMinor: Math.round(Number(order.totalPrice) * 100),
    currency: order.currency,
    at: new Date().toISOString(),
    reason: null,
    ...news,
  };
  told += 1;
  return {
    id: told,
    source: 'payment',
    type,
    entityId: data.paymentId,
    version,
    data,
    requestId: 'test',
    at: new Date(),
  };
}

/** Through the inbox, twice at the same moment; answers whether it was taken in. */
async function tell(...news: Parameters<typeof newsOf>): Promise<boolean> {
  const event = newsOf(...news);
  const twice = [event, event].map((one) => consume(shop.database('order'), listener.handlers!, [one]));
  const results = await Promise.all(twice);
  return results.every(({ done }) => done.length === 1);
}

const eventsOf = async (id: number, type: string) =>
  (await shop.sql(`select data from haat_order.outbox where entity_id = $1 and type = $2 order by id`, [id, type])).map(
    ({ data }) => data,
  );
const makeDue = (id: number) =>
  shop.sql(`update haat_order.orders set expires_at = now() - interval '1 second' where id = $1`, [id]);
/** The states that matter, in one line. */
const stateOf = async (user: Person, id: number) => {
  const { status, paymentStatus } = await it.order(user, id);
  return `${status}, ${paymentStatus}`;
};

test('a success completes the order once, however often it is told', async () => {
  const { user, order, lamp } = await placed();
  await tell('payment.succeeded', order);
  await tell('payment.succeeded', order);
  assert.equal(await stateOf(user, order.id), 'completed, success');
  const completed = await eventsOf(order.id, 'order.completed');
  assert.deepEqual(
    completed.map(({ paymentId, totalMinor }) => [paymentId, totalMinor]),
    [[9_000 + order.id, 2000]],
  );
  assert.equal((await it.order(user, order.id)).expiresAt, null);
  await until('the hold to become a sale', async () => {
    const [hold] = await shop.sql('select state from haat_product.hold where order_id = $1', [order.id]);
    return hold.state === 'sold';
  });
  assert.equal(await it.quantityOf(lamp), 9);
});

test('a failure keeps order, stock and time; a new attempt is pending again and may succeed', async () => {
  const { user, order, lamp } = await placed();
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  await tell('payment.started', order, { paymentId: 101, expiresAt });
  await tell('payment.failed', order, { paymentId: 101 }, 2);
  assert.equal(await stateOf(user, order.id), 'pending, failed');
  assert.equal(await it.quantityOf(lamp), 9);
  await tell('payment.started', order, { paymentId: 102, expiresAt });
  assert.equal(await stateOf(user, order.id), 'pending, pending');
  await tell('payment.succeeded', order, { paymentId: 102 }, 2);
  assert.equal(await stateOf(user, order.id), 'completed, success');
});

test('old news changes nothing: of an earlier attempt, of an earlier moment, after a success', async () => {
  const { user, order } = await placed();
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  await tell('payment.started', order, { paymentId: 202, expiresAt });
  await tell('payment.failed', order, { paymentId: 201 }, 5);
  assert.equal(await stateOf(user, order.id), 'pending, pending');
  await tell('payment.failed', order, { paymentId: 202 }, 3);
  await tell('payment.started', order, { paymentId: 202, expiresAt }, 2);
  assert.equal(await stateOf(user, order.id), 'pending, failed');
  await tell('payment.succeeded', order, { paymentId: 203 });
  await tell('payment.started', order, { paymentId: 204, expiresAt });
  await tell('payment.cancelled', order, { paymentId: 204 }, 2);
  assert.equal(await stateOf(user, order.id), 'completed, success');
});

test('a payment for an order that was cancelled meanwhile is asked back, once, and the order stays cancelled', async () => {
  const { user, order } = await placed();
  await shop.expect(200, 'POST', `/orders/${order.id}/cancel`, { token: user.token, body: {} });
  await tell('payment.succeeded', order);
  await tell('payment.succeeded', order, {}, 2);
  assert.equal(await stateOf(user, order.id), 'cancelled, success');
  const asked = await eventsOf(order.id, 'order.refund_requested');
  assert.deepEqual(
    asked.map(({ amountMinor, paymentId, reason }) => [amountMinor, paymentId, reason]),
    [[2000, 9_000 + order.id, 'late payment']],
  );
  await tell('payment.refunded', order, {
    refundId: 1,
    refundMinor: 2000,
    refundedTotalMinor: 2000,
    whole: true,
    returnId: null,
    duplicate: false,
  });
  assert.equal(await stateOf(user, order.id), 'cancelled, refunded');
});

test('payments that come in a crowd complete each its own order, and one that does not agree holds up none', async () => {
  const crowd = await Promise.all(Array.from({ length: 12 }, () => placed()));
  const cancelled = crowd[3]!;
  await shop.expect(200, 'POST', `/orders/${cancelled.order.id}/cancel`, { token: cancelled.user.token, body: {} });
  const events = crowd.map(({ order }, index) =>
    newsOf('payment.succeeded', order, index === 7 ? { amountMinor: 1 } : {}),
  );
  const starts = crowd.map(({ order }) => newsOf('payment.started', order, { expiresAt: new Date().toISOString() }));
  await consume(shop.database('order'), listener.handlers!, starts);
  const { done, failed } = await consume(shop.database('order'), listener.handlers!, events);
  assert.deepEqual([done.length, failed.length], [11, 1]);
  for (const [index, { user, order }] of crowd.entries()) {
    const expected = index === 3 ? 'cancelled, success' : index === 7 ? 'pending, pending' : 'completed, success';
    assert.equal(await stateOf(user, order.id), expected, `order ${index}`);
    assert.equal((await eventsOf(order.id, 'order.completed')).length, expected.startsWith('completed') ? 1 : 0);
  }
  const [completed] = await eventsOf(crowd[0]!.order.id, 'order.completed');
  assert.deepEqual(
    completed.lines.map(({ title }: any) => title),
    [crowd[0]!.lamp.title],
  );
});

test('a payment over another amount completes nothing and waits for a person', async () => {
  const { user, order } = await placed();
  assert.equal(await tell('payment.succeeded', order, { amountMinor: 1999 }), false);
  assert.equal(await stateOf(user, order.id), 'pending, pending');
});

test('a part that is refunded keeps the order completed, the whole makes it refunded; a second payment does neither', async () => {
  const { user, order } = await placed();
  await tell('payment.succeeded', order);
  const refund = { refundId: 2, returnId: null, duplicate: false };
  await tell('payment.refunded', order, {
    ...refund,
    refundMinor: 2000,
    refundedTotalMinor: 2000,
    whole: true,
    duplicate: true,
  });
  assert.equal(await stateOf(user, order.id), 'completed, success');
  await tell('payment.refunded', order, { ...refund, refundMinor: 500, refundedTotalMinor: 500, whole: false });
  assert.equal(await stateOf(user, order.id), 'completed, refunded');
  assert.equal((await it.order(user, order.id)).refundedPrice, '5.00');
  await tell('payment.refunded', order, {
    ...refund,
    refundId: 3,
    refundMinor: 1500,
    refundedTotalMinor: 2000,
    whole: true,
  });
  // The first, told again and late, takes nothing back.
  await tell('payment.refunded', order, { ...refund, refundMinor: 500, refundedTotalMinor: 500, whole: false });
  assert.equal(await stateOf(user, order.id), 'refunded, refunded');
  assert.equal((await it.order(user, order.id)).refundedPrice, '20.00');
});

test('a partly refunded order that is cancelled gets back the rest', async () => {
  const { user, order } = await placed();
  await tell('payment.succeeded', order);
  await tell('payment.refunded', order, {
    refundId: 4,
    refundMinor: 500,
    refundedTotalMinor: 500,
    whole: false,
    returnId: null,
    duplicate: false,
  });
  await shop.expect(200, 'POST', `/orders/${order.id}/cancel`, { token: user.token, body: {} });
  const [asked] = await eventsOf(order.id, 'order.refund_requested');
  assert.deepEqual([asked.amountMinor, asked.lines[0].amountMinor], [1500, 1500]);
});

test('an order that nobody tried to pay is cancelled when its time is over, and its stock comes back', async () => {
  const { user, order, lamp } = await placed();
  await makeDue(order.id);
  await until('the order to be cancelled', async () => (await stateOf(user, order.id)) === 'cancelled, cancelled');
  assert.deepEqual(await eventsOf(order.id, 'order.expiry_due'), []);
  assert.equal((await it.order(user, order.id)).cancelReason, 'not paid in time');
  await until('the stock', async () => (await it.quantityOf(lamp)) === 10);
});

test('an order with an open payment is closed at the gateway first, and cancelled only then', async () => {
  const { user, order, lamp } = await placed();
  const payment = await it.initiate(user, order.id);
  await makeDue(order.id);
  await until('the order to be cancelled', async () => (await it.order(user, order.id)).status === 'cancelled');
  assert.equal((await eventsOf(order.id, 'order.expiry_due')).length, 1);
  const closed = await shop.expect(200, 'GET', `/payments/${payment.paymentId}`, { token: user.token });
  assert.equal(closed.status, 'cancelled');
  await until('the stock', async () => (await it.quantityOf(lamp)) === 10);
});

test('an answer "nothing is open" cancels only what was asked about, and never what is paid', async () => {
  const { user, order } = await placed();
  const closed = { orderId: order.id, paid: false, at: new Date().toISOString() };
  await tell('payment.attempts_closed', order, closed);
  assert.equal(await stateOf(user, order.id), 'pending, pending', 'it was not asked');
  await shop.sql(`update haat_order.orders set expiry_asked_at = now() where id = $1`, [order.id]);
  await tell('payment.attempts_closed', order, { ...closed, paid: true });
  assert.equal(await stateOf(user, order.id), 'pending, pending', 'it is paid, says its own event');
  await tell('payment.succeeded', order);
  await tell('payment.attempts_closed', order, closed);
  assert.equal(await stateOf(user, order.id), 'completed, success');
});

test('many orders that expire at once are each ended once, also by two processes', async () => {
  const lamp = await it.product({ quantity: 100 });
  const orders = await Promise.all(Array.from({ length: 12 }, async () => it.place(await it.shopperWith(lamp))));
  const part = shop.parts.find(({ bases }) => bases.has('order'))!;
  const service = { ...part.bases.get('order')!, live: { changed() {} } } as never;
  await shop.sql(`update haat_order.orders set expires_at = now() where id = any($1::bigint[])`, [
    orders.map(({ id }) => id),
  ]);
  await Promise.all([expireOrders(service), expireOrders(service)]);
  const rows = await shop.sql(
    `select entity_id, count(*) as n from haat_order.outbox where type = 'order.cancelled' and entity_id = any($1::bigint[]) group by 1`,
    [orders.map(({ id }) => id)],
  );
  assert.deepEqual(
    rows.map(({ n }) => Number(n)),
    orders.map(() => 1),
  );
});

test('a payment that is opened keeps the order two minutes longer than itself, never shorter, two hours at most', async () => {
  const { order } = await placed();
  const start = new Date(order.createdAt).getTime();
  const keep = async (minutes: number) => {
    const expiresAt = new Date(start + minutes * 60_000).toISOString();
    const answer = await peer().paymentStarted({ body: { orderId: order.id, expiresAt } }, asPayment());
    return (new Date(answer.expiresAt!).getTime() - start) / 60_000;
  };
  assert.equal(await keep(10), 30);
  assert.equal(await keep(45), 47);
  assert.equal(await keep(500), 120);
});

test('an order whose time is over takes no new payment, and one that waits for none has no time', async () => {
  const { user, order } = await placed();
  await shop.sql(
    `update haat_order.orders set expires_at = now() - interval '1 second', expiry_asked_at = now() where id = $1`,
    [order.id],
  );
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const start = (orderId: number) => peer().paymentStarted({ body: { orderId, expiresAt } }, asPayment());
  await assert.rejects(start(order.id), { code: 'order.expired' });
  await assert.rejects(start(999_999), { code: 'order.not_found' });
  assert.deepEqual(await peer().latestPayable({ query: { userId: user.id } }, asPayment()), { payable: null });
  const cash = await placed({ paymentMethod: 'cod' });
  assert.deepEqual(await start(cash.order.id), { expiresAt: null });
  await shop.expect(200, 'POST', `/orders/${cash.order.id}/cancel`, { token: cash.user.token, body: {} });
  await assert.rejects(start(cash.order.id), { code: 'order.bad_transition' });
});

test('what is to be paid: the order’s own amount, and of a user the newest order that waits', async () => {
  const { user, order } = await placed();
  const payable = await peer().payable({ params: { id: order.id } }, asPayment());
  assert.deepEqual(
    [payable.amountMinor, payable.currency, payable.userId, payable.email, payable.status],
    [2000, 'INR', user.id, user.email, 'pending'],
  );
  await it.add(user, await it.product());
  const newer = await it.place(user);
  await it.add(user, await it.product());
  await it.place(user, { paymentMethod: 'cod' });
  const latest = await peer().latestPayable({ query: { userId: user.id } }, asPayment());
  assert.equal(latest.payable?.orderId, newer.id);
  await assert.rejects(peer().payable({ params: { id: 999_999 } }, asPayment()), { code: 'order.not_found' });
  // Closed to the outside.
  await shop.expect(404, 'GET', `/internal/order/orders/${order.id}/payable`, { token: it.admin.token });
});

test('paid and cancelled at the same moment ends in one of the two, with a refund where both happened', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { user, order } = await placed();
    await Promise.all([
      tell('payment.succeeded', order),
      shop.request('POST', `/orders/${order.id}/cancel`, { token: user.token, body: {} }),
    ]);
    const { status } = await it.order(user, order.id);
    const refunds = await eventsOf(order.id, 'order.refund_requested');
    assert.equal(status, 'cancelled');
    assert.equal(refunds.length, 1, 'the money that came in goes back once');
  }
});
