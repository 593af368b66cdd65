/** Money that is not what was asked waits for a person, who decides once; refunds that failed are asked for again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '#platform/testing/until.ts';
import { type Opened, openRehearsal, type Rehearsal } from '../testing/rehearsal.ts';

let it: Rehearsal;
before(async () => {
  it = await openRehearsal(['stripe', 'razorpay']);
});
after(() => it.close());

const admin = { as: 1, admin: true };

/** Paid with something else than was asked. */
async function held(change: { amountMinor?: number; currency?: string }): Promise<Opened> {
  const opened = await it.open('stripe');
  it.simulator.alter(opened.reference, change);
  await it.simulator.pay(opened.reference);
  await it.till.request('GET', `/payment/return/${opened.reference}`);
  await until('the payment to be held', async () => (await it.read(opened)).heldReason !== null);
  return opened;
}
const resolve = ({ paymentId }: Opened, decision: string, headers = {}) =>
  it.till.request('POST', `/payments/${paymentId}/resolve`, {
    ...admin,
    headers,
    body: { decision, note: 'As agreed.' },
  });
const findingsOf = async ({ paymentId }: Opened) =>
  it.till.sql('select kind, state, note from payment_finding where payment_id = $1 order by id', [paymentId]);

test('held money is on the list of what to look at, for staff alone', async () => {
  const opened = await held({ amountMinor: 100 });
  const { body } = await it.till.request('GET', '/payments/findings?state=open&kind=held', admin);
  const [finding] = body.items;
  assert.deepEqual([finding.paymentId, finding.amount, finding.currency], [opened.paymentId, '1.00', 'USD']);
  const list = await it.till.request('GET', '/payments?held=true', admin);
  assert.deepEqual(
    list.body.items.map(({ id }: any) => id),
    [opened.paymentId],
  );
  const body_ = { decision: 'accept', note: 'mine' };
  const path = `/payments/${opened.paymentId}/resolve`;
  assert.equal((await it.till.request('POST', path, { as: 7, body: body_ })).status, 403);
  const byHand = await it.till.request('POST', `/payments/findings/${finding.id}/resolve`, {
    ...admin,
    body: { note: 'x' },
  });
  assert.equal(byHand.body.code, 'payment.bad_transition');
});

test('accepted as it is, it pays the order, once', async () => {
  const opened = await held({ amountMinor: 4_000 });
  const key = { 'idempotency-key': 'accept' };
  const answers = await Promise.all([
    resolve(opened, 'accept', key),
    resolve(opened, 'accept'),
    resolve(opened, 'refund'),
  ]);
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  const accepted = answers[2]!.status !== 200;
  const payment = await it.reaches(opened, accepted ? 'success' : 'refunded');
  const told = (await it.told(opened)).filter((type) => type === 'payment.succeeded');
  assert.equal(told.length, accepted ? 1 : 0);
  assert.equal(payment.heldReason, null);
  assert.equal((await findingsOf(opened))[0].state, 'resolved');
});

test('accepted in an orderly way, the answer is the same when it is asked for again', async () => {
  const opened = await held({ amountMinor: 4_000 });
  const key = { 'idempotency-key': 'accept-again' };
  const first = await resolve(opened, 'accept', key);
  assert.deepEqual([first.status, first.body.status], [200, 'success']);
  assert.deepEqual((await resolve(opened, 'accept', key)).body.status, 'success');
  assert.equal((await resolve(opened, 'accept')).body.code, 'payment.bad_transition');
  const [told] = (await it.till.events('payment.succeeded')).filter(({ data }) => data.orderId === opened.orderId);
  assert.equal(told!.data.amountMinor, 4_990);
  const audits = (await it.till.events('audit.recorded')).filter(
    ({ data }) => data.action === 'payment.resolved' && data.entityId === opened.paymentId,
  );
  assert.deepEqual(
    audits.map(({ data }) => [data.actorId, data.details.decision, data.details.note]),
    [[1, 'accept', 'As agreed.']],
  );
});

test('given back, all of it goes, the order is not concerned, and can be paid', async () => {
  const opened = await held({ amountMinor: 100 });
  assert.equal((await resolve(opened, 'refund')).status, 200);
  const payment = await it.reaches(opened, 'refunded');
  assert.equal(payment.refundedAmount, '1.00');
  assert.equal(it.simulator.find(opened.reference)!.refundedMinor, 100);
  const again = await it.open('stripe', { orderId: opened.orderId });
  await it.payAndReturn(again);
  await it.reaches(again, 'success');
  assert.equal((await it.told(opened)).filter((type) => type === 'payment.succeeded').length, 1);
  const [back] = (await it.till.events('payment.refunded')).filter(({ data }) => data.paymentId === opened.paymentId);
  assert.equal(back!.data.duplicate, true);
});

test('money in another currency cannot pay the order; it goes back in its own', async () => {
  const opened = await held({ currency: 'EUR' });
  const refused = await resolve(opened, 'accept');
  assert.deepEqual([refused.status, refused.body.code], [409, 'payment.bad_transition']);
  assert.equal((await resolve(opened, 'refund')).status, 200);
  const payment = await it.reaches(opened, 'refunded');
  assert.deepEqual([payment.currency, payment.capturedCurrency, payment.refunds[0].currency], ['USD', 'EUR', 'EUR']);
  const postings = await it.till.sql('select kind, currency from ledger_posting where payment_id = $1 order by id', [
    opened.paymentId,
  ]);
  assert.deepEqual(postings, [
    { kind: 'payment', currency: 'EUR' },
    { kind: 'refund', currency: 'EUR' },
  ]);
});

