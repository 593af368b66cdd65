import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { type CartShop, cartShop } from '../testing.ts';

let cart: CartShop<TestShop>;
before(async () => {
  cart = await cartShop(await openTestShop());
});
after(() => cart.close());

test('a cart that nobody filled is empty and makes no row', async () => {
  const user = await cart.shop.signUp();
  const seen = await cart.cartOf(user);
  assert.deepEqual([seen.id, seen.items, seen.total, seen.version], [null, [], '0.00', 0]);
  const visitor = await cart.shop.request('GET', '/cart');
  assert.deepEqual([visitor.status, visitor.body.id, visitor.headers.get('set-cookie')], [200, null, null]);
  assert.equal((await cart.shop.sql('select 1 from haat_cart.cart where user_id = $1', [user.id])).length, 0);
});

test('a bad token is refused, never taken for a guest', async () => {
  for (const authorization of ['Bearer nonsense', 'Basic abc']) {
    assert.equal((await cart.shop.request('GET', '/cart', { headers: { authorization } })).status, 401);
  }
});

test('adding answers the line and the cart, and adding again adds up', async () => {
  const product = await cart.newProduct({ price: '19.99' });
  const user = await cart.shop.signUp();
  const first = await cart.add(user, product, 2);
  assert.deepEqual(
    [first.data.productId, first.data.quantity, first.data.unitPrice, first.data.price, first.data.subtotal],
    [product.id, 2, '19.99', '19.99', '39.98'],
  );
  const second = await cart.shop.expect(201, 'POST', '/cart/items/add/', {
    token: user.token,
    body: { product_id: product.id, quantity: 1 },
  });
  assert.deepEqual([second.data.id, second.data.quantity, second.data.cartId], [first.data.id, 3, first.data.cartId]);
  assert.ok(second.cart.version > first.cart.version);
  const seen = await cart.cartOf(user);
  assert.deepEqual(seen, second.cart);
  assert.deepEqual([seen.subtotal, seen.total, seen.itemCount], ['59.97', '59.97', 3]);
});

test('newcomers and guests who add at the same moment get each their own cart', async () => {
  const product = await cart.newProduct();
  for (let round = 0; round < 3; round += 1) {
    const users = await Promise.all([1, 2, 3, 4].map(() => cart.shop.signUp()));
    const added = await Promise.all(
      [...users, ...users].map((user, index) =>
        cart.shop.request('POST', '/cart/items', {
          token: index < users.length ? user.token : undefined,
          body: { productId: product.id, quantity: index + 1 },
        }),
      ),
    );
    assert.deepEqual(
      added.map(({ status, body }) => [status, body.cart.items.map((item: any) => item.quantity)]),
      added.map((_, index) => [201, [index + 1]]),
    );
    assert.equal(new Set(added.map(({ body }) => body.cart.id)).size, added.length);
  }
});

test('a list is added whole or not at all, and answered as a list', async () => {
  const [one, two] = [await cart.newProduct(), await cart.newProduct({ quantity: 1 })];
  const user = await cart.shop.signUp();
  const tooMany = {
    items: [
      { productId: one.id, quantity: 1 },
      { productId: two.id, quantity: 2 },
    ],
  };
  const refused = await cart.shop.expect(409, 'POST', '/cart/items', { token: user.token, body: tooMany });
  assert.equal(refused.code, 'stock.insufficient');
  assert.deepEqual(refused.lines, [{ productId: two.id, variantId: two.variants[0].id, requested: 2, available: 1 }]);
  assert.deepEqual((await cart.cartOf(user)).items, []);
  const body = [one, two, one].map(({ id }) => ({ productId: id, quantity: 1 }));
  const added = await cart.shop.expect(201, 'POST', '/cart/items', { token: user.token, body });
  assert.deepEqual(
    added.data.map((line: any) => [line.productId, line.quantity]),
    [
      [one.id, 2],
      [two.id, 1],
      [one.id, 2],
    ],
  );
  assert.deepEqual(
    added.cart.items.map((line: any) => line.productId),
    [one.id, two.id],
  );
});

