/** Every invariant can be broken: books that were falsified by hand, one way each, and the statement that finds it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { brokenInvariants, invariants } from '#apps/server/src/invariants.ts';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { forget } from '#platform/events/forget.ts';
import { type AllSchemas, openAllSchemas } from '#platform/sql/all-schemas.ts';
import { type Dialect, dialectOfUrl } from '#platform/sql/dialect.ts';
import { addToCart, newCategory, newProduct, newSeller, order, pay, unique } from '../steps.ts';

let shop: TestShop;
/** One connection, so that what is falsified is seen by the statements after it and by nobody else. */
let books: AllSchemas;
let dialect: Dialect;
/** Ids of what the shop did before it is falsified. */
const known: Record<string, number> = {};

before(async () => {
  shop = await openTestShop({ skipInvariants: true, environment: { COMMISSION_PERCENT: '10', PAYOUT_HOLD_DAYS: '0' } });
  const admin = await shop.admin();
  const [buyer, other] = [await shop.signUp(), await shop.signUp()];
  const seller = await newSeller(shop, 'Clay and Brass');
  const category = await newCategory(shop, admin);
  const lamp = await newProduct(shop, seller, { category: category.id });
  const code = unique('GIFT').toUpperCase();
  const limits = { usageLimit: 5, perUserLimit: 1 };
  await shop.expect(201, 'POST', '/discounts', {
    token: admin.token,
    body: { code, kind: 'coupon', value: '5', ...limits },
  });
  await addToCart(shop, buyer, { productId: lamp.id, quantity: 2 });
  await shop.expect(200, 'POST', '/api/cart/apply-discount', { token: buyer.token, body: { discountCode: code } });
  const body = { shippingAddress: { name: 'A', line1: '1', city: 'Pune', postalCode: '411001', country: 'IN' } };
  const paid = await shop.expect(201, 'POST', '/orders', { token: buyer.token, body });
  await pay(shop, buyer, paid.id);
  const payoutAccount = { kind: 'upi', holder: 'Clay and Brass', account: 'clay@bank' };
  const { token, password } = seller;
  await shop.expect(200, 'PUT', '/sellers/me', { token, body: { payoutAccount, password } });
  const batch = await payOut(admin);
  for (const status of ['sent', 'paid']) {
    await shop.expect(200, 'POST', `/payouts/batches/${batch.id}/status`, { token: admin.token, body: { status } });
  }
  const second = await order(shop, buyer, { productId: lamp.id, quantity: 1 });
  await pay(shop, buyer, second.id);
  const pending = await order(shop, other, { productId: lamp.id, quantity: 1 });
  await shop.expect(201, 'POST', '/payment/service', { token: other.token, body: { orderId: pending.id } });
  const cancelled = await order(shop, other, { productId: lamp.id, quantity: 1 });
  await shop.expect(200, 'POST', `/orders/${cancelled.id}/cancel`, { token: other.token, body: {} });
  await addToCart(shop, other, { productId: lamp.id, quantity: 1 });
  await payOut(admin);
  Object.assign(known, {
    paid: paid.id,
    second: second.id,
    pending: pending.id,
    cancelled: cancelled.id,
    buyer: buyer.id,
    seller: seller.id,
    lamp: lamp.id,
  });
  dialect = dialectOfUrl(shop.databaseUrl);
  const options = { name: 'falsifier', connections: 1, readOnly: false, statementMs: 30_000 };
  books = openAllSchemas(shop.databaseUrl, options);
});
after(async () => {
  await books?.close();
  await shop?.close();
});

/** Of what was released by now. */
async function payOut(admin: TestUser): Promise<any> {
  await shop.settled();
  return shop.expect(201, 'POST', '/payouts/batches', { token: admin.token, body: {} });
}

const check = () => brokenInvariants((text) => books.query(text));

/** What the tables themselves refuse is made possible first. On MySQL that ends a transaction: it stays so, and may be said again. */
type Permission = Record<Dialect, readonly string[]>;

const without = (table: string, constraint: string): Permission => ({
  postgres: [`alter table ${table} drop constraint ${constraint}`],
  mysql: [`alter table ${table} drop constraint if exists ${constraint}`],
});

