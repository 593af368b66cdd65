/** Among thousands of payments every difference to the gateway's books is found; what is safe is repaired. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
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

/** The same payments in our books and in the sandbox's, all paid, agreeing to the last one. */
async function fillBooks(): Promise<void> {
  await till.sql(
    `insert into payable (order_id, order_number, user_id, email, name, amount_minor, currency, state)
     select n, 'HT-' || n, 7, 'asha@shop.test', 'Asha', 1000 + n, 'INR', 'open' from generate_series(1, $1::int) n`,
    [PAYMENTS],
  );
  await till.sql(
    `insert into payment (reference, order_id, user_id, gateway, status, amount_minor, currency, gateway_ref,
       gateway_payment_ref, captured_minor, expires_at, paid_at, announced)
     select 'ref' || lpad(n::text, 17, '0'), n, 7, 'sandbox', 'success', 1000 + n, 'INR', 'sbp_' || n, 'sbc_' || n, 1000 + n,
       now() + interval '1 hour', now(), true from generate_series(1, $1::int) n`,
    [PAYMENTS],
  );
  await till.sql(
    'update payable set paid_payment_id = payment.id from payment where payment.order_id = payable.order_id',
  );
  await till.sql(
    `insert into sandbox_payment (public_id, token, reference, description, amount_minor, currency, status, method, return_url,
       expires_at, capture_id, captured_at)
     select 'sbp_' || n, 'token-' || n, 'ref' || lpad(n::text, 17, '0'), 'Order', 1000 + n, 'INR', 'paid', 'card', '/',
       now() + interval '1 hour', 'sbc_' || n, now() from generate_series(1, $1::int) n`,
    [PAYMENTS],
  );
}

/** Order numbers at which a kind of difference is put in, each kind at others. */
const places = (kind: number): number[] =>
  Array.from({ length: OF_EACH }, (_, index) => index * 1_000 + 100 * (kind + 1));
const at = (kind: number) => [places(kind)];
const kinds = async () =>
  Object.fromEntries(
    (
      await till.sql<{ kind: string; n: number }>('select kind, count(*)::int as n from payment_finding group by kind')
    ).map(({ kind, n }) => [kind, n]),
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
  const [row] = await till.sql(`select count(*)::int as n from payment where status = 'reconciled'`);
  assert.equal(row.n, PAYMENTS);
  assert.equal((await till.events('payment.reconciled')).length, PAYMENTS);
  await run();
  assert.equal((await till.events('payment.reconciled')).length, PAYMENTS);
});

test('one difference in a thousand of each kind is found, every one, and no other', async () => {
  // Paid there and still open here: repaired.
  await till.sql(
    `update payment set status = 'pending', captured_minor = 0, gateway_payment_ref = null, paid_at = null
     where order_id = any($1::bigint[])`,
    at(0),
  );
  await till.sql(
    `update payable set paid_payment_id = null, open_payment_id = p.id from payment p
     where p.order_id = payable.order_id and p.order_id = any($1::bigint[])`,
    at(0),
  );
  // Given back there in part, unknown here: repaired.
  await till.sql(
    `insert into sandbox_refund (public_id, payment_id, idempotency_key, amount_minor)
     select 'sbr_' || id, id, 'dashboard-' || id, 10 from sandbox_payment where public_id = any(select 'sbp_' || unnest($1::bigint[]))`,
    at(1),
  );
  await till.sql(
    `update sandbox_payment set refunded_minor = 10 where public_id = any(select 'sbp_' || unnest($1::bigint[]))`,
    at(1),
  );
  // Paid there, and nobody here knows of it.
  await till.sql(
    `insert into sandbox_payment (public_id, token, reference, description, amount_minor, currency, status, return_url, expires_at,
       capture_id, captured_at)
     select 'sbp_foreign' || n, 'foreign-' || n, 'foreign' || n, 'Order', 777, 'INR', 'paid', '/', now() + interval '1 hour',
       'sbc_foreign' || n, now() from unnest($1::bigint[]) n`,
    at(2),
  );
  // Another amount there than here.
  await till.sql(
    `update sandbox_payment set amount_minor = amount_minor - 1 where public_id = any(select 'sbp_' || unnest($1::bigint[]))`,
    at(3),
  );
  // Paid here, and unknown there.
  await till.sql(`delete from sandbox_payment where public_id = any(select 'sbp_' || unnest($1::bigint[]))`, at(4));
  // Given back here, and not there.
  await till.sql(
    `update payment set status = 'refunded', refunding_minor = 5, refunded_minor = 5 where order_id = any($1::bigint[])`,
    at(5),
  );
  // Another amount there than was asked, and not booked here: held.
  await till.sql(
    `update payment set status = 'cancelled', captured_minor = 0, gateway_payment_ref = null, paid_at = null
     where order_id = any($1::bigint[])`,
    at(6),
  );
  await till.sql('update payable set paid_payment_id = null where order_id = any($1::bigint[])', at(6));
  await till.sql(
    `update sandbox_payment set amount_minor = 1 where public_id = any(select 'sbp_' || unnest($1::bigint[]))`,
    at(6),
  );

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
  const paid = await till.sql('select status from payment where order_id = any($1::bigint[])', at(0));
  assert.deepEqual(new Set(paid.map(({ status }) => status)), new Set(['reconciled']));
  const back = await till.sql('select status, refunded_minor from payment where order_id = any($1::bigint[])', at(1));
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
  await till.sql(
    `update sandbox_payment set amount_minor = amount_minor + 1 where public_id = any(select 'sbp_' || unnest($1::bigint[]))`,
    at(3),
  );
  await run();
  const rows = await till.sql(`select state, note from payment_finding where kind = 'amount_differs'`);
  assert.ok(rows.every(({ state, note }) => state === 'resolved' && note === 'The books agree now.'));
});
