/** Many requests at one cart and at one session: sums stay right, one cart is made, an ended session stays ended. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { addToCart, newCategory, newProduct, readCart } from '../steps.ts';
import { times } from './crowd.ts';

/** Where services run apart. */
const LOGOUT_REACHES_ALL_MS = 2_000;

let shop: TestShop;
let admin: TestUser;
let lamp: any;

before(async () => {
  shop = await openTestShop();
  admin = await shop.admin();
  const category = await newCategory(shop, admin);
  lamp = await newProduct(shop, admin, { category: category.id, quantity: 1_000 });
});
after(() => shop.close());

const one = () => ({ productId: lamp.id, quantity: 1 });
const cartsOf = async (user: TestUser): Promise<number> =>
  (await shop.expect(200, 'GET', `/carts?userId=${user.id}`, { token: admin.token })).items.length;

test('thirty first additions of a newcomer make one cart that holds them all', async () => {
  const buyer = await shop.signUp();
  await times(30, () => addToCart(shop, buyer, one()));
  const cart = await readCart(shop, buyer);
  assert.deepEqual(
    cart.items.map((item: any) => item.quantity),
    [30],
  );
  assert.equal(cart.subtotal, '3000.00');
  assert.equal(await cartsOf(buyer), 1);
});

test('one key, twenty equal additions: added once', async () => {
  const buyer = await shop.signUp();
  const request = { token: buyer.token, headers: { 'idempotency-key': 'add-once' }, body: one() };
  const answers = await times(20, () => shop.request('POST', '/cart/items', request));
  for (const { status, body } of answers) {
    assert.ok(status === 201 || body.code === 'idempotency.in_progress', `${status} ${JSON.stringify(body)}`);
  }
  assert.equal((await readCart(shop, buyer)).items[0].quantity, 1);
});

test('added to, set, removed and emptied all at once, a cart is never wrong', async () => {
  const buyer = await shop.signUp();
  const { token } = buyer;
  for (let round = 0; round < 5; round += 1) {
    const { data } = await addToCart(shop, buyer, one());
    const line = `/cart/items/${data.id}`;
    const responses = await times(30, (index) => {
      if (index % 5 === 4) return shop.request('DELETE', line, { token });
      if (index % 5 === 3) return shop.request('PUT', line, { token, body: { quantity: (index % 7) + 1 } });
      if (index === 12) return shop.request('DELETE', '/cart', { token });
      return shop.request('POST', '/cart/items', { token, body: one() });
    });
    for (const { status, body } of responses) {
      const fits = status < 300 || body.code === 'cart.item_not_found';
      assert.ok(fits, `${status} ${JSON.stringify(body)}`);
      if (body.cart) assertAddsUp(body.cart);
    }
    assertAddsUp(await readCart(shop, buyer));
  }
  assert.equal(await cartsOf(buyer), 1);
});

function assertAddsUp(cart: any): void {
  assert.ok(cart.items.length <= 1, 'one line a variant');
  for (const { quantity, lineTotal } of cart.items) {
    assert.ok(quantity >= 1, `quantity ${quantity}`);
    assert.equal(lineTotal, `${quantity * 100}.00`);
  }
  assert.equal(cart.subtotal, cart.items[0]?.lineTotal ?? '0.00');
}

test('a guest’s cart that is shown twenty times at sign-in is merged once', async () => {
  const buyer = await shop.signUp();
  const added = await shop.request('POST', '/cart/items', { body: { ...one(), quantity: 3 } });
  const headers = { cookie: added.headers.getSetCookie()[0]!.split(';')[0]! };
  const seen = await times(20, () => shop.request('GET', '/cart', { token: buyer.token, headers }));
  for (const { status, body } of seen) assert.equal(status, 200, JSON.stringify(body));
  const cart = await readCart(shop, buyer);
  assert.deepEqual(
    cart.items.map((item: any) => item.quantity),
    [3],
  );
});

test('refreshed and signed out in the same moment, a session leaves no token that works', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { token, refreshToken } = await shop.signUp();
    const refreshing = times(5, () => shop.request('POST', '/token/refresh', { body: { refreshToken } }));
    const [left, refreshed] = await Promise.all([shop.request('POST', '/logout', { token }), refreshing]);
    assert.equal(left.status, 200);
    const successors = refreshed.filter(({ status }) => status === 200).map(({ body }) => body);
    for (const successor of [{ accessToken: token, refreshToken }, ...successors]) {
      for (const path of ['/profile', '/cart', '/orders', '/payments', '/products']) {
        const isRefused = async () =>
          (await shop.request('GET', path, { token: successor.accessToken })).status === 401;
        await until(`${path} refuses it`, isRefused, shop.apart ? LOGOUT_REACHES_ALL_MS : 0);
      }
      const again = await shop.request('POST', '/token/refresh', { body: { refreshToken: successor.refreshToken } });
      assert.equal(again.status, 401);
    }
  }
});

test('ten accounts for one e-mail at once: one is opened', async () => {
  const email = `twins-${Date.now()}@shop.test`;
  const responses = await times(10, (index) =>
    shop.request('POST', '/signup', {
      body: { email: index % 2 ? email : email.toUpperCase(), password: 'a quiet river bank' },
    }),
  );
  const codes = responses.map(({ status, body }) => (status === 201 ? 'opened' : body.code)).sort();
  assert.deepEqual(codes, ['opened', ...Array.from({ length: 9 }, () => 'user.email_taken')]);
});
