/** Four roads to one function: however, whenever and how often the news comes, an order is paid once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '#platform/testing/until.ts';
import { pollGapS, pollGapSql } from '../domain/poll-gaps.ts';
import type { PaymentGateway } from '../providers/gateway.ts';
import type { PaymentRow } from '../store/payments.ts';
import { claimDuePolls } from '../store/payments.ts';
import { openTill, type Till } from '../testing.ts';
import { startPayment } from '../wiring/start.ts';
import { pollOpenPayments } from './poll-open-payments.ts';
import { settlePayment } from './settle-payment.ts';

let till: Till;
let stubborn: Till;
before(async () => {
  till = await openTill();
  // As some gateways, it cannot cancel: what we give up there can still be paid.
  stubborn = await openTill({
    gateways: (sandbox): PaymentGateway[] => [{ ...sandbox, cancel: async () => 'unsupported' }],
  });
});
after(() => Promise.all([till.close(), stubborn.close()]));

interface Opened {
  orderId: number;
  paymentId: number;
  url: string;
}

async function open(in_: Till = till, orderId = in_.order().orderId): Promise<Opened> {
  const { body, status } = await in_.request('POST', '/payment/service', { as: 7, body: { orderId } });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

const decide = (opened: Opened, action: string, in_: Till = till) =>
  in_.request('POST', opened.url, { body: { action } });
const read = async ({ paymentId }: Opened, in_: Till = till) =>
  (await in_.request('GET', `/payments/${paymentId}`, { as: 7 })).body;
const eventsOf = async (orderId: number, in_: Till = till) =>
  (await in_.events())
    .filter(({ type, data }) => type !== 'audit.recorded' && data.orderId === orderId)
    .map(({ type }) => type);
const makeDue = (in_: Till) =>
  in_.sql(`update payment set next_poll_at = now() - interval '1 second' where status = 'pending'`);

test('an approved payment is a success: the shopper goes back to the shop, the webhook settles it', async () => {
  const opened = await open();
  const answer = await decide(opened, 'approve');
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get('location')!, /\/payment\/return\/[a-z0-9]{20}$/);
  await till.settled();
  const payment = await read(opened);
  assert.equal(payment.status, 'success');
  assert.equal(payment.method, 'card');
  assert.ok(payment.paidAt);
  assert.equal(payment.url, null);
  assert.deepEqual(await eventsOf(opened.orderId), ['payment.started', 'payment.succeeded']);
  const [told] = (await till.events('payment.succeeded')).filter(({ data }) => data.orderId === opened.orderId);
  assert.equal(told!.data.amountMinor, 149_900);
  assert.equal(told!.data.gatewayReference, payment.gatewayReference);
  const [event] = await till.sql('select state, payment_id from webhook_event order by id desc limit 1');
  assert.deepEqual(event, { state: 'processed', payment_id: opened.paymentId });
});

test('a declined payment keeps the order, which is paid by the next try', async () => {
  const first = await open();
  await decide(first, 'decline');
  await till.settled();
  assert.equal((await read(first)).status, 'failed');
  assert.equal((await read(first)).failureReason, 'The bank declined the payment.');
  const second = await open(till, first.orderId);
  assert.notEqual(second.paymentId, first.paymentId);
  await decide(second, 'approve');
  await till.settled();
  assert.deepEqual(await eventsOf(first.orderId), [
    'payment.started',
    'payment.failed',
    'payment.started',
    'payment.succeeded',
  ]);
});

test('cancelling on the page cancels the attempt and not the order', async () => {
  const opened = await open();
  await decide(opened, 'cancel');
  await till.settled();
  assert.equal((await read(opened)).status, 'cancelled');
  await open(till, opened.orderId);
});

test('webhook, redirect, poll and question at the same moment make one success', async () => {
  const opened = await open();
  const back = (await decide(opened, 'approve')).headers.get('location')!;
  await makeDue(till);
  await Promise.all([
    ...Array.from({ length: 5 }, () => till.request('GET', back)),
    ...Array.from({ length: 5 }, () => till.request('POST', `/payments/${opened.paymentId}/refresh`, { as: 7 })),
    pollOpenPayments(till.service),
    till.settled(),
  ]);
  assert.deepEqual(await eventsOf(opened.orderId), ['payment.started', 'payment.succeeded']);
});

test('without any webhook the redirect settles it, and without a redirect the poll', async () => {
  const deaf = await openTill({ deaf: true });
  try {
    const returned = await open(deaf);
    const { headers } = await decide(returned, 'approve', deaf);
    assert.equal((await read(returned, deaf)).status, 'pending');
    const page = await deaf.request('GET', headers.get('location')!);
    assert.match(page.body, /Payment received/);
    assert.equal((await read(returned, deaf)).status, 'success');

    const left = await open(deaf);
    await decide(left, 'approve', deaf);
    await pollOpenPayments(deaf.service);
    assert.equal((await read(left, deaf)).status, 'pending', 'its time to be asked has not come');
    await makeDue(deaf);
    await pollOpenPayments(deaf.service);
    assert.equal((await read(left, deaf)).status, 'success');

    const asked = await open(deaf);
    await decide(asked, 'approve', deaf);
    const refreshed = await deaf.request('POST', `/payments/${asked.paymentId}/refresh`, { as: 7 });
    assert.equal(refreshed.body.status, 'success');
    const foreign = await deaf.request('POST', `/payments/${asked.paymentId}/refresh`, { as: 8 });
    assert.equal(foreign.body.code, 'payment.not_found');
  } finally {
    await deaf.close();
  }
});

test('who has asked and died is followed within seconds; an answer puts the next question off, a settled payment has none', async () => {
  const deaf = await openTill({ deaf: true });
  try {
    const opened = await open(deaf);
    const dueInS = async () => {
      const [row] = await deaf.sql('select next_poll_at, now() as now from payment where id = $1', [opened.paymentId]);
      return (
        row.next_poll_at && Math.round((new Date(row.next_poll_at).getTime() - new Date(row.now).getTime()) / 1_000)
      );
    };
    await makeDue(deaf);
    assert.equal((await claimDuePolls(deaf.service.database.kysely, 10)).length, 1);
    // Whoever claimed it never asks.
    const claimed = await dueInS();
    assert.ok(claimed <= 10, `it is kept for ${claimed} s`);
    await makeDue(deaf);
    await pollOpenPayments(deaf.service);
    const answered = await dueInS();
    assert.ok(answered > 10 && answered <= pollGapS(2), `it is asked again in ${answered} s`);
    await decide(opened, 'approve', deaf);
    await makeDue(deaf);
    await pollOpenPayments(deaf.service);
    assert.deepEqual([(await read(opened, deaf)).status, await dueInS()], ['success', null]);
  } finally {
    await deaf.close();
  }
});

test('the database counts the gaps between polls as the rule says', async () => {
  const polls = [1, 2, 19, 20, 21, 22, 23, 24, 40];
  const gaps = await till.sql(polls.map((number) => `select ${pollGapSql(`${number}`)} as gap`).join(' union all '));
  assert.deepEqual(
    gaps.map(({ gap }) => Number(gap)),
    polls.map(pollGapS),
  );
});

test('a payment that nobody paid is cancelled when it runs out', async () => {
  const opened = await open();
  await till.sql(`update payment set expires_at = now() - interval '2 minutes' where id = $1`, [opened.paymentId]);
  await till.sql(`update sandbox_payment set expires_at = now() - interval '2 minutes' where status = 'open'`);
  await makeDue(till);
  await pollOpenPayments(till.service);
  const payment = await read(opened);
  assert.equal(payment.status, 'cancelled');
  assert.equal(payment.failureReason, 'It was not paid in time.');
});

test('a payment of another amount is held for a person: not paid, told once, and not paid a second time', async () => {
  const opened = await open();
  await till.sql(
    'update sandbox_payment set amount_minor = 100 where reference = (select reference from payment where id = $1)',
    [opened.paymentId],
  );
  const back = (await decide(opened, 'approve')).headers.get('location')!;
  await till.request('GET', back);
  await till.settled();
  const payment = await read(opened);
  assert.equal(payment.status, 'pending');
  assert.match(payment.heldReason, /Asked for 149900, paid 100/);
  assert.deepEqual(await eventsOf(opened.orderId), ['payment.started']);
  const audits = (await till.events('audit.recorded')).filter(({ data }) => data.entityId === opened.paymentId);
  assert.deepEqual(
    audits.map(({ data }) => data.action),
    ['payment.held'],
  );
  const again = await till.request('POST', '/payment/service', { as: 7, body: { orderId: opened.orderId } });
  assert.deepEqual([again.status, again.body.code], [409, 'payment.amount_mismatch']);
});

test('of two payments for one order the first pays it, and the second goes back by itself', async () => {
  const first = await open(stubborn);
  await stubborn.sql(`update payment set expires_at = now() - interval '1 second' where id = $1`, [first.paymentId]);
  const second = await open(stubborn, first.orderId);
  assert.notEqual(second.paymentId, first.paymentId);
  await Promise.all([decide(first, 'approve', stubborn), decide(second, 'approve', stubborn)]);
  await stubborn.settled();
  const payments = await Promise.all([read(first, stubborn), read(second, stubborn)]);
  assert.deepEqual(payments.map(({ status }) => status).sort(), ['refunded', 'success']);
  const refunded = payments.find(({ status }) => status === 'refunded');
  assert.equal(refunded.refundedAmount, '1499.00');
  const told = (await stubborn.events()).filter(({ data }) => data.orderId === first.orderId);
  assert.equal(told.filter(({ type }) => type === 'payment.succeeded').length, 1);
  const backs = told.filter(({ type }) => type === 'payment.refunded');
  assert.equal(backs.length, 1);
  assert.equal(backs[0]!.data.duplicate, true);
  assert.equal(backs[0]!.data.paymentId, refunded.id);
});

test('several processes that settle both payments of an order at once agree on the one that pays it', async () => {
  const processes = Array.from({ length: 4 }, () => startPayment(stubborn.service, stubborn.service.gateways));
  for (let round = 0; round < 6; round += 1) {
    const first = await open(stubborn);
    await stubborn.sql(`update payment set expires_at = now() - interval '1 second' where id = $1`, [first.paymentId]);
    const second = await open(stubborn, first.orderId);
    // Approved in the gateway's books alone, so that no webhook settles them before.
    await stubborn.sql(
      `update sandbox_payment set status = 'paid', capture_id = public_id, captured_at = now() where status = 'open'`,
    );
    const payments = await stubborn.sql<PaymentRow>('select * from payment where order_id = $1', [first.orderId]);
    await Promise.all(
      processes.flatMap((process) => payments.map((payment) => settlePayment(process, payment, { requestId: 'race' }))),
    );
    await stubborn.settled();
    const statuses = [await read(first, stubborn), await read(second, stubborn)].map(({ status }) => status);
    assert.deepEqual(statuses.sort(), ['refunded', 'success']);
    const told = await eventsOf(first.orderId, stubborn);
    assert.equal(told.filter((type) => type === 'payment.succeeded').length, 1);
    assert.equal(told.filter((type) => type === 'payment.refunded').length, 1);
  }
});

test('a payment that arrives after its order was cancelled goes back by itself, once', async () => {
  const opened = await open(stubborn);
  const order = stubborn.orders.get(opened.orderId)!;
  await stubborn.hear('order.cancelled', { ...order, totalMinor: order.amountMinor, reason: 'changed my mind' });
  await stubborn.settled();
  assert.equal((await read(opened, stubborn)).status, 'cancelled');
  const back = (await decide(opened, 'approve', stubborn)).headers.get('location')!;
  await Promise.all([stubborn.request('GET', back), stubborn.settled()]);
  await stubborn.settled();
  assert.equal((await read(opened, stubborn)).status, 'refunded');
  // The order service asks for it too, on hearing of the success.
  await stubborn.hear('order.refund_requested', {
    ...order,
    amountMinor: order.amountMinor,
    paymentId: opened.paymentId,
    returnId: null,
    reason: 'late payment',
    lines: [],
  });
  await stubborn.settled();
  assert.deepEqual(await eventsOf(opened.orderId, stubborn), [
    'payment.started',
    'payment.cancelled',
    'payment.succeeded',
    'payment.refunded',
  ]);
  const [row] = await stubborn.sql('select count(*) as n from refund where payment_id = $1', [opened.paymentId]);
  assert.equal(row.n, 1);
});

test('money given back in the gateway’s own dashboard is found in our books', async () => {
  const opened = await open();
  await decide(opened, 'approve');
  await till.settled();
  const [at] = await till.sql(
    'select public_id from sandbox_payment where reference = (select reference from payment where id = $1)',
    [opened.paymentId],
  );
  await till.sandbox.api.refund(at.public_id, { key: 'by-hand', amountMinor: 50_000 });
  await till.settled();
  const payment = await until('the refund to be known', async () => {
    const now = await read(opened);
    return now.status === 'refunded' && now;
  });
  assert.equal(payment.refundedAmount, '500.00');
  assert.equal(payment.refunds[0].status, 'success');
  const [told] = (await till.events('payment.refunded')).filter(({ data }) => data.paymentId === opened.paymentId);
  assert.deepEqual([told!.data.refundMinor, told!.data.whole], [50_000, false]);
});
