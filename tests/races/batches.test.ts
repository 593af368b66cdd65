/**
 * One transaction for many shoppers, when it goes wrong in the middle: each is answered rightly, and nobody pays for a
 * neighbour's fault. The services stand on links that are cut, and an outsider locks rows to hold a batch where it is.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import {
  addToCart,
  newCategory,
  newProduct,
  openPayment,
  order,
  readCart,
  readOrder,
  readProduct,
  tryToPlace,
  unique,
} from '../steps.ts';
import { crowd } from './crowd.ts';
import { type Outsider, openOutsider } from './standing-in-the-way.ts';

let shop: TestShop;
let outsider: Outsider;
let admin: TestUser;
let buyers: TestUser[];
let category: any;

before(async () => {
  shop = await openTestShop({ links: true });
  outsider = await openOutsider(shop.databaseUrl);
  [admin, buyers] = await Promise.all([shop.admin(), crowd(shop, 6)]);
  category = await newCategory(shop, admin);
});
after(async () => {
  await outsider.close();
  await shop.close();
});

const lampWith = (quantity: number) => newProduct(shop, admin, { category: category.id, quantity });
const variantOf = (product: any): number => product.variants[0].id;
const LOCK_STOCK = 'select 1 from haat_product.stock where variant_id = $1 for update';

/** Puts one of these into each cart. */
const fill = (productId: number) =>
  Promise.all(
    buyers.map(async (buyer) => {
      await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
      await addToCart(shop, buyer, { productId, quantity: 1 });
    }),
  );

const codesOf = (answers: readonly { status: number; body: any }[]) =>
  answers.map(({ status, body }) => (status < 300 ? status : body.code));
const all = (code: unknown) => buyers.map(() => code);

test('a backend that dies under a batch of holds: each order gets its stock all the same, once', async () => {
  const lamp = await lampWith(10);
  await fill(lamp.id);
  await outsider.lock(LOCK_STOCK, [variantOf(lamp)]);
  const placing = Promise.all(buyers.map((buyer) => tryToPlace(shop, buyer)));
  await outsider.terminate(await outsider.waiting('haat_product'));
  await outsider.letGo();
  assert.deepEqual(codesOf(await placing), all(201));
  assert.equal((await readProduct(shop, lamp.id)).quantity, 4);
});

test('a batch of holds that runs into a deadlock is repeated, and each order gets its stock', async () => {
  const [first, second] = [await lampWith(10), await lampWith(10)];
  await fill(second.id);
  await Promise.all(buyers.map((buyer) => addToCart(shop, buyer, { productId: first.id, quantity: 1 })));
  await outsider.lock(LOCK_STOCK, [variantOf(second)]);
  const placing = Promise.all(buyers.map((buyer) => tryToPlace(shop, buyer)));
  await outsider.waiting('haat_product');
  // The batch has the first and waits for the second: one of the two must give way.
  await outsider.lock(LOCK_STOCK, [variantOf(first)]).catch((error) => assert.equal(error.code, '40P01'));
  await outsider.letGo();
  assert.deepEqual(codesOf(await placing), all(201));
  for (const { id } of [first, second]) assert.equal((await readProduct(shop, id)).quantity, 4);
});

test('a backend that dies under a batch of placements: each order stands once, and is told once', async () => {
  const lamp = await lampWith(10);
  await fill(lamp.id);
  // New orders wait here for the id of their first event.
  await outsider.lock('lock table haat_order.outbox in share row exclusive mode');
  const placing = Promise.all(buyers.map((buyer) => tryToPlace(shop, buyer)));
  await outsider.terminate(await outsider.waiting('haat_order'));
  await outsider.letGo();
  const placed = await placing;
  assert.deepEqual(codesOf(placed), all(201));
  const ids = placed.map(({ body }) => body.id);
  const told = await shop.sql(
    `select entity_id from haat_order.outbox where type = 'order.placed' and entity_id = any($1)`,
    [ids],
  );
  assert.equal(told.length, buyers.length);
});

