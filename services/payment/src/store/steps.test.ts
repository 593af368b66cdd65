/** Each step of a row is taken from where it leaves and by whom it concerns, alone: whoever comes later changes nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Posting } from '../domain/accounts.ts';
import {
  insertRefund,
  movePayment as moveSandboxPayment,
  paymentIn,
  type SandboxPayment,
  takeBack,
} from '../simulator/in-shop/books.ts';
import { capturePayments, insertPayments } from '../simulator/in-shop/hot-books.ts';
import { openTill, type Till } from '../testing.ts';
import { insertAttempts, keepStarted } from './batches/attempts.ts';
import { payOrders } from './batches/settlements.ts';
import { markEventsProcessed, storeEvents } from './batches/webhooks.ts';
import { closeFinding, closeFindingNamed, closeFindingsOf, findingById, insertFinding } from './findings.ts';
import { post } from './ledger.ts';
import {
  forgetUser,
  freeOpenAttempt,
  insertPayables,
  lockPayable,
  markPaid,
  movePayable,
  payableOf,
} from './payables.ts';
import { adoptGatewayRef, cancelUnsent, keepOpened, movePayment, paymentById } from './payments.ts';
import { rememberPerson, rememberSeller, sellersById, wantsMail } from './people.ts';
import { markFailed, webhookEventById } from './webhook-events.ts';

let till: Till;
before(async () => {
  till = await openTill();
});
after(() => till.close());

const rows = () => till.service.database.kysely;
const inTx = <T>(work: (tx: any) => Promise<T>): Promise<T> => till.service.database.tx(work);

let orders = 7_000_000;
const at = () => new Date(Date.now() + 600_000);

/** A known order that waits for money. */
async function waiting(userId = 7): Promise<number> {
  orders += 1;
  const facts = { order_number: `HT-${orders}`, user_id: userId, email: 'a@shop.test', name: 'A' };
  await insertPayables(rows(), [{ order_id: orders, ...facts, amount_minor: 5_000, currency: 'INR' }]);
  return orders;
}

const attemptAt = (orderId: number) => ({
  reference: `steps-${orderId}-${Math.random()}`,
  order_id: orderId,
  user_id: 7,
  gateway: 'sandbox',
  method: null,
  amount_minor: 5_000,
  currency: 'INR',
  expires_at: at(),
  next_poll_at: at(),
});
const opened = async (orderId: number) => (await inTx((tx) => insertAttempts(tx, [attemptAt(orderId)])))[0]!;
const success = (id: number, orderId: number) => ({
  id,
  order_id: orderId,
  gateway_ref: `at-${id}`,
  captured_minor: 5_000,
  gateway_payment_ref: `money-${id}`,
  method: 'card',
  paid_at: new Date(),
});

test('an order takes one open attempt, and none once it is paid or ends', async () => {
  const second = /second open payment/;
  const orderId = await waiting();
  const { id } = await opened(orderId);
  await assert.rejects(opened(orderId), second, 'one is open');
  await inTx((tx) => payOrders(tx, [success(id, orderId)]));
  await assert.rejects(opened(orderId), second, 'it is paid');
  const ending = await waiting();
  await movePayable(rows(), ending, 'closing');
  await assert.rejects(opened(ending), second, 'it ends');
});

test('an order is paid once, and never by what went back', async () => {
  const orderId = await waiting();
  const first = await opened(orderId);
  await inTx((tx) => freeOpenAttempt(tx, orderId, first.id));
  const second = await opened(orderId);
  await inTx((tx) => payOrders(tx, [success(first.id, orderId)]));
  await assert.rejects(
    inTx((tx) => payOrders(tx, [success(second.id, orderId)])),
    /paid before/,
    'by another payment',
  );
  assert.equal(await inTx((tx) => markPaid(tx, orderId, second.id)), false);
  const other = await waiting();
  const back = await opened(other);
  await movePayment(rows(), back.id, ['pending'], { status: 'refunded', captured_minor: 5_000, paid_at: new Date() });
  await assert.rejects(
    inTx((tx) => payOrders(tx, [success(back.id, other)])),
    /paid before/,
    'by what went back',
  );
});

