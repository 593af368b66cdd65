/** Money goes back once, whole or in parts, and never more of it than came. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '#platform/testing/until.ts';
import type { PaymentGateway } from '../providers/gateway.ts';
import { openTill, type Till } from '../testing.ts';
import { executeRefund } from './execute-refund.ts';

let till: Till;
let refuse: 'no' | 'away' | 'refused' | 'lost' | 'slow' = 'no';

before(async () => {
  till = await openTill({
    gateways: (sandbox): PaymentGateway[] => [
      {
        ...sandbox,
        async refund(request) {
          const { reference, money } = request;
          if (refuse === 'away') throw new Error('connect ECONNREFUSED');
          if (refuse === 'refused')
            return { reference, money, gatewayRef: '', status: 'failed', failureReason: 'The account is closed.' };
          const done = await sandbox.refund(request);
          if (refuse === 'lost') throw new Error('socket hang up');
          return refuse === 'slow' ? { ...done, status: 'pending' } : done;
        },
      },
    ],
  });
});
after(() => till.close());

/** A paid payment of 1,499.00. */
async function paid(): Promise<{ id: number; orderId: number }> {
  const { orderId } = till.order();
  const { body } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  const back = (await till.request('POST', body.url, { body: { action: 'approve' } })).headers.get('location')!;
  await till.request('GET', back);
  return { id: body.paymentId, orderId };
}

const refund = (id: number, body: object = {}, headers: Record<string, string> = {}) =>
  till.request('POST', `/payments/${id}/refund`, { as: 1, admin: true, body, headers });
const read = async (id: number) => (await till.request('GET', `/payments/${id}`, { as: 7 })).body;
const atGateway = async (id: number): Promise<number> =>
  (
    await till.sql(
      'select refunded_minor from sandbox_payment where reference = (select reference from payment where id = $1)',
      [id],
    )
  )[0].refunded_minor;
const backsOf = async (id: number) =>
  (await till.events('payment.refunded')).filter(({ data }) => data.paymentId === id).map(({ data }) => data);

test('without an amount all of it goes back, and then there is nothing left', async () => {
  const { id, orderId } = await paid();
  const { status, body } = await refund(id, { reason: 'Damaged' });
  assert.equal(status, 201);
  assert.deepEqual(
    [body.paymentId, body.orderId, body.amount, body.status, body.reason],
    [id, orderId, '1499.00', 'success', 'Damaged'],
  );
  const payment = await read(id);
  assert.deepEqual([payment.status, payment.refundedAmount, payment.refunds.length], ['refunded', '1499.00', 1]);
  const [told] = await backsOf(id);
  assert.deepEqual(
    [told.refundMinor, told.refundedTotalMinor, told.whole, told.duplicate],
    [149_900, 149_900, true, false],
  );
  assert.deepEqual([(await refund(id)).body.code], ['payment.not_refundable']);
  assert.equal(await atGateway(id), 149_900);
});

test('parts go back until nothing is left, and a part too large is refused with what is left', async () => {
  const { id } = await paid();
  assert.equal((await refund(id, { amount: '500' })).body.amount, '500.00');
  const refused = await refund(id, { amount: '999.01' });
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.refundable],
    [422, 'payment.refund_too_large', '999.00'],
  );
  assert.equal((await refund(id, { amount: 999 })).status, 201);
  const told = await backsOf(id);
  assert.deepEqual(
    told.map(({ whole, refundedTotalMinor }) => [whole, refundedTotalMinor]),
    [
      [false, 50_000],
      [true, 149_900],
    ],
  );
});

test('an amount that is none is refused by name', async () => {
  const { id } = await paid();
  for (const amount of ['-1', '1.001', 'all', '1e3', '99999999999999']) {
    const { status, body } = await refund(id, { amount });
    assert.deepEqual([status, body.code, body.errors?.[0].field], [422, 'validation.failed', 'amount'], amount);
  }
  assert.equal((await refund(id, { amount: '0' })).body.code, 'payment.not_refundable');
  assert.equal((await refund(999_999)).body.code, 'payment.not_found');
  const buyer = await till.request('POST', `/payments/${id}/refund`, { as: 7, body: {} });
  assert.equal(buyer.body.code, 'auth.forbidden');
});

