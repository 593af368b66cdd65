/** What a statement is not meant for it leaves alone: orders that no longer wait, people who stay, news that is old. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import type { OrderShop, Person } from '../testing.ts';
import { orderShop } from '../testing.ts';
import { commissionRuleFor, insertCommissionRule } from './commission-rules.ts';
import { completePending, noteStarted } from './crowds.ts';
import { extendExpiries, lockDue } from './expiries.ts';
import { forgetSilent } from './instances.ts';
import { forgetRejected } from './intents.ts';
import { lockOrder, lockOrders, saveOrder } from './orders.ts';
import { anonymiseEnded, erasePerson, findPerson, rememberPerson } from './people.ts';

let shop: TestShop;
let it: OrderShop;
before(async () => {
  // Payments that no gateway knows of.
  shop = await openTestShop({ skipInvariants: true });
  it = await orderShop(shop);
});
after(() => shop.close());

const database = () => shop.database<any>('order');
const inTx = <T>(work: (tx: any) => Promise<T>): Promise<T> => database().tx(work);
const later = () => new Date(Date.now() + 3_600_000);

async function placed(): Promise<{ user: Person; id: number }> {
  const user = await it.shopperWith(await it.product());
  return { user, id: (await it.place(user)).id };
}
async function cancelled(): Promise<{ user: Person; id: number }> {
  const one = await placed();
  await shop.expect(200, 'POST', `/orders/${one.id}/cancel`, { token: one.user.token, body: {} });
  return one;
}
const cell = async (column: string, id: number) =>
  (await shop.sql(`select ${column} as cell from haat_order.orders where id = $1`, [id]))[0]?.cell;

test('news of payments in a crowd pass over an order that ended', async () => {
  const { id } = await cancelled();
  const paid = await inTx((tx) => completePending(tx, [{ id, paymentId: 9_100, at: new Date() }]));
  assert.equal(paid.size, 0);
  const started = { orderId: id, paymentId: 9_100, version: 1, expiresAt: later().toISOString() };
  assert.equal((await inTx((tx) => noteStarted(tx, [started]))).size, 0);
  assert.equal(await cell('status', id), 'cancelled');
  const failed = await placed();
  await shop.sql(`update haat_order.orders set status = 'rejected', expires_at = null where id = $1`, [failed.id]);
  assert.equal((await inTx((tx) => noteStarted(tx, [{ ...started, orderId: failed.id }]))).size, 0);
});

test('news of an earlier attempt pass over an order that knows a later one', async () => {
  const { id } = await placed();
  const started = (paymentId: number) => ({ orderId: id, paymentId, version: 1, expiresAt: later().toISOString() });
  assert.equal((await inTx((tx) => noteStarted(tx, [started(9_202)]))).size, 1);
  assert.equal((await inTx((tx) => noteStarted(tx, [started(9_201)]))).size, 0);
});

test('an order whose end was asked about gets no more time', async () => {
  const { id } = await placed();
  await shop.sql('update haat_order.orders set expiry_asked_at = now() where id = $1', [id]);
  const ends = (await cell('expires_at', id)).getTime();
  const started = { orderId: id, paymentId: 9_300, version: 1, expiresAt: later().toISOString() };
  await inTx((tx) => noteStarted(tx, [started]));
  assert.equal((await extendExpiries(database().kysely, [{ id, attemptEndsAt: later() }])).size, 0);
  assert.equal((await cell('expires_at', id)).getTime(), ends);
});

test('asked about are orders past their time, and again after five minutes alone', async () => {
  const [fresh, asked] = [await placed(), await placed()];
  await shop.sql(
    `update haat_order.orders set expires_at = now() - interval '1 hour', expiry_asked_at = now() - interval '4 minutes'
     where id = $1`,
    [asked.id],
  );
  const due = (await inTx(lockDue)).map(({ id }) => id);
  assert.deepEqual([due.includes(fresh.id), due.includes(asked.id)], [false, false]);
});

test('intents and what came of failed ones are no orders to change', async () => {
  const { id } = await placed();
  assert.equal((await inTx((tx) => lockOrders(tx, [id]))).size, 1);
  await inTx(async (tx) => {
    await tx.updateTable('orders').set({ status: 'rejected', expires_at: null }).where('id', '=', id).execute();
    assert.equal((await lockOrders(tx, [id])).size, 0);
    assert.equal(await lockOrder(tx, id), undefined);
    throw new Error('undone');
  }).catch((error) => assert.equal(error.message, 'undone'));
});

test('a change of an order that has moved on since it was read fails', async () => {
  const { id } = await placed();
  const before = (await inTx((tx) => lockOrder(tx, id)))!;
  await inTx((tx) => saveOrder(tx, before, {}, new Date()));
  await assert.rejects(
    inTx((tx) => saveOrder(tx, before, {}, new Date())),
    /is not at version/,
  );
});

test('what stands is never cleared away, however old, nor a process that shows itself', async () => {
  const { id } = await placed();
  await shop.sql(`update haat_order.orders set updated_at = now() - interval '8 days' where id = $1`, [id]);
  const alive = async () => (await shop.sql('select id from haat_order.instance order by id')).length;
  const before_ = await alive();
  await forgetRejected(database().kysely);
  await forgetSilent(database());
  assert.equal(await cell('status', id), 'pending');
  assert.deepEqual([before_ > 0, await alive()], [true, before_]);
});

test('older news of a person change nothing, and nothing is heard of who was erased', async () => {
  const person = { may_deliver: true, wants_mail: true };
  const hear = (user_id: number, version: number, name: string) =>
    inTx((tx) => rememberPerson(tx, { ...person, user_id, version, name }));
  await hear(9_401, 2, 'Asha');
  await hear(9_401, 1, 'Old');
  await hear(9_402, 1, 'Ravi');
  assert.equal((await findPerson(database(), 9_401))!.name, 'Asha');
  assert.equal((await findPerson(database(), 9_402))!.name, 'Ravi');
  await inTx((tx) => erasePerson(tx, 9_401, 3));
  await hear(9_401, 9, 'Back');
  const [row] = await shop.sql('select name from haat_order.person where user_id = 9401');
  assert.equal(row.name, '');
});

test('an erasure forgets that person’s orders and notes, and nobody else’s', async () => {
  const [gone, stays] = [await cancelled(), await cancelled()];
  for (const { id, user } of [gone, stays]) {
    await shop.expect(201, 'POST', `/orders/${id}/notes`, { token: user.token, body: { text: 'mine' } });
  }
  await shop.settled();
  await inTx((tx) => erasePerson(tx, gone.user.id, 1_000));
  await anonymiseEnded(database());
  assert.deepEqual([await cell('user_email', gone.id), await cell('user_email', stays.id)], ['', stays.user.email]);
  const notes = await shop.sql('select order_id from haat_order.order_note where order_id = any($1)', [
    [gone.id, stays.id],
  ]);
  assert.deepEqual(
    notes.map(({ order_id }) => Number(order_id)),
    [stays.id],
  );
});

test('a rule is found by its seller and its category', async () => {
  const database_ = database().kysely;
  for (const seller_id of [9_501, 9_502]) {
    await insertCommissionRule(database_, { seller_id, category_id: 0, percent: `${seller_id - 9_490}` });
  }
  const found = await commissionRuleFor(database_, { seller_id: 9_502, category_id: 0 });
  assert.equal(found!.seller_id, 9_502);
});
