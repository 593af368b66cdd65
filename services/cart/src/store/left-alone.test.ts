/** What a statement is not meant for it leaves alone: carts that are claimed, claims that are decided, what others own. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { type CartShop, cartShop } from '../testing.ts';
import { finishClaims, releaseClaims, takeBackClaims } from './claims.ts';
import { forgetUser } from './forget.ts';
import { keepNoCarts } from './kept-carts.ts';
import { mergeGuestCart } from './merge-carts.ts';
import { purgeClaims, purgeGuestCarts } from './purge.ts';
import { readBothCarts } from './read-carts.ts';

let cart: CartShop<TestShop>;
before(async () => {
  cart = await cartShop(await openTestShop({ skipInvariants: true }));
});
after(() => cart.close());

const database = () => cart.shop.database<any>('cart');
const inTx = <T>(work: (tx: any) => Promise<T>): Promise<T> => database().tx(work);
const sql = (text: string, values: unknown[] = []) => cart.shop.sql(text, values);

async function claimed(): Promise<{ userId: number; orderId: number }> {
  const { id: userId } = await cart.shopperWith([await cart.newProduct()]);
  const orderId = cart.nextOrder();
  await cart.claim({ orderId, userId });
  return { userId, orderId };
}
const linesOf = async (userId: number) =>
  (
    await sql(`select l.id from haat_cart.cart c join haat_cart.cart_line l on l.cart_id = c.id where c.user_id = $1`, [
      userId,
    ])
  ).length;
const statusOf = async (orderId: number) =>
  (await sql('select status from haat_cart.claim where order_id = $1', [orderId]))[0]?.status;

/** The id of a guest whose cart holds one product. */
async function guest(product: any): Promise<{ guestId: string; headers: { cookie: string } }> {
  const body = { productId: product.id, quantity: 1 };
  const added = await cart.shop.request('POST', '/cart/items', { body });
  const cookie = added.headers.getSetCookie()[0]!.split(';')[0]!;
  return { guestId: /=([\w-]+)\./.exec(cookie)![1]!, headers: { cookie } };
}

test('who is erased while an order is made of the cart keeps it until the order is', async () => {
  const { userId } = await claimed();
  await forgetUser(database().kysely, userId);
  assert.equal(await linesOf(userId), 1);
});

test('an order that ends empties and frees the cart that it holds, alone', async () => {
  const { userId, orderId } = await claimed();
  await sql('update haat_cart.cart set claimed_by = $1 where user_id = $2', [orderId + 1, userId]);
  await inTx((tx) => finishClaims(tx, [orderId]));
  assert.equal(await linesOf(userId), 1);
});

test('a claim that was decided is neither released nor taken back', async () => {
  const { orderId } = await claimed();
  await inTx((tx) => finishClaims(tx, [orderId]));
  await inTx((tx) => releaseClaims(tx, [orderId]));
  assert.equal(await statusOf(orderId), 'finished');
  await inTx((tx) => takeBackClaims(tx, [orderId]));
  assert.equal(await statusOf(orderId), 'finished');
});

test('cleared away are old carts of guests that no order holds, and old claims that were decided', async () => {
  const product = await cart.newProduct();
  const { id: userId } = await cart.shopperWith([product]);
  const [free, held, { orderId }] = [await guest(product), await guest(product), await claimed()];
  await cart.claim({ orderId: cart.nextOrder(), guestId: held.guestId });
  await sql(`update haat_cart.cart set updated_at = now() - interval '91 days'`);
  await sql(`update haat_cart.claim set created_at = now() - interval '31 days'`);
  await purgeGuestCarts(database(), 90, keepNoCarts());
  await purgeClaims(database());
  const guests = (await sql('select guest_id from haat_cart.cart where guest_id is not null')).map(
    (row) => row.guest_id,
  );
  assert.deepEqual([guests.includes(free.guestId), guests.includes(held.guestId)], [false, true]);
  assert.equal(await linesOf(userId), 1);
  assert.equal(await statusOf(orderId), 'claimed');
});

test('of two carts with the same code the joined one has it once, and each is known by its owner', async () => {
  const [product, code] = [await cart.newProduct(), await cart.newDiscount({})];
  const stranger = await guest(product);
  const user = await cart.shopperWith([product]);
  const body = { discountCode: code.code };
  await cart.shop.expect(200, 'POST', '/cart/discounts', { headers: stranger.headers, body });
  await cart.shop.expect(200, 'POST', '/cart/discounts', { token: user.token, body });
  const { own, guest: theirs } = await readBothCarts(database(), user.id, stranger.guestId);
  assert.deepEqual([own!.userId, theirs!.guestId], [user.id, stranger.guestId]);
  assert.equal(await inTx((tx) => mergeGuestCart(tx, user.id, stranger.guestId)), 'merged');
});

test('codes are listed by their seller', async () => {
  await cart.newDiscount({});
  const { token } = cart.admin;
  assert.deepEqual((await cart.shop.expect(200, 'GET', '/discounts?sellerId=999999', { token })).items, []);
});
