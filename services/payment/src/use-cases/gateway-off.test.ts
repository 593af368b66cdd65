/** A gateway that is turned off: its open orders end, staff are told what was left there, and nothing waits in silence. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isProblem } from '#platform/errors/problem.ts';
import { paymentById } from '../store/payments.ts';
import { openTill, type Till } from '../testing.ts';
import { cancelAbandoned } from './close-attempt.ts';
import { pollOpenPayments } from './poll-open-payments.ts';
import { processWebhook } from './process-webhook.ts';
import { settlePayment } from './settle-payment.ts';
import { sweeper } from './sweep.ts';

let till: Till;
let isAway = false;
before(async () => {
  till = await openTill({
    deaf: true,
    gateways: (sandbox) => [
      {
        ...sandbox,
        async cancel(gatewayRef) {
          if (isAway) throw new Error('connect ECONNREFUSED');
          return sandbox.cancel(gatewayRef);
        },
      },
    ],
  });
});
after(() => till.close());

/** A payment that was opened at a gateway which has been turned off since. */
async function openedElsewhere(): Promise<{ orderId: number; paymentId: number; url: string }> {
  const { orderId } = till.order();
  await till.hear('order.placed', facts(orderId));
  const { body } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  await turnOff(body.paymentId);
  return { orderId, paymentId: body.paymentId, url: body.url };
}
const turnOff = (id: number) => till.sql(`update payment set gateway = 'paypal' where id = $1`, [id]);
const turnOn = (id: number) => till.sql(`update payment set gateway = 'sandbox' where id = $1`, [id]);

const facts = (orderId: number) => {
  const order = till.orders.get(orderId)!;
  return { ...order, totalMinor: order.amountMinor, at: new Date().toISOString() };
};
const statusOf = async (id: number) => (await till.sql('select status from payment where id = $1', [id]))[0].status;
const findingsOf = async (id: number): Promise<string[]> =>
  (await till.request('GET', '/payments/findings?kind=gateway_off&state=open', { as: 1, admin: true })).body.items
    .filter((finding: any) => finding.paymentId === id)
    .map((finding: any) => finding.summary);
const unavailable = (error: unknown) =>
  isProblem(error, 'payment.gateway_unavailable') && /turned off/.test(error.message);

test('an order past its time ends though its gateway is turned off, and staff are told of what was left there', async () => {
  const { orderId, paymentId } = await openedElsewhere();
  await till.hear('order.expiry_due', facts(orderId));
  await till.settled();
  assert.equal(await statusOf(paymentId), 'cancelled');
  const told = (await till.events('payment.attempts_closed')).filter(({ data }) => data.orderId === orderId);
  assert.deepEqual(
    told.map(({ data }) => data.paid),
    [false],
  );
  const [finding, ...more] = await findingsOf(paymentId);
  assert.match(finding!, /paypal is turned off, so it was closed here alone/);
  assert.deepEqual(more, []);
});

test('a payment past its time is closed by the poll, and the shopper pays elsewhere', async () => {
  const { orderId, paymentId } = await openedElsewhere();
  await till.sql(
    `update payment set expires_at = now() - interval '1 hour', next_poll_at = now() - interval '1 hour' where id = $1`,
    [paymentId],
  );
  await pollOpenPayments(till.service);
  assert.equal(await statusOf(paymentId), 'cancelled');
  const { body, status } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  assert.equal(status, 201);
  assert.notEqual(body.paymentId, paymentId);
});

test('who chooses another gateway leaves one that is turned off at once', async () => {
  const { orderId, paymentId } = await openedElsewhere();
  const { status } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  assert.deepEqual([status, await statusOf(paymentId)], [201, 'cancelled']);
});

test('to ask such a payment is refused in words, and the shopper who comes back sees the page', async () => {
  const { paymentId } = await openedElsewhere();
  const payment = (await paymentById(till.service.database.kysely, paymentId))!;
  await assert.rejects(settlePayment(till.service, payment, { requestId: 'test' }), unavailable);
  const refresh = await till.request('POST', `/payments/${paymentId}/refresh`, { as: 7 });
  assert.deepEqual([refresh.status, refresh.body.alternatives], [503, ['sandbox']]);
  const back = await till.request('GET', `/payment/return/${payment.reference}?token=x`);
  assert.equal(back.status, 200);
});

test('an attempt that was given up is told to staff, once', async () => {
  const { paymentId } = await openedElsewhere();
  for (let run = 0; run < 2; run += 1) await cancelAbandoned(till.service, paymentId, 'test');
  assert.equal((await findingsOf(paymentId)).length, 1);
});

test('a refund waits where staff see it, and is given once the gateway is turned on again', async () => {
  const { orderId } = till.order();
  const { body: opened } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  const page = await till.request('POST', opened.url, { body: { action: 'approve' } });
  await till.request('GET', page.headers.get('location')!);
  const id = opened.paymentId;
  await turnOff(id);
  const asked = await till.request('POST', `/payments/${id}/refund`, { as: 1, admin: true, body: {} });
  assert.deepEqual([asked.status, asked.body.status], [201, 'pending']);
  assert.match((await findingsOf(id))[0]!, /so refund \d+ waits/);
  await turnOn(id);
  await till.sql(`update refund set created_at = now() - interval '1 hour' where payment_id = $1`, [id]);
  await sweeper(till.service)();
  await till.settled();
  assert.equal(await statusOf(id), 'refunded');
});

test('an event that was stored before is left to reconciliation and not tried for ever', async () => {
  const { paymentId } = await openedElsewhere();
  const { gateway_ref } = (await paymentById(till.service.database.kysely, paymentId))!;
  const id = await till.service.batches.store({
    gateway: 'paypal',
    dedupe_key: 'evt_before',
    kind: 'payment',
    type: 'payment.paid',
    gateway_ref,
    payment_ref: null,
    reference: null,
    state: 'received',
    body: '{}',
    headers: {},
  });
  await assert.rejects(processWebhook(till.service, id!, 'test', 1), unavailable);
  await processWebhook(till.service, id!, 'test', 6);
  const [event] = await till.sql('select state, error from webhook_event where id = $1', [id]);
  assert.equal(event.state, 'failed');
  assert.match(event.error, /turned off/);
});

test('what goes on failing does not keep the sweep from the rest', async () => {
  const orders = [till.order(), till.order(), till.order()].map(({ orderId }) => orderId);
  for (const orderId of orders) {
    await till.hear('order.placed', facts(orderId));
    await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  }
  isAway = true;
  await till.sql(
    `update payable set state = 'closing', updated_at = now() - interval '1 hour' where order_id in ($1, $2, $3)`,
    orders,
  );
  const sweep = sweeper(till.service, 2);
  for (let run = 0; run < 2; run += 1) await sweep();
  const tried = await till.sql(`select * from job where kind = 'payment.close' order by id`);
  assert.deepEqual(
    tried.flatMap(({ key }) => (/^sweep:(\d+):/.test(key) ? [Number(key.split(':')[1])] : [])),
    orders,
  );
});