test('only what was captured can go back', async () => {
  const { orderId } = till.order();
  const { body } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  assert.equal((await refund(body.paymentId)).body.code, 'payment.not_refundable');
});

test('ten refunds at once never give back more than was captured', async () => {
  const { id } = await paid();
  const answers = await Promise.all(Array.from({ length: 10 }, () => refund(id, { amount: '400' })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(3).fill(201), ...Array(7).fill(422)]);
  await till.settled();
  assert.equal(await atGateway(id), 120_000);
  const [row] = await till.sql('select captured_minor, refunding_minor, refunded_minor from payment where id = $1', [
    id,
  ]);
  assert.deepEqual(row, { captured_minor: 149_900, refunding_minor: 120_000, refunded_minor: 120_000 });
});

test('a repeated Idempotency-Key gives back once', async () => {
  const { id } = await paid();
  const key = { 'idempotency-key': `refund-${id}` };
  const [first, second] = [await refund(id, { amount: '10' }, key), await refund(id, { amount: '10' }, key)];
  assert.deepEqual(second.body, first.body);
  assert.equal((await refund(id, { amount: '11' }, key)).body.code, 'idempotency.mismatch');
  assert.equal(await atGateway(id), 1_000);
});

test('the order service’s wish is fulfilled once per return, and never beyond what is left', async () => {
  const { id, orderId } = await paid();
  const wish = (amountMinor: number, returnId: number) =>
    till.hear('order.refund_requested', {
      ...till.orders.get(orderId),
      amountMinor,
      paymentId: null,
      returnId,
      reason: 'returned',
      lines: [],
    });
  await wish(100_000, 5);
  await wish(100_000, 5);
  await wish(100_000, 6);
  await wish(100_000, 7);
  await till.settled();
  assert.equal(await atGateway(id), 149_900);
  const told = await backsOf(id);
  assert.deepEqual(told.map(({ refundMinor }) => refundMinor).sort(), [100_000, 49_900]);
  assert.deepEqual(told.map(({ returnId }) => returnId).sort(), [5, 6]);
});

test('while the gateway is away a refund waits, and is done when it is back', async () => {
  const { id } = await paid();
  refuse = 'away';
  const { status, body } = await refund(id);
  assert.deepEqual([status, body.status], [201, 'pending']);
  refuse = 'no';
  await until('the refund', async () => (await read(id)).status === 'refunded');
  assert.equal((await backsOf(id)).length, 1);
});

test('a refund whose answer was lost is done once, also when two workers send it', async () => {
  const { id } = await paid();
  refuse = 'lost';
  const { body } = await refund(id, { amount: '100' });
  // Its webhook may have been faster than our answer.
  assert.ok(['pending', 'success'].includes(body.status));
  refuse = 'no';
  await Promise.all([1, 2, 3].map(() => executeRefund(till.service, body.id, 'test')));
  await till.settled();
  assert.equal(await atGateway(id), 10_000);
  assert.equal((await backsOf(id)).length, 1);
});

test('a refund that the gateway refuses fails, and its money can be asked back again', async () => {
  const { id } = await paid();
  refuse = 'refused';
  const { body } = await refund(id);
  assert.deepEqual([body.status], ['failed']);
  assert.equal((await read(id)).status, 'success');
  const audits = (await till.events('audit.recorded')).filter(({ data }) => data.entityId === id);
  assert.deepEqual(
    audits.map(({ data }) => data.action),
    ['refund.requested', 'refund.failed'],
  );
  refuse = 'no';
  assert.equal((await refund(id)).body.status, 'success');
});

test('a refund that the gateway takes its time for ends when it tells so', async () => {
  const { id } = await paid();
  refuse = 'slow';
  const { body } = await refund(id);
  assert.equal(body.status, 'pending');
  // Its webhook brings the end.
  await until('the refund', async () => (await read(id)).status === 'refunded');
  refuse = 'no';
  assert.equal((await backsOf(id)).length, 1);
});