/** Ledger and documents refuse to be rewritten. */
const rewritable: Permission = {
  postgres: ['ledger_entry', 'document'].map((table) => `alter table haat_payment.${table} disable trigger all`),
  mysql: ['ledger_entry', 'document'].flatMap((table) =>
    ['update', 'delete'].map((event) => `drop trigger if exists haat_payment.${table}_no_${event}`),
  ),
};

const withoutCredit: Permission = {
  postgres: ['alter table haat_payment.ledger_entry alter column credit drop not null'],
  mysql: ['alter table haat_payment.ledger_entry modify credit varchar(40)'],
};

const paidOutTwice: Permission = {
  postgres: ['alter table haat_payment.payout_entry drop constraint payout_entry_once'],
  // Its foreign key wants an index.
  mysql: [
    'create index payout_entry_by_entry on haat_payment.payout_entry (entry_id)',
    'alter table haat_payment.payout_entry drop primary key',
  ],
};

/** What the payment told the order service has not arrived: it still waits, or is given up. */
function succeededIs(status: 'ready' | 'dead'): string {
  return `insert into haat_payment.delivery (event_id, subscriber, status)
     select e.id, 'order', '${status}' from haat_payment.outbox e join haat_payment.payment p on p.id = e.entity_id
     where e.type = 'payment.succeeded' and p.order_id = :paid`;
}

