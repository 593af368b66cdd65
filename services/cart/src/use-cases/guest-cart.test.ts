import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { handlers } from '../handlers.ts';
import { keepNoCarts } from '../store/kept-carts.ts';
import { purgeGuestCarts } from '../store/purge.ts';
import { type CartShop, cartShop } from '../testing.ts';

let cart: CartShop<TestShop>;
before(async () => {
  cart = await cartShop(await openTestShop());
});
after(() => cart.close());

const request = (method: string, path: string, cookie: string | null, body?: unknown, token?: string) =>
  cart.shop.request(method, path, { body, token, headers: cookie === null ? {} : { cookie } });

const cookieOf = (headers: Headers) => headers.get('set-cookie')?.split(';')[0] ?? null;

/** A guest's cookie whose cart holds these products. */
async function guestWith(products: any[], quantity = 1): Promise<string> {
  const body = products.map(({ id }) => ({ productId: id, quantity }));
  const added = await request('POST', '/cart/items', null, body);
  assert.equal(added.status, 201);
  return cookieOf(added.headers)!;
}

const quantities = (seen: any) => Object.fromEntries(seen.items.map((line: any) => [line.productId, line.quantity]));

test('a guest is known again by a signed cookie that scripts cannot read', async () => {
  const product = await cart.newProduct();
  const added = await request('POST', '/cart/items', null, { productId: product.id, quantity: 2 });
  const cookie = added.headers.get('set-cookie')!;
  assert.match(cookie, /^haat_guest=[\w-]{24}\.[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/);
  const seen = await request('GET', '/cart', cookieOf(added.headers));
  assert.deepEqual([seen.body.userId, seen.body.itemCount], [null, 2]);
  assert.equal(seen.headers.get('cache-control'), 'no-store');
});

test('a cookie that was changed is nobody’s', async () => {
  const product = await cart.newProduct();
  const cookie = await guestWith([product]);
  const forged = cookie.replace(/=./, (sign) => (sign === '=A' ? '=B' : '=A'));
  assert.equal((await request('GET', '/cart', forged)).body.id, null);
});

test("another guest's line is like none", async () => {
  const product = await cart.newProduct();
  const [mine, theirs] = [await guestWith([product]), await guestWith([product])];
  const line = (await request('GET', '/cart', theirs)).body.items[0];
  assert.equal((await request('DELETE', `/cart/items/${line.id}`, mine)).status, 404);
  assert.equal((await request('PUT', `/cart/items/${line.id}`, null, { quantity: 2 })).status, 404);
});

test('the first call with token and cookie makes the guest’s cart the user’s, and takes the cookie', async () => {
  const product = await cart.newProduct();
  const cookie = await guestWith([product], 3);
  const guest = (await request('GET', '/cart', cookie)).body;
  const user = await cart.shop.signUp();
  const joined = await request('GET', '/cart', cookie, undefined, user.token);
  assert.deepEqual([joined.body.id, joined.body.userId, joined.body.itemCount], [guest.id, user.id, 3]);
  assert.match(joined.headers.get('set-cookie')!, /^haat_guest=; Max-Age=0; Path=\//);
  assert.equal((await cart.cartOf(user)).itemCount, 3);
  assert.equal((await request('GET', '/cart', cookie)).body.id, null, 'the cookie is worth nothing any more');
});

test('two carts are added up; what is in both is one line', async () => {
  const [both, own, guests] = await Promise.all([cart.newProduct(), cart.newProduct(), cart.newProduct()]);
  const code = await cart.newDiscount({});
  const user = await cart.shopperWith([both, own], 2);
  const cookie = await guestWith([both, guests], 3);
  await request('POST', '/cart/discounts', cookie, { discountCode: code.code });
  const joined = (await request('GET', '/cart', cookie, undefined, user.token)).body;
  assert.deepEqual(quantities(joined), { [both.id]: 5, [own.id]: 2, [guests.id]: 3 });
  assert.deepEqual(
    joined.discounts.map((discount: any) => discount.code),
    [code.code],
  );
});

test('many calls at once join the guest’s cart exactly once', async () => {
  for (const withOwnCart of [false, true]) {
    const [product, own] = await Promise.all([cart.newProduct(), cart.newProduct()]);
    const user = await cart.shop.signUp();
    if (withOwnCart) await cart.add(user, product, 1);
    const cookie = await guestWith([product], 2);
    const calls = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 3 === 0
          ? request('POST', '/cart/items', cookie, { productId: own.id, quantity: 1 }, user.token)
          : request('GET', '/cart', cookie, undefined, user.token),
      ),
    );
    for (const call of calls) assert.ok(call.status === 200 || call.status === 201, JSON.stringify(call.body));
    const expected = { [product.id]: withOwnCart ? 3 : 2, [own.id]: 4 };
    assert.deepEqual(quantities(await cart.cartOf(user)), expected);
  }
});

