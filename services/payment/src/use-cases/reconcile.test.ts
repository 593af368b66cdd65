/** Among thousands of payments every difference to the gateway's books is found; what is safe is repaired. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { run as runText } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import { openTill, type Till } from '../testing.ts';
import { type Reconciled, reconcile } from './reconcile.ts';

const PAYMENTS = 3_000;
/** One in a thousand of each kind. */
const OF_EACH = PAYMENTS / 1_000;

let till: Till;
before(async () => {
  till = await openTill({ deaf: true });
  await fillBooks();
});
after(() => till.close());

const period = () => ({ from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() + 60_000) });
const run = (): Promise<Reconciled> =>
  reconcile(till.service, { gateway: till.service.gateways.find('sandbox'), requestId: randomUUID(), ...period() });

const PAYABLES = insertRows({
  table: 'payable',
  fields: { n: 'int', order_number: 'text' },
  aside: ['n'],
  values: {
    order_id: 'r.n',
    user_id: '7',
    email: "'asha@shop.test'",
    name: "'Asha'",
    amount_minor: '1000 + r.n',
    currency: "'INR'",
    state: "'open'",
  },
});
const PAID = insertRows({
  table: 'payment',
  fields: { n: 'int', reference: 'text', gateway_ref: 'text', gateway_payment_ref: 'text' },
  aside: ['n'],
  values: {
    order_id: 'r.n',
    user_id: '7',
    gateway: "'sandbox'",
    status: "'success'",
    amount_minor: '1000 + r.n',
    currency: "'INR'",
    captured_minor: '1000 + r.n',
    expires_at: "now() + interval '1 hour'",
    paid_at: 'now()',
    announced: 'true',
  },
});
const PAID_THERE = insertRows({
  table: 'sandbox_payment',
  fields: {
    public_id: 'text',
    token: 'text',
    reference: 'text',
    amount_minor: 'bigint',
    capture_id: 'text',
  },
  values: {
    description: "'Order'",
    currency: "'INR'",
    status: "'paid'",
    method: "'card'",
    return_url: "'/'",
    expires_at: "now() + interval '1 hour'",
    captured_at: 'now()',
  },
});

/** The same payments in our books and in the sandbox's, all paid, agreeing to the last one. */
async function fillBooks(): Promise<void> {
  const { kysely } = till.service.database;
  const numbers = Array.from({ length: PAYMENTS }, (_, index) => index + 1);
  const reference = (n: number) => `ref${`${n}`.padStart(17, '0')}`;
  await PAYABLES(
    kysely,
    numbers.map((n) => ({ n, order_number: `HT-${n}` })),
  );
  await PAID(
    kysely,
    numbers.map((n) => ({ n, reference: reference(n), gateway_ref: `sbp_${n}`, gateway_payment_ref: `sbc_${n}` })),
  );
  await till.sql(
    `update payable set paid_payment_id = (select p.id from payment p where p.order_id = payable.order_id)`,
  );
  await PAID_THERE(
    kysely,
    numbers.map((n) => ({
      public_id: `sbp_${n}`,
      token: `token-${n}`,
      reference: reference(n),
      amount_minor: 1_000 + n,
      capture_id: `sbc_${n}`,
    })),
  );
}

/** Order numbers at which a kind of difference is put in, each kind at others. */
const places = (kind: number): number[] =>
  Array.from({ length: OF_EACH }, (_, index) => index * 1_000 + 100 * (kind + 1));
/** Runs a statement over the orders of a kind. */
const change = (kind: number, text: Statement) => runText<any>(till.service.database.kysely, text, [places(kind)]);
/** The same over the gateway's names for their payments. */
const changeThere = (kind: number, text: Statement) =>
  runText(till.service.database.kysely, text, [places(kind).map((n) => `sbp_${n}`)]);
const kinds = async () =>
  Object.fromEntries(
    (await till.sql<{ kind: string; n: number }>('select kind, count(*) as n from payment_finding group by kind')).map(
      ({ kind, n }) => [kind, n],
    ),
  );

test('books that agree are confirmed, each payment once, and there is nothing to look at', async () => {
  const done = await run();
  assert.deepEqual(done, {
    gateway: 'sandbox',
    checked: PAYMENTS,
    agreed: PAYMENTS,
    repaired: [],
    findings: [],
    unanswered: 0,
  });
  const [row] = await till.sql(`select count(*) as n from payment where status = 'reconciled'`);
  assert.equal(row.n, PAYMENTS);
  assert.equal((await till.events('payment.reconciled')).length, PAYMENTS);
  await run();
  assert.equal((await till.events('payment.reconciled')).length, PAYMENTS);
});

