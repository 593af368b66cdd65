/** A shop that sold before it kept books: they are written afterwards, once, and nobody is mailed about the past. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { rewrite } from '../standing-books.ts';
import { deliver, newCategory, newProduct, newSeller, order, paidOrder } from '../steps.ts';

let shop: TestShop;
let admin: TestUser;
let seller: TestUser;
let buyer: TestUser;
let product: any;

before(async () => {
  shop = await openTestShop();
  admin = await shop.admin();
  seller = await newSeller(shop, 'Gulmohar');
  buyer = await shop.signUp();
  product = await newProduct(shop, seller, { category: (await newCategory(shop, admin)).id, price: '100.00' });
});
// Checks every invariant over what was written afterwards.
after(() => shop.close());

const sold = (quantity = 2) => paidOrder(shop, buyer, { productId: product.id, quantity });
const one = (placed: any) => ({ items: [{ id: placed.items[0].id, quantity: 1 }], reason: 'Too small' });
const giveBack = (placed: any) =>
  shop.expect(200, 'POST', `/orders/${placed.id}/return`, { token: buyer.token, body: one(placed) });

/** Tables that a migration has just made: empty, and the job of the first start not run. */
async function forgetBooks(): Promise<void> {
  // What corrects another goes first.
  await rewrite(shop, 'document', 'delete from haat_payment.document where corrects_id is not null');
  for (const table of ['document', 'ledger_entry', 'ledger_posting'] as const) {
    await rewrite(shop, table, `delete from haat_payment.${table}`);
  }
  for (const table of ['sale_part', 'sale', 'document_series']) await shop.sql(`delete from haat_payment.${table}`);
}

async function runBackfill(): Promise<void> {
  await shop.sql(`update haat_payment.job set status = 'ready', run_at = now() where kind = 'payment.backfill_books'`);
  await until('the books are written', async () => {
    const [job] = await shop.sql(`select status from haat_payment.job where kind = 'payment.backfill_books'`);
    return job!.status === 'done';
  });
}

const balances = async () => (await shop.expect(200, 'GET', '/ledger/balances', { token: admin.token })).items;
const count = async (table: string) =>
  Number((await shop.sql(`select count(*) as n from haat_payment.${table}`))[0]!.n);

test('sales, refunds, returns and cancellations of before come into the books as they would have been, and once', async () => {
  await sold();
  const returned = await sold();
  await deliver(shop, admin, returned.id);
  await giveBack(returned);
  const { id: cancelled } = await sold();
  await shop.expect(200, 'POST', `/orders/${cancelled}/cancel`, { token: buyer.token, body: {} });
  const given = await sold();
  const { items } = await shop.expect(200, 'GET', `/payments?orderId=${given.id}`, { token: buyer.token });
  await shop.expect(201, 'POST', `/payments/${items[0].id}/refund`, { token: admin.token, body: { amount: '50.00' } });
  const cash = await order(shop, buyer, { productId: product.id, quantity: 2 }, { paymentMethod: 'cod' });
  await deliver(shop, admin, cash.id);
  await giveBack(cash);
  await shop.settled();
  const before = {
    balances: await balances(),
    documents: await count('document'),
    postings: await count('ledger_posting'),
  };
  assert.ok(before.documents > 10);
  const mails = (await shop.mails()).length;

  await forgetBooks();
  assert.deepEqual(await balances(), []);
  await runBackfill();
  const after = {
    balances: await balances(),
    documents: await count('document'),
    postings: await count('ledger_posting'),
  };
  assert.deepEqual(after, before);
  await runBackfill();
  await shop.settled();
  assert.deepEqual(await balances(), before.balances);
  assert.equal(await count('document'), before.documents);
  assert.equal((await shop.mails()).length, mails, 'nobody is told of what is long past');
});