test('money under another reference is none of ours: it can only be dropped, and the order can be paid', async () => {
  const opened = await it.open('stripe');
  const ofAnother = 'ofanothershop0123456';
  await it.till.sql('update payment set reference = $2 where id = $1', [opened.paymentId, ofAnother]);
  await it.simulator.pay(opened.reference);
  await it.till.request('GET', `/payment/return/${ofAnother}`);
  assert.match((await it.read(opened)).heldReason, /another reference/);
  assert.equal((await resolve(opened, 'accept')).status, 409);
  assert.equal((await resolve(opened, 'refund')).status, 409);
  const dropped = await resolve(opened, 'drop');
  assert.deepEqual([dropped.status, dropped.body.status, dropped.body.failureReason], [200, 'cancelled', 'As agreed.']);
  await it.open('stripe', { orderId: opened.orderId });
});

test('held money of an order that was cancelled meanwhile can only go back', async () => {
  const opened = await held({ amountMinor: 100 });
  const order = it.till.orders.get(opened.orderId)!;
  await it.till.hear('order.cancelled', { ...order, totalMinor: order.amountMinor, reason: 'changed my mind' });
  await it.till.settled();
  const refused = await resolve(opened, 'accept');
  assert.match(refused.body.detail, /does not wait/);
  await resolve(opened, 'refund');
  await it.reaches(opened, 'refunded');
});

test('a refund that failed is told to staff, and asked for again in its place, once', async () => {
  const opened = await it.open('razorpay');
  await it.payAndReturn(opened);
  await it.reaches(opened, 'success');
  it.simulator.faults({ gateway: 'razorpay', payment: opened.reference, partialRefundFail: true });
  const asked = await it.refund(opened, { amount: '10', reason: 'Damaged' });
  await it.simulator.advance(5_000);
  await until('the failure', async () => (await it.read(opened)).refunds[0].status === 'failed');
  it.simulator.clearFaults();
  const [finding] = await findingsOf(opened);
  assert.deepEqual([finding.kind, finding.state], ['refund_failed', 'open']);
  const path = `/payments/${opened.paymentId}/refunds/${asked.body.id}/retry`;
  const answers = await Promise.all(Array.from({ length: 4 }, () => it.till.request('POST', path, admin)));
  const [made] = answers.filter(({ status }) => status === 201);
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  assert.deepEqual([made!.body.amount, made!.body.reason], ['10.00', 'Damaged']);
  await it.reaches(opened, 'refunded');
  assert.equal(it.simulator.find(opened.reference)!.refundedMinor, 1_000);
  const [closed] = await findingsOf(opened);
  assert.deepEqual([closed.state, closed.note], ['resolved', `Asked for again as refund ${made!.body.id}.`]);
  assert.equal((await it.till.request('POST', path, { as: 7 })).status, 403);
  const foreign = await it.till.request('POST', `/payments/999/refunds/${asked.body.id}/retry`, admin);
  assert.equal(foreign.status, 404);
});

test('a failed refund that is asked for again under a key answers the same again', async () => {
  const opened = await it.open('razorpay');
  await it.payAndReturn(opened);
  await it.reaches(opened, 'success');
  it.simulator.faults({ gateway: 'razorpay', payment: opened.reference, partialRefundFail: true });
  const { body } = await it.refund(opened, { amount: '5', reason: 'Scratched' });
  await it.simulator.advance(5_000);
  await until('the failure', async () => (await it.read(opened)).refunds[0].status === 'failed');
  it.simulator.clearFaults();
  const path = `/payments/${opened.paymentId}/refunds/${body.id}/retry`;
  const keyed = { ...admin, headers: { 'idempotency-key': 'retry-once' } };
  const [first, again] = [await it.till.request('POST', path, keyed), await it.till.request('POST', path, keyed)];
  assert.deepEqual([first.status, again.status, again.body.id], [201, 201, first.body.id]);
});

test('a dispute is written down for staff, once for each step of it', async () => {
  const opened = await it.open('stripe');
  await it.payAndReturn(opened);
  await it.reaches(opened, 'success');
  const { gatewayReference } = await it.read(opened);
  const event = {
    id: 'evt_dispute',
    type: 'charge.dispute.created',
    data: { object: { object: 'dispute', payment_intent: gatewayReference } },
  };
  for (let time = 0; time < 2; time += 1) {
    const text = JSON.stringify(event);
    const answer = await it.till.request('POST', '/payment/webhooks/stripe', {
      body: text,
      headers: { 'stripe-signature': it.signed(text) },
    });
    assert.equal(answer.status, 200);
  }
  const [finding] = await until('the dispute', async () => {
    const found = await findingsOf(opened);
    return found.length > 0 && found;
  });
  await it.till.settled();
  assert.deepEqual([finding.kind, (await findingsOf(opened)).length], ['disputed', 1]);
});