test('one difference in a thousand of each kind is found, every one, and no other', async () => {
  // Paid there and still open here: repaired.
  await change(
    0,
    (sql) => `update payment set status = 'pending', captured_minor = 0, gateway_payment_ref = null, paid_at = null
      where order_id ${sql.in(1)}`,
  );
  await change(0, (sql) => `update payable set open_payment_id = paid_payment_id where order_id ${sql.in(1)}`);
  await change(0, (sql) => `update payable set paid_payment_id = null where order_id ${sql.in(1)}`);
  // Given back there in part, unknown here: repaired.
  await changeThere(
    1,
    (sql) => `insert into sandbox_refund (public_id, payment_id, idempotency_key, amount_minor)
      select concat('sbr_', id), id, concat('dashboard-', id), 10 from sandbox_payment
      where public_id ${sql.in(1, 'text')}`,
  );
  await changeThere(1, (sql) => `update sandbox_payment set refunded_minor = 10 where public_id ${sql.in(1, 'text')}`);
  // Paid there, and nobody here knows of it.
  await PAID_THERE(
    till.service.database.kysely,
    places(2).map((n) => ({
      public_id: `sbp_foreign${n}`,
      token: `foreign-${n}`,
      reference: `foreign${n}`,
      amount_minor: 777,
      capture_id: `sbc_foreign${n}`,
    })),
  );
  // Another amount there than here.
  await changeThere(
    3,
    (sql) => `update sandbox_payment set amount_minor = amount_minor - 1 where public_id ${sql.in(1, 'text')}`,
  );
  // Paid here, and unknown there.
  await changeThere(4, (sql) => `delete from sandbox_payment where public_id ${sql.in(1, 'text')}`);
  // Given back here, and not there.
  await change(
    5,
    (sql) => `update payment set status = 'refunded', refunding_minor = 5, refunded_minor = 5
      where order_id ${sql.in(1)}`,
  );
  // Another amount there than was asked, and not booked here: held.
  await change(
    6,
    (sql) => `update payment set status = 'cancelled', captured_minor = 0, gateway_payment_ref = null, paid_at = null
      where order_id ${sql.in(1)}`,
  );
  await change(6, (sql) => `update payable set paid_payment_id = null where order_id ${sql.in(1)}`);
  await changeThere(6, (sql) => `update sandbox_payment set amount_minor = 1 where public_id ${sql.in(1, 'text')}`);

  const done = await run();
  assert.equal(done.repaired.length, 2 * OF_EACH);
  assert.equal(done.findings.length, 5 * OF_EACH);
  assert.deepEqual(await kinds(), {
    repaired: 2 * OF_EACH,
    unknown_here: OF_EACH,
    amount_differs: OF_EACH,
    missing_there: OF_EACH,
    refund_missing: OF_EACH,
    held: OF_EACH,
  });
  for (const [kind, place] of [
    ['amount_differs', 3],
    ['missing_there', 4],
    ['refund_missing', 5],
    ['held', 6],
  ] as const) {
    const rows = await till.sql('select order_id from payment_finding where kind = $1 order by order_id', [kind]);
    assert.deepEqual(
      rows.map(({ order_id }) => order_id),
      places(place),
      kind,
    );
  }
  const paid = await change(0, (sql) => `select status from payment where order_id ${sql.in(1)}`);
  assert.deepEqual(new Set(paid.map(({ status }) => status)), new Set(['reconciled']));
  const back = await change(1, (sql) => `select status, refunded_minor from payment where order_id ${sql.in(1)}`);
  assert.ok(back.every(({ status, refunded_minor }) => status === 'refunded' && refunded_minor === 10));
});

test('a second comparison finds the same again and writes nothing down twice', async () => {
  const before = await kinds();
  const done = await run();
  assert.deepEqual([done.repaired.length, done.findings.length], [0, 5 * OF_EACH]);
  assert.deepEqual(await kinds(), before);
});

test('staff see what is open, close it with a note, and then it is no longer told', async () => {
  const admin = { as: 1, admin: true };
  const page = await till.request('GET', '/payments/findings?state=open&kind=unknown_here', admin);
  assert.equal(page.body.items.length, OF_EACH);
  const [finding] = page.body.items;
  assert.match(finding.summary, /The gateway has sbc_foreign\d+ over 777 INR/);
  const body = { note: 'Of our other shop.' };
  const closed = await till.request('POST', `/payments/findings/${finding.id}/resolve`, { ...admin, body });
  assert.deepEqual([closed.status, closed.body.state, closed.body.note], [200, 'resolved', 'Of our other shop.']);
  const again = await till.request('POST', `/payments/findings/${finding.id}/resolve`, { ...admin, body });
  assert.deepEqual([again.status, again.body.code], [409, 'payment.bad_transition']);
  assert.equal((await run()).findings.length, 5 * OF_EACH - 1);
  assert.equal((await till.request('GET', '/payments/findings', { as: 7 })).status, 403);
});

test('a difference that has gone is closed by the next comparison', async () => {
  await changeThere(
    3,
    (sql) => `update sandbox_payment set amount_minor = amount_minor + 1 where public_id ${sql.in(1, 'text')}`,
  );
  await run();
  const rows = await till.sql(`select state, note from payment_finding where kind = 'amount_differs'`);
  assert.ok(rows.every(({ state, note }) => state === 'resolved' && note === 'The books agree now.'));
});