test('while an order is made of the user’s cart the guest’s waits, and joins afterwards', async () => {
  const [own, guests] = [await cart.newProduct(), await cart.newProduct()];
  const user = await cart.shopperWith([own]);
  const cookie = await guestWith([guests]);
  const orderId = cart.nextOrder();
  await cart.claim({ orderId, userId: user.id });
  const during = await request('GET', '/cart', cookie, undefined, user.token);
  assert.deepEqual(quantities(during.body), { [own.id]: 1 });
  assert.equal(during.headers.get('set-cookie'), null, 'the cookie stays, for the cart still waits under it');
  await cart.finish(orderId);
  const later = await request('GET', '/cart', cookie, undefined, user.token);
  assert.deepEqual(quantities(later.body), { [guests.id]: 1 });
});

test('a cart joined in the very call that orders is ordered, unless the user had lines of which this one is news', async () => {
  const [own, guests] = [await cart.newProduct(), await cart.newProduct()];
  const caller = async () => {
    const user = await cart.shop.signUp();
    const [, guestId] = /=([\w-]+)\./.exec(await guestWith([guests]))!;
    return { user, context: { guestId: guestId!, caller: { userId: user.id } as any } };
  };
  const fresh = await caller();
  const claimed = await cart.claim({ orderId: cart.nextOrder(), userId: fresh.user.id }, fresh.context);
  assert.deepEqual(
    claimed.lines.map((line) => line.productId),
    [guests.id],
  );

  const filled = await caller();
  await cart.add(filled.user, own);
  const claim = cart.claim({ orderId: cart.nextOrder(), userId: filled.user.id }, filled.context);
  await assert.rejects(claim, { code: 'cart.changed' });
  assert.equal((await cart.claim({ orderId: cart.nextOrder(), userId: filled.user.id })).lines.length, 2);

  const named = await cart.shop.signUp();
  await cart.add(named, own);
  const ofNamed = await cart.claim({ orderId: cart.nextOrder(), userId: named.id }, (await caller()).context);
  assert.deepEqual(
    ofNamed.lines.map((line) => line.productId),
    [own.id],
    'nobody’s order waits for the guest’s cart of somebody else',
  );
});

test('a guest’s order claims the guest’s cart; a code with a limit for each user is for users', async () => {
  const product = await cart.newProduct();
  const limited = await cart.newDiscount({ perUserLimit: 1 });
  const cookie = await guestWith([product]);
  await request('POST', '/cart/discounts', cookie, { discountCode: limited.code });
  const [, guestId] = /=([\w-]+)\./.exec(cookie)!;
  await assert.rejects(cart.claim({ orderId: cart.nextOrder(), guestId }), { code: 'discount.exhausted' });
  const [shown] = (await request('GET', '/cart', cookie)).body.discounts;
  assert.deepEqual([shown.amount, shown.reason], ['0.00', 'Sign in to use this code.']);
  const claimed = await cart.claim({ orderId: cart.nextOrder(), guestId });
  assert.deepEqual([claimed.discountMinor, claimed.totalMinor], [0, 10_000]);
});

test('a guest’s cart that nobody touched for long is forgotten, a user’s never', async () => {
  const product = await cart.newProduct();
  const [cookie, user] = [await guestWith([product]), await cart.shopperWith([product])];
  await cart.shop.sql("update haat_cart.cart set updated_at = now() - interval '91 days'");
  await purgeGuestCarts(cart.shop.database('cart'), 90, keepNoCarts());
  const seen = async () => (await request('GET', '/cart', cookie)).body.id;
  await until('the guest’s cart to be gone from memory too', async () => (await seen()) === null);
  assert.equal((await cart.cartOf(user)).itemCount, 1);
});

test('an erased user’s cart is gone', async () => {
  const product = await cart.newProduct();
  const user = await cart.shopperWith([product]);
  await cart.shop
    .database<any>('cart')
    .tx((tx) => handlers({ kept: keepNoCarts() })['user.erased'](tx, { data: { userId: user.id } } as never));
  const rows = () => cart.shop.sql('select id from haat_cart.cart where user_id = $1', [user.id]);
  await until('the cart to be gone', async () => (await rows()).length === 0);
});