test('an unknown product is 404, one out of stock 409, a bad quantity 422', async () => {
  const product = await cart.newProduct({ quantity: 3 });
  const draft = await cart.newProduct({ status: 'draft' });
  const user = await cart.shopperWith([product], 2);
  const table: Array<[unknown, number, string]> = [
    [{ productId: 999_999_999, quantity: 1 }, 404, 'product.not_found'],
    [{ productId: draft.id, quantity: 1 }, 404, 'product.not_found'],
    [{ productId: product.id, variantId: draft.variants[0].id, quantity: 1 }, 404, 'product.not_found'],
    [{ productId: product.id, quantity: 2 }, 409, 'stock.insufficient'],
    ...[0, -1, 1.5, 10_001, '2', null].map((quantity): [unknown, number, string] => [
      { productId: product.id, quantity },
      422,
      'validation.failed',
    ]),
    [{ quantity: 1 }, 422, 'validation.failed'],
    [[], 422, 'validation.failed'],
    [{ items: [] }, 422, 'validation.failed'],
  ];
  for (const [body, status, code] of table) {
    const answer = await cart.shop.request('POST', '/cart/items', { token: user.token, body });
    assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(body));
  }
  assert.equal((await cart.cartOf(user)).itemCount, 2);
});

test('of a product with several variants one has to say which', async () => {
  const product = await cart.newProduct({
    options: [{ name: 'Size', values: ['S', 'M'] }],
    variants: [
      { options: { Size: 'S' }, quantity: 5 },
      { options: { Size: 'M' }, quantity: 5, price: '120.00' },
    ],
  });
  const user = await cart.shop.signUp();
  const body = { productId: product.id, quantity: 1 };
  const refused = await cart.shop.expect(422, 'POST', '/cart/items', { token: user.token, body });
  assert.equal(refused.code, 'product.variant_required');
  for (const { id } of product.variants) {
    await cart.shop.expect(201, 'POST', '/cart/items', { token: user.token, body: { ...body, variantId: id } });
  }
  assert.deepEqual(
    (await cart.cartOf(user)).items.map((line: any) => [line.variantTitle, line.unitPrice]),
    [
      ['S', '100.00'],
      ['M', '120.00'],
    ],
  );
});

test('quantities are set and lines removed; the same call twice finds nothing', async () => {
  const [one, two] = [await cart.newProduct({ quantity: 5 }), await cart.newProduct()];
  const user = await cart.shopperWith([one, two]);
  const { items } = await cart.cartOf(user);
  const path = `/cart/items/${items[0].id}`;
  const set = await cart.shop.expect(200, 'PUT', path, { token: user.token, body: { quantity: 5 } });
  assert.deepEqual([set.data.quantity, set.data.subtotal, set.cart.subtotal], [5, '500.00', '600.00']);
  for (const quantity of [0, -1, 2.5, 10_001]) {
    await cart.shop.expect(422, 'PUT', path, { token: user.token, body: { quantity } });
  }
  const short = await cart.shop.expect(409, 'PUT', path, { token: user.token, body: { quantity: 6 } });
  assert.deepEqual([short.code, short.lines[0].available], ['stock.insufficient', 5]);
  await cart.shop.expect(204, 'DELETE', path, { token: user.token });
  const again = await cart.shop.expect(404, 'DELETE', path, { token: user.token });
  assert.equal(again.code, 'cart.item_not_found');
  await cart.shop.expect(204, 'DELETE', '/cart', { token: user.token });
  await cart.shop.expect(204, 'DELETE', '/cart', { token: user.token });
  assert.deepEqual((await cart.cartOf(user)).items, []);
});

test("somebody else's line is like none, to read, set and remove", async () => {
  const product = await cart.newProduct();
  const [owner, other] = [await cart.shopperWith([product]), await cart.shopperWith([product])];
  const line = (await cart.cartOf(owner)).items[0];
  for (const token of [other.token, cart.admin.token]) {
    const set = await cart.shop.expect(404, 'PUT', `/cart/items/${line.id}`, { token, body: { quantity: 9 } });
    assert.equal(set.code, 'cart.item_not_found');
    await cart.shop.expect(404, 'DELETE', `/cart/items/${line.id}`, { token });
  }
  assert.equal((await cart.cartOf(owner)).items[0].quantity, 1);
});

test('the price follows the catalogue when the cart is read; the price when added stays beside it', async () => {
  const product = await cart.newProduct({ price: '100.00' });
  const user = await cart.shopperWith([product]);
  const before = await cart.cartOf(user);
  await cart.shop.expect(200, 'PATCH', `/products/${product.id}`, {
    token: cart.admin.token,
    body: { price: '120.00' },
  });
  const seen = await cart.cartOf(user);
  const [line] = seen.items;
  assert.deepEqual(
    [line.unitPrice, line.addedPrice, line.priceChanged, seen.total],
    ['120.00', '100.00', true, '120.00'],
  );
  assert.ok(seen.version > before.version, 'a price that moved is a change');
  assert.equal((await cart.cartOf(user)).version, seen.version, 'reading again changes nothing');
});