/** How the books are falsified; `:name` is an id from above. Beginning of the invariant's name → statements. */
const falsifications: ReadonlyArray<readonly [invariant: string, ...statements: Array<string | Permission>]> = [
  ['I1 stock', 'update haat_product.stock set on_hand = on_hand + 1'],
  ['I1 stock', 'update haat_product.stock set held = held + 1'],
  ['I2 a captured payment', `update haat_order.orders set status = 'pending' where id = :paid`],
  [
    'I2 a captured payment',
    `update haat_order.orders set status = 'cancelled' where id = :paid`,
    'update haat_payment.payment set refunded_minor = 1, refunding_minor = 1 where order_id = :paid',
  ],
  ['I2 a captured payment', `update haat_order.orders set status = 'pending' where id = :paid`, succeededIs('dead')],
  [
    'I2 a captured payment',
    without('haat_payment.payment', 'payment_payable'),
    succeededIs('dead'),
    'update haat_payment.payment set order_id = 999999 where order_id = :paid',
  ],
  [
    'I2 no order is paid twice',
    'update haat_payment.payment set order_id = :paid where order_id = :second',
    'update haat_payment.payment set refunded_minor = 1, refunding_minor = 1 where order_id = :paid',
  ],
  ['I2 no order is paid twice', 'update haat_payment.payment set order_id = :paid where order_id = :second'],
  [
    'I2 no order is completed',
    without('haat_order.orders', 'orders_completed_was_paid'),
    `update haat_order.orders set status = 'completed' where id = :pending`,
  ],
  [
    'I3 an order’s total',
    without('haat_order.orders', 'orders_total_sums'),
    'update haat_order.orders set total_minor = total_minor + 1 where id = :paid',
  ],
  [
    'I3 an order’s total',
    without('haat_order.order_line', 'order_line_total_multiplies'),
    'update haat_order.order_line set line_total_minor = line_total_minor + 1 where order_id = :paid',
  ],
  ['I3 what the gateway', 'update haat_payment.payment set amount_minor = amount_minor + 1 where order_id = :pending'],
  [
    'I4 no more is given back',
    without('haat_payment.payment', 'payment_refund_within_capture'),
    'update haat_payment.payment set captured_minor = 1, refunded_minor = 2 where order_id = :paid',
  ],
  ['I6 a code is used', 'update haat_cart.discount set used = used + 1'],
  ['I6 a code is used', 'delete from haat_cart.discount_use'],
  ['I6 no one uses', 'update haat_cart.discount_user set used = 2'],
  ['I7 every state', `delete from haat_order.outbox where type = 'order.completed'`],
  ['I7 every state', `delete from haat_order.outbox where type = 'order.placed' and entity_id = :pending`],
  ['I7 a paid payment', `delete from haat_payment.outbox where type = 'payment.succeeded'`],
  ['I7 orders moved only', "delete from haat_order.order_event where order_id = :paid and status = 'pending'"],
  ['I8 no hold', `update haat_product.hold set state = 'held' where order_id = :paid`],
  ['I8 no hold', `update haat_product.hold set state = 'released' where order_id = :pending`],
  ['I8 no cart stays', 'update haat_cart.cart set claimed_by = :cancelled where claimed_by is null'],
  ['I8 a claimed cart', 'update haat_cart.cart set claimed_by = 999999 where claimed_by is null'],
  [
    'I8 a claimed cart',
    without('haat_cart.claim', 'claim_answer_while_claimed'),
    `update haat_cart.claim set status = 'claimed' where order_id = :paid`,
  ],
  [
    'I8 no order stays',
    `update haat_order.orders set status = 'placing', created_at = now() - interval '61 seconds' where id = :pending`,
  ],
  ['Payments: an open place', 'update haat_payment.payable set open_payment_id = null where order_id = :pending'],
  ['Payments: an open place', `update haat_payment.payment set status = 'failed' where order_id = :pending`],
  ['Catalogue', 'update haat_product.product set price_minor = price_minor + 1 where id = :lamp'],
  ['Catalogue', `update haat_product.category set path = '/x/'`],
  ['Refunds', 'update haat_payment.payment set refunding_minor = 1 where order_id = :paid'],
  ['Sellers', 'delete from haat_user.account_role where account_id = :seller and role_id = 2'],
  ['Sellers', `update haat_user.seller set status = 'pending' where account_id = :seller`],
  ['Sessions', `update haat_user.account set status = 'blocked' where id = :buyer`],
  ['I7 an order took', 'update haat_product.hold_line set returned = 1 where order_id = :paid'],
  [
    'I7 an order took',
    `insert into haat_product.movement (product_id, variant_id, kind, delta, reason, order_id, on_hand_after, held_after)
     select product_id, variant_id, kind, delta, reason, order_id, on_hand_after, held_after
     from haat_product.movement where kind = 'sold' and order_id = :paid`,
  ],
  ['I7 what stands', 'update haat_product.hold_line set quantity = quantity + 1 where order_id = :pending'],
  ['I7 what stands', 'delete from haat_product.hold_line where order_id = :cancelled'],
  [
    'I7 no turn',
    `insert into haat_order.outbox (type, entity_id, version, data, request_id)
     select type, entity_id, version, data, request_id from haat_order.outbox where type = 'order.completed'`,
  ],
  ['I6 a use of a code', `update haat_cart.discount_use set order_id = :cancelled`],
  [
    'I8 what was paid',
    `update haat_order.orders set status = 'pending' where id = :paid`,
    `update haat_payment.payment set updated_at = now() - interval '61 seconds' where order_id = :paid`,
  ],
  [
    'I8 what was paid',
    `update haat_payment.payment set status = 'pending', captured_minor = 0, paid_at = null where order_id = :paid`,
    `update haat_payment.sandbox_payment set captured_at = now() - interval '61 seconds'
     where reference = (select p.reference from haat_payment.payment p where p.order_id = :paid)`,
  ],
  ['the last entry', `update haat_order.orders set payment_status = 'failed' where id = :pending`],
  ['an order is as far', `update haat_order.orders set fulfilment_status = 'shipped' where id = :paid`],
  ['each seller of an order', 'update haat_order.shipment set seller_id = 999999 where order_id = :paid'],
  ['what is marked as returned', 'update haat_order.order_line set returned_quantity = 1 where order_id = :paid'],
  [
    'I4 returns give back',
    `insert into haat_order.order_return (order_id, actor_id, reason, refund_minor) values (:paid, :buyer, 'x', 1)`,
  ],
  ['I5 every posting', rewritable, withoutCredit, 'update haat_payment.ledger_entry set credit = null'],
  ['I5 every posting', rewritable, `update haat_payment.ledger_entry set currency = 'USD'`],
  [
    'I5 what a gateway holds',
    rewritable,
    `update haat_payment.ledger_entry set amount_minor = amount_minor + 1 where what = 'payment'`,
  ],
  ['I5 what a gateway holds', rewritable, `delete from haat_payment.ledger_entry where what = 'payment'`],
  [
    'I5 each completed order',
    'delete from haat_payment.sale_part',
    'delete from haat_payment.sale where order_id = :paid',
  ],
  ['I5 each completed order', 'update haat_payment.sale_part set paid_minor = paid_minor + 1 where order_id = :paid'],
  [
    'I5 each completed order',
    rewritable,
    `update haat_payment.ledger_entry set amount_minor = amount_minor + 1 where what = 'sale'`,
  ],
  [
    'I5 each seller has',
    rewritable,
    `update haat_payment.ledger_entry set amount_minor = amount_minor + 1 where what = 'commission'`,
  ],
  ['I5 each seller has', 'update haat_payment.sale_part set commission_minor = commission_minor + 1'],
  ['I4 of each seller', 'update haat_payment.sale_part set reversed = 1 where order_id = :paid'],
  [
    'I4 of each seller',
    `insert into haat_payment.ledger_posting (cause, kind, order_id, currency, at) values ('x', 'reversal', :paid, 'INR', now())`,
    `insert into haat_payment.ledger_entry (posting_id, debit, credit, what, amount_minor, currency, seller_id)
     select id, 'seller:' || :seller, 'commission', 'sale', 1000000, 'INR', :seller from haat_payment.ledger_posting where cause = 'x'`,
  ],
  [
    'I2 of no order more',
    `insert into haat_payment.ledger_posting (cause, kind, order_id, currency, at) values ('x', 'refund', :paid, 'INR', now())`,
    `insert into haat_payment.ledger_entry (posting_id, debit, credit, what, amount_minor, currency)
     select id, 'buyers', 'cash', 'refund', 1, 'INR' from haat_payment.ledger_posting where cause = 'x'`,
  ],
  ['I5 a payout is the sum', 'update haat_payment.payout set amount_minor = amount_minor + 1'],
  [
    'I5 a payout is the sum',
    `delete from haat_payment.payout_entry where payout_id in (select min(id) from haat_payment.payout)`,
  ],
  ['I5 a payout is the sum', 'update haat_payment.payout set seller_id = 1'],
  [
    'I5 a payout is the sum',
    paidOutTwice,
    'insert into haat_payment.payout_entry select * from haat_payment.payout_entry',
  ],
  [
    'I5 each payout was taken',
    `update haat_payment.payout set status = 'paid', account_sealed = null, ended_at = now() where status = 'created'`,
  ],
  ['I5 each payout was taken', `update haat_payment.payout set status = 'bounced' where status = 'paid'`],
  [
    'I5 each payout was taken',
    rewritable,
    `update haat_payment.ledger_entry set amount_minor = amount_minor + 1 where what = 'payout'`,
  ],
  [
    'I5 what is on its way',
    `update haat_payment.payout set status = 'cancelled', account_sealed = null, ended_at = now() where status = 'created'`,
  ],
  [
    'invoices of an order',
    rewritable,
    `update haat_payment.document set total_minor = total_minor + 1 where kind = 'invoice'`,
  ],
  ['invoices of an order', 'update haat_payment.sale_part set reversed = 1 where order_id = :paid'],
  ['numbers of invoices', 'update haat_payment.document_series set next = next + 1'],
  ['numbers of invoices', rewritable, `delete from haat_payment.document where kind = 'invoice' and order_id = :paid`],
  ['each captured payment has one receipt', rewritable, `delete from haat_payment.document where kind = 'receipt'`],
  [
    'each captured payment has one receipt',
    `insert into haat_payment.refund (payment_id, order_id, reference, cause, amount_minor, currency, status)
     select id, order_id, 'x', 'x', 1, currency, 'success' from haat_payment.payment where order_id = :paid`,
  ],
  ['nothing was sent', `update haat_order.shipment set status = 'shipped' where order_id = :cancelled`],
];