test('how far an order may be paid moves forward alone', async () => {
  const orderId = await waiting();
  assert.equal((await movePayable(rows(), orderId, 'cancelled'))!.state, 'cancelled');
  assert.equal(await movePayable(rows(), orderId, 'closing'), undefined);
  assert.equal((await payableOf(rows(), orderId))!.state, 'cancelled');
});

test('what makes room for a new attempt is the end of the open one', async () => {
  const orderId = await waiting();
  const first = await opened(orderId);
  await inTx((tx) => freeOpenAttempt(tx, orderId, first.id));
  const second = await opened(orderId);
  await inTx((tx) => freeOpenAttempt(tx, orderId, first.id));
  assert.equal((await inTx((tx) => lockPayable(tx, orderId)))!.open_payment_id, second.id);
});

test('an attempt takes its page and its name at the gateway while it is pending, and one name alone', async () => {
  const { id } = await opened(await waiting());
  await adoptGatewayRef(rows(), id, 'first');
  await adoptGatewayRef(rows(), id, 'second');
  assert.equal((await paymentById(rows(), id))!.gateway_ref, 'first');
  const page = (gateway_ref: string) => ({ id, gateway_ref, pay_url: 'https://pay.test', expires_at: at() });
  assert.deepEqual(await inTx((tx) => keepStarted(tx, [page('second')])), []);
  assert.equal(await inTx((tx) => cancelUnsent(tx, id, 'late')), undefined, 'it was sent');
  assert.equal((await inTx((tx) => keepStarted(tx, [page('first')]))).length, 1);
  await movePayment(rows(), id, ['pending'], { status: 'failed' });
  assert.equal(await movePayment(rows(), id, ['pending'], { status: 'cancelled' }), undefined);
  assert.equal(await keepOpened(rows(), id, 'first'), undefined);
  assert.equal((await paymentById(rows(), id))!.status, 'failed');
});

test('what was never sent is cancelled once', async () => {
  const { id } = await opened(await waiting());
  assert.equal((await inTx((tx) => cancelUnsent(tx, id, 'given up')))!.status, 'cancelled');
  assert.equal(await inTx((tx) => cancelUnsent(tx, id, 'again')), undefined);
  assert.equal((await paymentById(rows(), id))!.failure_reason, 'given up');
});

test('who is erased is forgotten, and nobody else', async () => {
  const [gone, stays] = [await waiting(81), await waiting(82)];
  await forgetUser(rows(), 81);
  assert.equal((await payableOf(rows(), gone))!.email, '');
  assert.equal((await payableOf(rows(), stays))!.email, 'a@shop.test');
});

test('older news of sellers and people change nothing, and news of one nothing of another', async () => {
  const seller = { gstin: null, address: null };
  const names = async () => [...(await sellersById(rows(), [601])).values()].map(({ shop_name }) => shop_name);
  await rememberSeller(rows(), { ...seller, seller_id: 602, version: 1, shop_name: 'Other' });
  await rememberSeller(rows(), { ...seller, seller_id: 601, version: 2, shop_name: 'Neem' });
  await rememberSeller(rows(), { ...seller, seller_id: 601, version: 1, shop_name: 'Old' });
  assert.deepEqual(await names(), ['Neem']);
  await rememberSeller(rows(), { ...seller, seller_id: 602, version: 9, shop_name: 'New' });
  assert.deepEqual(await names(), ['Neem']);
  await rememberPerson(rows(), { user_id: 701, version: 2, wants_mail: false });
  await rememberPerson(rows(), { user_id: 701, version: 1, wants_mail: true });
  await rememberPerson(rows(), { user_id: 702, version: 1, wants_mail: true });
  await rememberPerson(rows(), { user_id: 702, version: 9, wants_mail: true });
  assert.deepEqual([await wantsMail(rows(), 701), await wantsMail(rows(), 702)], [false, true]);
});

