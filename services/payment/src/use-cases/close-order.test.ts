/** The end of an order: nothing stays open at a gateway, and nobody is told so before it is true. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '#platform/testing/until.ts';
import type { PaymentGateway } from '../providers/gateway.ts';
import { capturePayment, knownPayment } from '../simulator/core/payments.ts';
import { leftOpen } from '../store/payables.ts';
import { completionOf } from '../testing/completion.ts';
import { openTill, type Till } from '../testing.ts';

let till: Till;
let gatewayIsAway = false;

before(async () => {
  // Deaf: only what the closing itself finds out counts.
  till = await openTill({
    deaf: true,
    gateways: (sandbox): PaymentGateway[] => [
      {
        ...sandbox,
        async cancel(gatewayRef) {
          if (gatewayIsAway) throw new Error('connect ECONNREFUSED');
          return sandbox.cancel(gatewayRef);
        },
      },
    ],
  });
});
after(() => till.close());

async function open(orderId: number) {
  const { body, status } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  assert.equal(status, 201, JSON.stringify(body));
  return body as { paymentId: number; url: string };
}

const facts = (orderId: number) => {
  const order = till.orders.get(orderId)!;
  return { ...order, totalMinor: order.amountMinor, at: new Date().toISOString() };
};
const statusOf = async (id: number) => (await till.sql('select status from payment where id = $1', [id]))[0].status;
const closedOf = async (orderId: number) =>
  (await till.events('payment.attempts_closed'))
    .filter(({ data }) => data.orderId === orderId)
    .map(({ data }) => data.paid);

test('an order past its time is closed at the gateway, and then told as unpaid', async () => {
  const { orderId } = till.order();
  await till.hear('order.placed', facts(orderId));
  const { paymentId, url } = await open(orderId);
  await till.hear('order.expiry_due', facts(orderId));
  await till.settled();
  assert.equal(await statusOf(paymentId), 'cancelled');
  assert.deepEqual(await closedOf(orderId), [false]);
  assert.match((await till.request('GET', url)).body, /This payment was cancelled/);
  const late = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  assert.deepEqual([late.status, late.body.code], [409, 'order.expired']);
});

test('an order with nothing open is told as closed at once', async () => {
  const { orderId } = till.order();
  await till.hear('order.placed', facts(orderId));
  await till.hear('order.expiry_due', facts(orderId));
  await till.settled();
  assert.deepEqual(await closedOf(orderId), [false]);
});

test('an order that was never heard of has nothing open either', async () => {
  const { orderId } = till.order();
  await till.hear('order.expiry_due', facts(orderId));
  assert.deepEqual(await closedOf(orderId), [false]);
});

test('a shopper who was faster than the closing has paid, and the order service hears that first', async () => {
  const { orderId } = till.order();
  await till.hear('order.placed', facts(orderId));
  const { paymentId, url } = await open(orderId);
  await till.request('POST', url, { body: { action: 'approve' } });
  await till.hear('order.expiry_due', facts(orderId));
  await till.settled();
  assert.equal(await statusOf(paymentId), 'success');
  assert.deepEqual(await closedOf(orderId), [true]);
  const told = (await till.events()).filter(({ data }) => data.orderId === orderId).map(({ type }) => type);
  assert.deepEqual(told, ['payment.started', 'payment.succeeded', 'payment.attempts_closed']);
});

test('while money is on its way or the gateway is away, the order is not told as closed', async () => {
  const { orderId } = till.order();
  await till.hear('order.placed', facts(orderId));
  const { paymentId, url } = await open(orderId);
  await till.request('POST', url, { body: { action: 'delay' } });
  gatewayIsAway = true;
  await till.hear('order.expiry_due', facts(orderId));
  const tries = (count: number) =>
    until(`${count} tries of the closing`, async () => {
      const [job] = await till.sql(`select attempts from job where kind = 'payment.close' order by id desc limit 1`);
      return job.attempts >= count;
    });
  await tries(1);
  gatewayIsAway = false;
  await tries(2);
  assert.deepEqual(await closedOf(orderId), []);
  const [at] = await till.sql(`select public_id from sandbox_payment where status = 'processing'`);
  const { books } = till.sandbox;
  await capturePayment(books, await knownPayment(books, at.public_id));
  await until('the closing', async () => (await closedOf(orderId)).length > 0);
  assert.equal(await statusOf(paymentId), 'success');
  assert.deepEqual(await closedOf(orderId), [true]);
});

test('a closing whose job has given up is found again', async () => {
  const { orderId } = till.order();
  await till.hear('order.placed', facts(orderId));
  await till.sql(`update payable set state = 'closing', updated_at = now() - interval '1 hour' where order_id = $1`, [
    orderId,
  ]);
  const found = await leftOpen(till.service.database.kysely, new Date(Date.now() - 60_000), { after: 0, limit: 10 });
  assert.deepEqual(found, [{ order_id: orderId, state: 'closing' }]);
});

test('a cancelled order closes its open payment, and a late `order.placed` does not open it again', async () => {
  const first = till.order();
  await till.hear('order.cancelled', facts(first.orderId));
  await till.hear('order.placed', facts(first.orderId));
  const refused = await till.request('POST', '/payment/service', { as: 7, body: { orderId: first.orderId } });
  assert.equal(refused.body.code, 'payment.not_payable');

  const second = till.order();
  const { paymentId } = await open(second.orderId);
  await till.hear('order.cancelled', facts(second.orderId));
  await till.settled();
  assert.equal(await statusOf(paymentId), 'cancelled');
  assert.deepEqual(await closedOf(second.orderId), [], 'nobody asked');
});

test('an order that was paid in cash leaves nothing to pay', async () => {
  const { orderId } = till.order();
  const { paymentId } = await open(orderId);
  await till.hear('order.completed', completionOf(till.orders.get(orderId)!, null));
  await till.settled();
  assert.equal(await statusOf(paymentId), 'cancelled');
  const refused = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  assert.equal(refused.body.code, 'payment.not_payable');
});

test('who is erased leaves no name and no address behind', async () => {
  const { orderId } = till.order({ userId: 77 });
  await till.hear('order.placed', facts(orderId));
  await till.hear('user.erased', { userId: 77, at: new Date().toISOString() }, 'user');
  const [row] = await till.sql('select email, name from payable where order_id = $1', [orderId]);
  assert.deepEqual(row, { email: '', name: '' });
});