test('the books of a shop that did all this are right', async () => {
  assert.deepEqual(await check(), []);
});

/** How many rows a statement changed. */
async function changedBy(statement: string): Promise<number> {
  const text = statement.replace(/:(\w+)/g, (_, name: string) => String(known[name]));
  if (dialect === 'postgres') return (await books.query(`${text} returning 1`)).length;
  await books.query(text);
  const [row] = await books.query<{ changed: number }>('select row_count() as changed');
  return row!.changed;
}

/** What the books say with these changes, which nobody else sees and which do not stay. */
async function checkWith(steps: ReadonlyArray<string | Permission>): Promise<string[]> {
  const permissions = steps.filter((step) => typeof step === 'object').flatMap((step) => step[dialect]);
  if (dialect === 'mysql') for (const permission of permissions) await books.query(permission);
  await books.query('begin');
  try {
    if (dialect === 'postgres') for (const permission of permissions) await books.query(permission);
    for (const statement of statementsOf(steps)) assert.ok((await changedBy(statement)) > 0, 'nothing was falsified');
    return await check();
  } finally {
    await books.query('rollback');
  }
}

const statementsOf = (steps: ReadonlyArray<string | Permission>): string[] =>
  steps.filter((step) => typeof step === 'string');

const tells = (lines: readonly string[], invariant: string): boolean =>
  lines.some((line) => line.startsWith(invariant));

