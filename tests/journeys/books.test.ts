/** Money through the books: each sale, refund, return and cancellation leaves every account as it must be. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { rewrite } from '../standing-books.ts';
import {
  addToCart,
  deliver,
  newCategory,
  newProduct,
  newSeller,
  order,
  paidOrder,
  pay,
  place,
  readOrder,
} from '../steps.ts';

let shop: TestShop;
let admin: TestUser;
let sellers: TestUser[];
let buyer: TestUser;
let category: any;

before(async () => {
  shop = await openTestShop({ environment: { COMMISSION_PERCENT: '10' } });
  admin = await shop.admin();
  sellers = [await newSeller(shop, 'Gulmohar'), await newSeller(shop, 'Neem')];
  buyer = await shop.signUp();
  category = await newCategory(shop, admin);
  const set = (path: string, body: object) => shop.expect(201, 'POST', path, { token: admin.token, body });
  await set('/tax-rates', { name: 'GST', percent: '18', country: 'IN', included: true });
  await set('/shipping-methods', { code: 'post', name: 'Post', price: '49.00' });
});
after(() => shop.close());

const lamp = (seller: TestUser, price = '118.00') => newProduct(shop, seller, { category: category.id, price });

/** Credits less debits of each account, over all postings of an order. */
async function accountsOf(orderId: number): Promise<Record<string, number>> {
  await shop.settled();
  const rows = await shop.sql<{ account: string; sum: number }>(
    `select account, sum(amount)::int as sum from (
       select e.credit as account, e.amount_minor as amount, e.posting_id from haat_payment.ledger_entry e
       union all select e.debit, -e.amount_minor, e.posting_id from haat_payment.ledger_entry e
     ) side join haat_payment.ledger_posting p on p.id = side.posting_id
     where p.order_id = $1 group by account having sum(amount) <> 0`,
    [orderId],
  );
  return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
}

const seller = (index: number) => `seller:${sellers[index]!.id}`;

const refundedOnce = (orderId: number, amount: string) =>
  until('the money is back', async () => {
    const { items } = await shop.expect(200, 'GET', `/payments?orderId=${orderId}`, { token: buyer.token });
    return items[0].refundedAmount === amount;
  });

test('a sale of two sellers and the house: each has its part, the shop commission, shipping and tax of its own', async () => {
  const lines = await Promise.all([lamp(sellers[0]!), lamp(sellers[1]!, '236.00'), lamp(admin)]);
  const { id } = await paidOrder(
    shop,
    buyer,
    lines.map((product) => ({ productId: product.id, quantity: 1 })),
  );
  assert.deepEqual(await accountsOf(id), {
    'gateway:sandbox': -(11_800 + 23_600 + 11_800 + 4_900),
    // 100.00 and 18.00 of tax, less 10.00 of commission.
    [seller(0)]: 10_800,
    [seller(1)]: 21_600,
    commission: 3_000,
    sales: 10_000,
    tax: 1_800,
    shipping: 4_900,
  });
});

test('what the shop gives away by its own code it bears; what a seller gives away is the seller’s', async () => {
  const code = (body: object) =>
    shop.expect(201, 'POST', '/discounts', { token: admin.token, body: { kind: 'coupon', ...body } });
  await code({ code: 'HOUSE', value: '11.80' });
  await code({ code: 'OWN', value: '11.80', sellerId: sellers[0]!.id });
  const [ofHouse, ofSeller] = await Promise.all(
    ['HOUSE', 'OWN'].map(async (discountCode) => {
      const user = await shop.signUp();
      await addToCart(shop, user, { productId: (await lamp(sellers[0]!)).id, quantity: 1 });
      await shop.expect(200, 'POST', '/api/cart/apply-discount', { token: user.token, body: { discountCode } });
      const { id } = await place(shop, user);
      await pay(shop, user, id);
      return accountsOf(id);
    }),
  );
  const paid = 10_620 + 4_900;
  // Tax is 16.20 of the 106.20 that were paid; commission is of 90.00, and of what the shop bears too.
  assert.deepEqual(ofHouse, {
    'gateway:sandbox': -paid,
    [seller(0)]: 10_620 + 1_180 - 1_018,
    discounts: -1_180,
    commission: 1_018,
    shipping: 4_900,
  });
  assert.deepEqual(ofSeller, {
    'gateway:sandbox': -paid,
    [seller(0)]: 10_620 - 900,
    commission: 900,
    shipping: 4_900,
  });
});