test('what staff has closed keeps who closed it and why', async () => {
  const { id: paymentId, order_id } = await opened(await waiting());
  const found = await insertFinding(rows(), {
    kind: 'held',
    gateway: 'sandbox',
    dedupe_key: `steps:${paymentId}`,
    payment_id: paymentId,
    order_id,
    gateway_ref: null,
    amount_minor: 1,
    currency: 'INR',
    summary: 'held',
    details: {},
    state: 'open',
  });
  const late = { note: 'late', resolvedBy: 2 };
  assert.equal(await closeFinding(rows(), found!.id, { note: 'seen', resolvedBy: 1 }), true);
  assert.equal(await closeFinding(rows(), found!.id, late), false);
  await closeFindingNamed(rows(), found!.dedupe_key, late);
  await closeFindingsOf(rows(), [paymentId], ['held'], late);
  const { note, resolved_by } = (await findingById(rows(), found!.id))!;
  assert.deepEqual([note, resolved_by], ['seen', 1]);
});

test('a posting of a cause that was posted before moves nothing', async () => {
  const posting = {
    ...{ cause: `steps:${Math.random()}`, kind: 'payment', orderId: null, paymentId: null, currency: 'INR' },
    ...{ at: at(), entries: [{ debit: 'bank', credit: 'buyers', what: 'payment', amountMinor: 100 }] },
  } as unknown as Posting;
  assert.deepEqual(await inTx((tx) => post(tx, [posting])), new Set([posting.cause]));
  assert.deepEqual(await inTx((tx) => post(tx, [posting])), new Set());
});

test('the sandbox moves its payments from where they are alone, and gives back what was paid alone', async () => {
  const opening = (reference: string, expiresAt = at()) => ({
    ...{ public_id: `id-${reference}`, token: `token-${reference}`, reference, description: 'x', currency: 'INR' },
    ...{ amount_minor: 100, method: null, return_url: 'http://127.0.0.1/', expires_at: expiresAt },
  });
  const insert = (...ones: Array<ReturnType<typeof opening>>) => insertPayments(rows(), ones);
  const [open, other, over] = await insert(opening('one'), opening('two'), opening('three', new Date(0)));
  assert.deepEqual(await insert(opening('one')), [], 'a reference has one payment');

  const capture = (payment: { id: number }, from: 'open' | 'failed') =>
    capturePayments(rows(), [
      { id: payment.id, from, capture_id: `money-${payment.id}`, method: null, at: new Date() },
    ]);
  assert.deepEqual(await capture(over!, 'open'), [], 'its time is over');
  assert.deepEqual(await capture(open!, 'failed'), [], 'it is elsewhere');
  assert.equal(await takeBack(rows(), open!.id, 10), undefined, 'nothing was paid');
  assert.equal((await capture(open!, 'open')).length, 1);
  assert.equal((await takeBack(rows(), open!.id, 10))?.refunded_minor, 10);

  const step = { change: { status: 'failed' as const }, attempt: null, news: null, at: new Date() };
  const move = (row: SandboxPayment, from: 'open' | 'failed') =>
    moveSandboxPayment(rows(), { ...step, payment: paymentIn(row), from: [from] });
  assert.equal(await move(open!, 'open'), undefined, 'it is paid');
  assert.equal((await move(other!, 'open'))?.status, 'failed');
  const refund = { public_id: 'r', payment_id: open!.id, idempotency_key: 'once', amount_minor: 10 };
  assert.ok(await insertRefund(rows(), refund));
  assert.equal(await insertRefund(rows(), { ...refund, public_id: 's' }), undefined, 'its key was used');
});

test('an event that was worked out meanwhile is not given up any more', async () => {
  const payment = await opened(await waiting());
  const event = { gateway: 'sandbox', kind: 'payment', type: 'payment.paid', state: 'received' } as const;
  const names = { gateway_ref: null, payment_ref: null, reference: null };
  const stored = await storeEvents(
    rows(),
    ['late', 'lost'].map((name) => ({ ...event, ...names, dedupe_key: `evt_${name}`, body: '{}', headers: {} })),
  );
  const [late, lost] = ['evt_late', 'evt_lost'].map((key) => stored.find(({ dedupe_key }) => dedupe_key === key)!.id);
  await markEventsProcessed(rows(), [{ id: late!, paymentId: payment.id }]);
  for (const id of [late!, lost!]) await markFailed(rows(), id, 'No payment of this name is known here.');
  assert.deepEqual(
    [await webhookEventById(rows(), late!), await webhookEventById(rows(), lost!)].map((row) => [
      row!.state,
      row!.error,
    ]),
    [
      ['processed', null],
      ['failed', 'No payment of this name is known here.'],
    ],
  );
});