test('a line that can no longer be bought stays, flagged as not available', async () => {
  const product = await cart.newProduct();
  const user = await cart.shopperWith([product]);
  await cart.shop.expect(200, 'PATCH', `/products/${product.id}`, {
    token: cart.admin.token,
    body: { status: 'draft' },
  });
  const [drafted] = (await cart.cartOf(user)).items;
  assert.deepEqual([drafted.available, drafted.title], [0, product.title]);
  await cart.shop.expect(204, 'DELETE', `/products/${product.id}`, { token: cart.admin.token });
  const [gone] = (await cart.cartOf(user)).items;
  assert.deepEqual([gone.available, gone.title, gone.unitPrice], [0, product.title, '100.00']);
});

test('additions at the same moment all count, each once', async () => {
  const products = await Promise.all(Array.from({ length: 4 }, () => cart.newProduct()));
  const user = await cart.shop.signUp();
  await Promise.all(Array.from({ length: 24 }, (_, index) => cart.add(user, products[index % 4])));
  const { items } = await cart.cartOf(user);
  assert.deepEqual(items.map((line: any) => line.quantity).sort(), [6, 6, 6, 6]);
});

test('the same Idempotency-Key adds once', async () => {
  const product = await cart.newProduct({ quantity: 3 });
  const user = await cart.shop.signUp();
  const request = {
    token: user.token,
    headers: { 'idempotency-key': 'k1' },
    body: { productId: product.id, quantity: 2 },
  };
  const first = await cart.shop.expect(201, 'POST', '/cart/items', request);
  assert.deepEqual(
    await cart.shop.expect(201, 'POST', '/cart/items', request),
    first,
    'also where stock would refuse it now',
  );
  assert.equal((await cart.cartOf(user)).itemCount, 2);
  const other = { ...request, body: { productId: product.id, quantity: 1 } };
  assert.equal((await cart.shop.expect(422, 'POST', '/cart/items', other)).code, 'idempotency.mismatch');
});

test('limits of a cart are said as cart.full', async () => {
  const dear = await cart.newProduct({ price: '9000000000.00' });
  const cheap = await cart.newProduct({ quantity: 20_000 });
  const user = await cart.shop.signUp();
  await cart.add(user, cheap, 10_000);
  const table = [
    { productId: cheap.id, quantity: 1 },
    { productId: dear.id, quantity: 2 },
  ];
  for (const body of table) {
    const refused = await cart.shop.expect(422, 'POST', '/cart/items', { token: user.token, body });
    assert.equal(refused.code, 'cart.full');
  }
});

test('admins read any cart, by id and by user; others do not', async () => {
  const product = await cart.newProduct();
  const user = await cart.shopperWith([product], 3);
  const { id } = await cart.cartOf(user);
  const seen = await cart.shop.expect(200, 'GET', `/carts/${id}`, { token: cart.admin.token });
  assert.deepEqual([seen.userId, seen.items[0].quantity], [user.id, 3]);
  const list = await cart.shop.expect(200, 'GET', `/carts?userId=${user.id}`, { token: cart.admin.token });
  assert.deepEqual(
    list.items.map((row: any) => [row.id, row.userId, row.guest, row.itemCount]),
    [[id, user.id, false, 3]],
  );
  const first = await cart.shop.expect(200, 'GET', '/carts?limit=1', { token: cart.admin.token });
  const next = await cart.shop.expect(200, 'GET', `/carts?limit=1&cursor=${first.nextCursor}`, {
    token: cart.admin.token,
  });
  assert.ok(next.items[0].id < first.items[0].id);
  assert.equal((await cart.shop.request('GET', '/carts?cursor=%25%25', { token: cart.admin.token })).status, 422);
  assert.equal(
    (await cart.shop.expect(404, 'GET', '/carts/999999', { token: cart.admin.token })).code,
    'cart.not_found',
  );
  for (const path of [`/carts/${id}`, '/carts']) {
    await cart.shop.expect(403, 'GET', path, { token: user.token });
    await cart.shop.expect(401, 'GET', path);
  }
});