test('a cancelled order leaves nothing in any account', async () => {
  const { id, totalPrice } = await paidOrder(shop, buyer, { productId: (await lamp(sellers[0]!)).id, quantity: 3 });
  await shop.expect(200, 'POST', `/orders/${id}/cancel`, { token: buyer.token, body: {} });
  await refundedOnce(id, totalPrice);
  assert.deepEqual(await accountsOf(id), {});
});

test('a return takes back the line’s money, tax and commission from its own seller, and nothing else', async () => {
  const lines = await Promise.all(sellers.map((one) => lamp(one)));
  const { id, items } = await paidOrder(
    shop,
    buyer,
    lines.map((product) => ({ productId: product.id, quantity: 1 })),
  );
  await deliver(shop, admin, id);
  const before = await accountsOf(id);
  const body = { items: [{ id: items[0].id, quantity: 1 }], reason: 'Too small' };
  await shop.expect(200, 'POST', `/orders/${id}/return`, { token: buyer.token, body });
  await refundedOnce(id, '118.00');
  const { [seller(0)]: gone, ...rest } = before;
  assert.equal(gone, 10_800);
  assert.deepEqual(await accountsOf(id), {
    ...rest,
    'gateway:sandbox': before['gateway:sandbox']! + 11_800,
    commission: 1_000,
  });
});

test('money that staff gives back is taken from all parts in proportion, and a cancellation after it takes the rest', async () => {
  const lines = await Promise.all([lamp(sellers[0]!), lamp(sellers[1]!, '236.00')]);
  const paid = await paidOrder(
    shop,
    buyer,
    lines.map((product) => ({ productId: product.id, quantity: 1 })),
  );
  const { items } = await shop.expect(200, 'GET', `/payments?orderId=${paid.id}`, { token: buyer.token });
  // A tenth of 403.00.
  await shop.expect(201, 'POST', `/payments/${items[0].id}/refund`, { token: admin.token, body: { amount: '40.30' } });
  assert.deepEqual(await accountsOf(paid.id), {
    'gateway:sandbox': -36_270,
    [seller(0)]: 9_720,
    [seller(1)]: 19_440,
    commission: 2_700,
    shipping: 4_410,
  });
  await shop.expect(200, 'POST', `/orders/${paid.id}/cancel`, { token: buyer.token, body: {} });
  await refundedOnce(paid.id, paid.totalPrice);
  assert.deepEqual(await accountsOf(paid.id), {});
});

test('cash stands as cash until it is given back by hand', async () => {
  const product = await lamp(sellers[0]!);
  const { id, items } = await order(shop, buyer, { productId: product.id, quantity: 2 }, { paymentMethod: 'cod' });
  assert.deepEqual(await accountsOf(id), {}, 'nothing was earned before the door');
  await deliver(shop, admin, id);
  const earned = { [seller(0)]: 21_600, commission: 2_000, shipping: 4_900 };
  assert.deepEqual(await accountsOf(id), { cash: -28_500, ...earned });
  const body = { items: [{ id: items[0].id, quantity: 1 }], reason: 'One too many' };
  await shop.expect(200, 'POST', `/orders/${id}/return`, { token: buyer.token, body });
  assert.deepEqual(await accountsOf(id), {
    cash: -16_700,
    [seller(0)]: 10_800,
    commission: 1_000,
    shipping: 4_900,
  });
});