test('a backend that dies under a batch of payments: each order is paid once', async () => {
  const lamp = await lampWith(10);
  const orders = await Promise.all(buyers.map((buyer) => order(shop, buyer, { productId: lamp.id, quantity: 1 })));
  const payments = await Promise.all(buyers.map((buyer, index) => openPayment(shop, buyer, orders[index].id)));
  await outsider.lock('select 1 from haat_payment.payable where order_id = $1 for update', [orders[0].id]);
  await Promise.all(
    payments.map(({ url }) => shop.expect(303, 'POST', new URL(url).pathname, { body: { action: 'approve' } })),
  );
  await outsider.terminate(await outsider.waiting('haat_payment'));
  await outsider.letGo();
  for (const [index, { id }] of orders.entries()) {
    await until(
      `order ${id} is completed`,
      async () => (await readOrder(shop, buyers[index]!, id)).status === 'completed',
    );
  }
});

test('an intent whose answer was lost is found again: the first request is answered with its one order', async () => {
  const lamp = await lampWith(10);
  const [withKey, without] = buyers as [TestUser, TestUser];
  await fill(lamp.id);
  const key = unique('key');
  const cuts: { buyer: TestUser; text: string; headers: Record<string, string> }[] = [
    { buyer: withKey, text: `"idempotencyKey":"${key}"`, headers: { 'idempotency-key': key } },
    { buyer: without, text: `"userId":${without.id}`, headers: {} },
  ];
  for (const { buyer, text, headers } of cuts) {
    const [answer] = await Promise.all([
      tryToPlace(shop, buyer, {}, headers),
      shop.link('order').cutAt(text, 'unanswered'),
    ]);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    const rows = await shop.sql(`select status from haat_order.orders where user_id = $1 and created_at >= $2`, [
      buyer.id,
      answer.body.createdAt,
    ]);
    assert.deepEqual(rows, [{ status: 'pending' }]);
  }
});

for (const [how, after] of [
  ['lost', 0],
  ['unanswered', 1],
] as const) {
  test(`an addition to a cart that was ${how} is not added twice: the shopper is told that it is not known`, async () => {
    const lamp = await lampWith(10);
    const [buyer] = buyers as [TestUser];
    await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
    const body = { productId: lamp.id, quantity: 1 };
    const [answer] = await Promise.all([
      shop.request('POST', '/cart/items', { token: buyer.token, body }),
      shop.link('cart').cutAt(`"product_id":${lamp.id}`, how),
    ]);
    assert.deepEqual([answer.status, answer.body.code], [503, 'service.unavailable']);
    const quantities = (await readCart(shop, buyer)).items.map(({ quantity }: any) => quantity);
    assert.deepEqual(quantities, after ? [after] : []);
  });
}

test('a claim on a cart whose answer was lost is found again, and the order stands', async () => {
  const lamp = await lampWith(10);
  const [buyer] = buyers as [TestUser];
  await fill(lamp.id);
  const [{ id }] = (await shop.sql('select id from haat_cart.cart where user_id = $1', [buyer.id])) as [{ id: string }];
  const [answer] = await Promise.all([
    tryToPlace(shop, buyer),
    shop.link('cart').cutAt(`"cart_id":${id},"version"`, 'unanswered'),
  ]);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  assert.equal((await readCart(shop, buyer)).items.length, 0);
});

test('no read is older than a hold that was answered, although its COMMIT came late on a connection that was lost', async () => {
  const lamp = await lampWith(10);
  const [buyer] = buyers as [TestUser];
  await fill(lamp.id);
  const cut = shop.link('product').cutAt('commit', 'late');
  const placing = tryToPlace(shop, buyer);
  const deliver = await cut;
  // It is tried again, and waits for what it wrote itself; that is not there yet, so this is kept as it was before.
  await outsider.waiting('haat_product');
  assert.equal((await readProduct(shop, lamp.id)).quantity, 10);
  deliver();
  assert.equal((await placing).status, 201);
  assert.equal((await readProduct(shop, lamp.id)).quantity, 9);
});

test('a change of price whose COMMIT came late on a connection that was lost shows within moments', async () => {
  const lamp = await lampWith(10);
  const cut = shop.link('product').cutAt('commit', 'late');
  const changing = shop.request('PATCH', `/products/${lamp.id}`, { token: admin.token, body: { price: '120' } });
  const deliver = await cut;
  assert.equal((await changing).status, 503);
  assert.equal((await readProduct(shop, lamp.id)).price, '100.00');
  deliver();
  await until('the new price', async () => (await readProduct(shop, lamp.id)).price === '120.00');
});