for (const [invariant, ...steps] of falsifications) {
  test(`found: ${statementsOf(steps).join('; ')}`, async () => {
    const broken = await checkWith(steps);
    assert.ok(tells(broken, invariant), `not by "${invariant}": ${broken.join('\n')}`);
  });
}

test('a captured payment that its order is about to hear of breaks nothing', async () => {
  const broken = await checkWith([
    `update haat_order.orders set status = 'pending' where id = :paid`,
    succeededIs('ready'),
  ]);
  assert.ok(!tells(broken, 'I2 a captured payment'), broken.join('\n'));
});

test('of very many rows that break one, only the first are fetched', async () => {
  const broken = await checkWith([
    `insert into haat_order.outbox (type, entity_id, version, data, request_id)
     select 'order.rejected', 1000000 + a.id * 1000 + b.id, 1, '{}', 'r'
     from haat_order.outbox a cross join haat_order.outbox b cross join (select 1 as n union all select 2) twice`,
  ]);
  assert.ok(tells(broken, 'I7 no turn in the life of an order was told twice: more than 20 rows'), broken.join('\n'));
});

test('no invariant is without a way to break it here', () => {
  const unbroken = invariants.filter(({ name }) => !falsifications.some(([start]) => name.startsWith(start)));
  assert.deepEqual(
    unbroken.map(({ name }) => name),
    [],
  );
});

/** A hundred days pass, and what is long done is forgotten. */
async function growOld(): Promise<void> {
  const ages: Record<string, readonly string[]> = {
    'haat_order.orders': ['created_at', 'updated_at'],
    'haat_order.order_event': ['at'],
    'haat_order.outbox': ['created_at'],
    'haat_payment.payment': ['created_at', 'updated_at', 'paid_at'],
    'haat_payment.outbox': ['created_at'],
  };
  for (const [table, columns] of Object.entries(ages)) {
    const older = columns.map((column) => `${column} = ${column} - interval '100 days'`);
    await shop.sql(`update ${table} set ${older.join(', ')}`);
  }
  for (const service of ['order', 'payment']) await forget(shop.database(service), 90);
}

describe('of a shop that is older than its events', () => {
  let young: number;
  before(async () => {
    await shop.settled();
    await growOld();
    const buyer = await shop.signUp();
    const bought = await order(shop, buyer, { productId: known.lamp!, quantity: 1 });
    await pay(shop, buyer, bought.id);
    await shop.settled();
    young = bought.id;
  });

  test('the books are right without the events of long ago', async () => {
    const [row] = await shop.sql('select count(*) as events from haat_order.outbox where entity_id <> $1', [young]);
    assert.equal(Number(row.events), 0, 'the old ones are forgotten');
    assert.deepEqual(await check(), []);
  });

  test('a young order without its event is found', async () => {
    const broken = await checkWith([
      `delete from haat_order.outbox where entity_id = ${young} and type = 'order.completed'`,
    ]);
    assert.ok(tells(broken, 'I7 every state that an order shows was told by an event: 1 rows'), broken.join('\n'));
  });

  test('a young payment without its event is found', async () => {
    const broken = await checkWith([`delete from haat_payment.outbox where type = 'payment.succeeded'`]);
    assert.ok(tells(broken, 'I7 a paid payment was told by an event, once: 1 rows'), broken.join('\n'));
  });

  test('an old order that moved now, and did not tell, is found', async () => {
    const broken = await checkWith([
      `update haat_order.orders set status = 'refunded', updated_at = now() where id = :paid`,
    ]);
    assert.ok(tells(broken, 'I7 every state that an order shows was told by an event: 1 rows'), broken.join('\n'));
  });
});
