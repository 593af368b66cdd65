/** A refund that had succeeded and comes back from the bank: by the gateway's webhook alone, once, and asked for again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '#platform/testing/until.ts';
import { completionOf } from '../testing/completion.ts';
import { openRehearsal, type Rehearsal } from '../testing/rehearsal.ts';

let it: Rehearsal;
before(async () => {
  it = await openRehearsal(['stripe']);
});
after(() => it.close());

async function accountsOf(orderId: number): Promise<Record<string, number>> {
  const rows = await it.till.sql<{ account: string; sum: number | string }>(
    `select account, sum(amount) as sum from (
       select credit as account, amount_minor as amount, posting_id from ledger_entry
       union all select debit, -amount_minor, posting_id from ledger_entry
     ) side join ledger_posting p on p.id = side.posting_id
     where p.order_id = $1 group by account having sum(amount) <> 0`,
    [orderId],
  );
  return Object.fromEntries(rows.map(({ account, sum }) => [account, Number(sum)]));
}

async function sold() {
  const opened = await it.open('stripe');
  await it.payAndReturn(opened);
  await it.reaches(opened, 'success');
  await it.till.hear('order.completed', completionOf(it.till.orders.get(opened.orderId)!, opened.paymentId));
  return opened;
}

const findings = async () =>
  (await it.till.request('GET', '/payments/findings?kind=refund_failed&state=open', { as: 1, admin: true })).body.items;

test('the money is back in our books by the webhook, staff are told, and it goes out again once', async () => {
  const opened = await sold();
  const { body: refund } = await it.refund(opened, { amount: '49.90' });
  await it.reaches(opened, 'refunded');
  assert.deepEqual(await accountsOf(opened.orderId), {});
  it.simulator.returnRefunds(opened.reference);
  const back = await it.reaches(opened, 'success');
  assert.deepEqual([back.refundedAmount, back.refunds[0].status], ['0.00', 'failed']);
  // The gateway holds it, and the buyer is owed it: the seller does not have it again.
  assert.deepEqual(await accountsOf(opened.orderId), { 'gateway:stripe': -4_990, buyers: 4_990 });
  assert.match((await findings())[0].summary, /came back after it had gone: declined/);
  await it.till.settled();
  assert.equal((await findings()).length, 1);
  const told = await until('both of Stripe’s events to be worked out', async () => {
    const events = await it.till.sql<{ type: string; state: string }>(
      `select type, state from webhook_event where type in ('refund.failed', 'charge.refund.updated')`,
    );
    return events.length === 2 && events.every(({ state }) => state === 'processed') && events;
  });
  assert.equal(told.length, 2, 'told twice, and undone once');

  const path = `/payments/${opened.paymentId}/refunds/${refund.id}/retry`;
  assert.equal((await it.till.request('POST', path, { as: 1, admin: true })).status, 201);
  assert.equal((await it.reaches(opened, 'refunded')).refundedAmount, '49.90');
  await it.till.settled();
  assert.deepEqual(await accountsOf(opened.orderId), {}, 'the sale is taken back once');
});

test('of two refunds the one that came back is undone, and the other stands', async () => {
  const opened = await sold();
  await it.refund(opened, { amount: '10' });
  await it.reaches(opened, 'refunded');
  it.simulator.returnRefunds(opened.reference);
  await it.reaches(opened, 'success');
  await it.refund(opened, { amount: '20' });
  await it.reaches(opened, 'refunded');
  // Stripe goes on naming both.
  const { body: asked } = await it.till.request('POST', `/payments/${opened.paymentId}/refresh`, { as: 7 });
  assert.equal(asked.refundedAmount, '20.00');
  assert.equal((await accountsOf(opened.orderId))['gateway:stripe'], -2_990);
});
