/** In whatever order the news comes, each order is credited once and what was given back is given back once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PaymentGateway } from '../providers/gateway.ts';
import { completionOf, TILL_SELLER } from '../testing/completion.ts';
import { openTill, type Till } from '../testing.ts';

let till: Till;
before(async () => {
  // What we give up there can still be paid: so payments can come twice and late.
  till = await openTill({
    gateways: (sandbox): PaymentGateway[] => [{ ...sandbox, cancel: async () => 'unsupported' }],
  });
});
after(() => till.close());

const completion = (orderId: number, paymentId: number | null) => completionOf(till.orders.get(orderId)!, paymentId);
const cancellation = (orderId: number) => ({ ...completion(orderId, null), reason: 'test', wasCompleted: true });

async function open(orderId: number): Promise<{ orderId: number; paymentId: number; url: string }> {
  const { body } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  return body;
}

async function paid(orderId = till.order().orderId) {
  const opened = await open(orderId);
  await till.request('POST', opened.url, { body: { action: 'approve' } });
  await till.settled();
  return opened;
}

const refund = (paymentId: number, amount?: string) =>
  till.request('POST', `/payments/${paymentId}/refund`, { as: 1, admin: true, body: { amount } });

async function accountsOf(orderId: number): Promise<Record<string, number>> {
  const rows = await till.sql<{ account: string; sum: number }>(
    `select account, sum(amount) as sum from (
       select credit as account, amount_minor as amount, posting_id from ledger_entry
       union all select debit, -amount_minor, posting_id from ledger_entry
     ) side join ledger_posting p on p.id = side.posting_id
     where p.order_id = $1 group by account having sum(amount) <> 0`,
    [orderId],
  );
  return Object.fromEntries(rows.map(({ account, sum }) => [account, Number(sum)]));
}

const sold = { 'gateway:sandbox': -149_900, [`seller:${TILL_SELLER}`]: 134_910, commission: 14_990 };

test('until its completion is heard, money that came is owed to the buyer', async () => {
  const { orderId, paymentId } = await paid();
  assert.deepEqual(await accountsOf(orderId), { 'gateway:sandbox': -149_900, buyers: 149_900 });
  await till.hear('order.completed', completion(orderId, paymentId));
  assert.deepEqual(await accountsOf(orderId), sold);
});

test('the same completion told by another event credits nobody again', async () => {
  const { orderId, paymentId } = await paid();
  await till.hear('order.completed', completion(orderId, paymentId));
  await till.hear('order.completed', completion(orderId, paymentId));
  assert.deepEqual(await accountsOf(orderId), sold);
});

test('a refund that was finished before the completion was heard is taken from the sale all the same', async () => {
  const { orderId, paymentId } = await paid();
  await refund(paymentId, '149.90');
  assert.deepEqual(await accountsOf(orderId), { 'gateway:sandbox': -134_910, buyers: 134_910 });
  await till.hear('order.completed', completion(orderId, paymentId));
  assert.deepEqual(await accountsOf(orderId), {
    'gateway:sandbox': -134_910,
    [`seller:${TILL_SELLER}`]: 121_419,
    commission: 13_491,
  });
});

test('a cancellation that is heard before the completion leaves nothing with the seller', async () => {
  const { orderId, paymentId } = await paid();
  await till.hear('order.cancelled', cancellation(orderId));
  await till.hear('order.completed', completion(orderId, paymentId));
  assert.deepEqual(await accountsOf(orderId), { 'gateway:sandbox': -149_900, buyers: 149_900 });
});

test('of a refund by staff and a cancellation at the same moment, no more than the sale is taken back', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { orderId, paymentId } = await paid();
    await till.hear('order.completed', completion(orderId, paymentId));
    await Promise.all([refund(paymentId), till.hear('order.cancelled', cancellation(orderId))]);
    await till.settled();
    assert.deepEqual(await accountsOf(orderId), {});
  }
});

test('a second payment and one that comes late are owed to the buyer, go back, and touch no seller', async () => {
  const { orderId } = till.order();
  const first = await open(orderId);
  const other = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  assert.equal(other.body.paymentId, first.paymentId);
  await till.sql(`update payment set status = 'cancelled', next_poll_at = null where id = $1`, [first.paymentId]);
  await till.sql('update payable set open_payment_id = null where order_id = $1', [orderId]);
  const second = await paid(orderId);
  await till.hear('order.completed', completion(orderId, second.paymentId));
  await till.request('POST', first.url, { body: { action: 'approve' } });
  await till.settled();
  const causes = await till.sql('select cause from refund where order_id = $1', [orderId]);
  assert.deepEqual(causes, [{ cause: 'duplicate' }]);
  assert.deepEqual(await accountsOf(orderId), sold);

  const late = await open(till.order().orderId);
  await till.hear('order.cancelled', { ...cancellation(late.orderId), wasCompleted: false });
  await till.request('POST', late.url, { body: { action: 'approve' } });
  await till.settled();
  assert.deepEqual(await accountsOf(late.orderId), {});
});

test('a return that is heard before the completion waits for it', async () => {
  const { orderId, paymentId } = await paid();
  const back = {
    ...completion(orderId, paymentId),
    returnId: orderId,
    reason: 'test',
    refunds: [{ lineId: orderId * 10, amountMinor: 149_900 }],
  };
  await assert.rejects(till.hear('order.returned', back), /before the order's completion/);
  await till.hear('order.completed', completion(orderId, paymentId));
  await till.hear('order.returned', back);
  assert.deepEqual(await accountsOf(orderId), { 'gateway:sandbox': -149_900, buyers: 149_900 });
});

test('many orders completed at once are each credited once', async () => {
  const orders = await Promise.all(Array.from({ length: 6 }, () => paid()));
  await Promise.all(
    orders.flatMap(({ orderId, paymentId }) =>
      [1, 2].map(() => till.hear('order.completed', completion(orderId, paymentId))),
    ),
  );
  for (const { orderId } of orders) assert.deepEqual(await accountsOf(orderId), sold);
});
