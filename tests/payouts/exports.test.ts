/** The books as files: whole, in a fixed shape, each viewer's own, and every export in the audit log. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { newCategory, newProduct, newSeller, paidOrder } from '../steps.ts';

let shop: TestShop;
let admin: TestUser;
let buyer: TestUser;
let other: TestUser;
let sellers: TestUser[];
const orders: any[] = [];

before(async () => {
  shop = await openTestShop({ environment: { COMMISSION_PERCENT: '10' } });
  admin = await shop.admin();
  [buyer, other] = [await shop.signUp(), await shop.signUp()];
  sellers = [await newSeller(shop, 'Gulmohar'), await newSeller(shop, 'Neem')];
  const category = await newCategory(shop, admin);
  for (const [user, seller] of [
    [buyer, sellers[0]!],
    [other, sellers[1]!],
  ] as const) {
    const product = await newProduct(shop, seller, { category: category.id, price: '100.00' });
    orders.push(await paidOrder(shop, user, { productId: product.id, quantity: 1 }));
  }
  await shop.settled();
});
after(() => shop.close());

const read = (viewer: TestUser, path: string) => shop.request('GET', path, { token: viewer.token });
async function linesOf(viewer: TestUser, path: string): Promise<Array<Record<string, string>>> {
  const { status, headers, body } = await read(viewer, path);
  assert.equal(status, 200, JSON.stringify(body));
  assert.match(headers.get('content-type')!, /^text\/csv; charset=utf-8/);
  assert.match(headers.get('content-disposition')!, /^attachment; filename="[a-z0-9-]+\.csv"$/);
  const [head, ...lines] = String(body).split('\r\n');
  const names = head!.split(',');
  return lines.slice(0, -1).map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at]!, cell])));
}
const exported = async (action: string) => {
  await shop.settled();
  return (await read(admin, `/audit?action=${action}`)).body.items;
};

test('a shopper’s file holds the own payments alone, staff’s all', async () => {
  const own = await linesOf(buyer, '/payments.csv');
  assert.deepEqual(
    own.map(({ order, status, amount, currency, captured, refunded }) => [
      order,
      status,
      amount,
      currency,
      captured,
      refunded,
    ]),
    [[String(orders[0].id), 'success', '100.00', 'INR', '100.00', '0.00']],
  );
  assert.deepEqual(await linesOf(buyer, `/payments.csv?userId=${other.id}`), []);
  assert.deepEqual((await read(buyer, `/payments?userId=${other.id}`)).body.items, []);
  assert.equal((await linesOf(admin, '/payments.csv')).length, 2);
  assert.equal((await linesOf(admin, `/payments.csv?orderId=${orders[1].id}`)).length, 1);
  const [last] = await exported('payments.exported');
  assert.deepEqual([last.actorId, last.details.orderId], [admin.id, orders[1].id]);
});

test('a seller’s statement as a file says what the page says, and another seller’s is not there', async () => {
  const [own] = sellers;
  const { items } = (await read(own!, `/sellers/${own!.id}/statement`)).body;
  const lines = await linesOf(own!, `/sellers/${own!.id}/statement.csv`);
  assert.deepEqual(
    lines.map(({ entry, what, amount }) => [entry, what, amount]),
    items.map(({ id, what, amount }: any) => [String(id), what, amount]),
  );
  assert.ok(
    lines.some(({ amount }) => amount === '-10.00'),
    'a negative amount is a number, not a formula',
  );
  assert.equal((await read(sellers[1]!, `/sellers/${own!.id}/statement.csv`)).body.code, 'seller.unknown');
  assert.equal((await exported('statement.exported'))[0].entityId, own!.id);
});

test('the ledger is listed and exported by its filters, page by page', async () => {
  const all = (await read(admin, '/ledger/entries?limit=100')).body.items;
  const paged: any[] = [];
  for (let cursor = ''; ; ) {
    const page = (await read(admin, `/ledger/entries?limit=2${cursor && `&cursor=${cursor}`}`)).body;
    paged.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  assert.deepEqual(paged, all);
  assert.equal((await linesOf(admin, '/ledger/entries.csv')).length, all.length);
  const some = async (filter: string) => {
    const { items } = (await read(admin, `/ledger/entries?limit=100&${filter}`)).body;
    assert.equal((await linesOf(admin, `/ledger/entries.csv?${filter}`)).length, items.length);
    assert.ok(items.length > 0 && items.length < all.length, filter);
    return items;
  };
  for (const { sellerId } of await some(`sellerId=${sellers[0]!.id}`)) assert.equal(sellerId, sellers[0]!.id);
  for (const { debit, credit } of await some('account=commission')) assert.ok([debit, credit].includes('commission'));
  for (const { orderId } of await some(`orderId=${orders[1].id}`)) assert.equal(orderId, orders[1].id);
  for (const { posting } of await some('posting=sale')) assert.equal(posting, 'sale');
  assert.equal((await read(admin, '/ledger/entries?to=2020-01-01')).body.items.length, 0);
  assert.equal((await read(sellers[0]!, '/ledger/entries')).status, 403);
});

test('what a gateway brought to the bank is booked once, with what it kept', async () => {
  const record = (body: object, key?: string) =>
    shop.request('POST', '/ledger/settlements', {
      token: admin.token,
      body: { account: 'sandbox', amount: '97.00', fee: '3.00', reference: 'po_1', ...body },
      ...(key ? { headers: { 'idempotency-key': key } } : {}),
    });
  const [first, again] = [await record({}, 'settle-1'), await record({}, 'settle-1')];
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual(again.body, first.body);
  assert.equal((await record({ amount: '1.00' })).body.code, 'settlement.exists');
  assert.equal((await record({ amount: '0', fee: '0', reference: 'po_2' })).body.code, 'validation.failed');
  const { items } = (await read(admin, '/ledger/balances')).body;
  const balance = (name: string) => items.find(({ account }: any) => account === name)?.balance;
  assert.deepEqual(['bank', 'fees', 'gateway:sandbox'].map(balance), ['-97.00', '-3.00', '-100.00']);
});