test('an order that costs nothing pays its seller from what the shop gives away, and takes that back when cancelled', async () => {
  const free = await shop.expect(201, 'POST', '/discounts', {
    token: admin.token,
    body: { code: 'ALLFREE', kind: 'coupon', value: '100000' },
  });
  await shop.expect(201, 'POST', '/shipping-methods', {
    token: admin.token,
    body: { code: 'free', name: 'Fetch it', price: '0' },
  });
  const user = await shop.signUp();
  await addToCart(shop, user, { productId: (await lamp(sellers[0]!)).id, quantity: 1 });
  await shop.expect(200, 'POST', '/api/cart/apply-discount', { token: user.token, body: { discountCode: free.code } });
  const { id, totalPrice } = await place(shop, user, { shippingMethod: 'free' });
  assert.equal(totalPrice, '0.00');
  assert.deepEqual(await accountsOf(id), { discounts: -11_800, [seller(0)]: 10_620, commission: 1_180 });
  await shop.expect(200, 'POST', `/orders/${id}/cancel`, { token: user.token, body: {} });
  assert.deepEqual(await accountsOf(id), {});
});

test('the ledger is never rewritten: the database itself refuses', async () => {
  for (const table of ['ledger_entry', 'ledger_posting']) {
    for (const text of [`update haat_payment.${table} set currency = 'USD'`, `delete from haat_payment.${table}`]) {
      await assert.rejects(shop.sql(text), /append-only/);
    }
  }
  const all = shop.database('payment').dialect === 'postgres' ? 'cascade' : '';
  await assert.rejects(shop.sql(`truncate haat_payment.ledger_entry ${all}`), /append-only/);
});

test('the order itself and the books agree on what was given back', async () => {
  const { id } = await paidOrder(shop, buyer, { productId: (await lamp(sellers[0]!)).id, quantity: 1 });
  await shop.expect(200, 'POST', `/orders/${id}/cancel`, { token: buyer.token, body: {} });
  await refundedOnce(id, '167.00');
  await shop.settled();
  assert.equal((await readOrder(shop, buyer, id)).refundedPrice, '167.00');
});

test('a seller sees what is owed and why, and nobody else’s; the accounts of the shop sum to zero', async () => {
  const [own, other] = [sellers[0]!, sellers[1]!];
  const read = (path: string, viewer: TestUser) => shop.request('GET', path, { token: viewer.token });
  const { items: entries } = (await read(`/sellers/${own.id}/statement?limit=100`, own)).body;
  const { items: owed } = (await read(`/sellers/${own.id}/balance`, own)).body;
  const minor = (text: string) => Math.round(Number(text) * 100);
  const sum = entries.reduce((all: number, { amount }: any) => all + minor(amount), 0);
  assert.ok(entries.length > 10 && sum > 0);
  assert.deepEqual([minor(owed[0].pending), minor(owed[0].available)], [sum, 0], 'all of it waits for its week');
  await rewrite(
    shop,
    'ledger_entry',
    `update haat_payment.ledger_entry set available_at = now() - interval '1 second' where seller_id = $1`,
    [own.id],
  );
  const { items: later } = (await read(`/sellers/${own.id}/balance`, admin)).body;
  assert.deepEqual([minor(later[0].pending), minor(later[0].available)], [0, sum]);
  for (const what of ['balance', 'statement']) {
    const refused = await read(`/sellers/${own.id}/${what}`, other);
    assert.deepEqual([refused.status, refused.body.code], [404, 'seller.unknown']);
    assert.equal((await read(`/sellers/${own.id}/${what}`, buyer)).status, 403);
  }
  const { items: accounts } = (await read('/ledger/balances', admin)).body;
  assert.equal(
    accounts.reduce((all: number, { balance }: any) => all + minor(balance), 0),
    0,
  );
  assert.equal(minor(accounts.find(({ account }: any) => account === `seller:${own.id}`).balance), sum);
});
