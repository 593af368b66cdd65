import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { type CartShop, cartShop } from '../testing.ts';

let cart: CartShop<TestShop>;
let seller: TestUser;
let rival: TestUser;
before(async () => {
  cart = await cartShop(await openTestShop());
  [seller, rival] = await Promise.all([
    cart.shop.signUp({ roles: ['seller', 'customer'] }),
    cart.shop.signUp({ roles: ['seller', 'customer'] }),
  ]);
});
after(() => cart.close());

const create = (token: string | undefined, fields: Record<string, unknown>) =>
  cart.shop.request('POST', '/discounts', { token, body: { kind: 'percentage', value: '10', ...fields } });

const apply = (user: { token: string }, discountCode: string, fields: Record<string, unknown> = {}) =>
  cart.shop.request('POST', '/cart/discounts', { token: user.token, body: { discountCode, ...fields } });

test('a code is shown as it was made, and found by its id, in lists and by a part of it', async () => {
  const fields = {
    code: 'Diwali-26',
    kind: 'coupon',
    value: '250',
    minimum: 999,
    startsAt: '2026-01-01T00:00:00Z',
    endsAt: '2099-01-01T05:30:00+05:30',
    usageLimit: 500,
    perUserLimit: 2,
  };
  const made = (await create(cart.admin.token, fields)).body;
  const { id, createdAt, updatedAt, ...rest } = made;
  assert.deepEqual(rest, {
    code: 'Diwali-26',
    kind: 'coupon',
    value: '250.00',
    currency: 'INR',
    productId: null,
    categoryId: null,
    sellerId: null,
    minimum: '999.00',
    startsAt: '2026-01-01T00:00:00.000Z',
    endsAt: '2099-01-01T00:00:00.000Z',
    usageLimit: 500,
    perUserLimit: 2,
    used: 0,
    active: true,
  });
  assert.ok(createdAt && updatedAt);
  const token = cart.admin.token;
  assert.deepEqual(await cart.shop.expect(200, 'GET', `/discounts/${id}`, { token }), made);
  const found = await cart.shop.expect(200, 'GET', '/discounts?q=wali', { token });
  assert.deepEqual(found.items, [made]);
  assert.equal((await cart.shop.expect(200, 'GET', '/discounts?q=%25_', { token })).total, 0);
});

test('codes are unique without regard to case, also at the same moment; a deleted one is free again', async () => {
  const made = await Promise.all(['TWICE', 'twice', 'Twice'].map((code) => create(cart.admin.token, { code })));
  assert.deepEqual(made.map((answer) => answer.status).sort(), [201, 409, 409]);
  assert.equal(made.find((answer) => answer.status === 409)!.body.code, 'discount.code_taken');
  const { id } = made.find((answer) => answer.status === 201)!.body;
  const token = cart.admin.token;
  const other = (await create(token, { code: 'OTHER' })).body;
  const renamed = await cart.shop.expect(409, 'PUT', `/discounts/${other.id}`, { token, body: { code: 'tWICE' } });
  assert.equal(renamed.code, 'discount.code_taken');
  await cart.shop.expect(204, 'DELETE', `/discounts/${id}`, { token });
  await cart.shop.expect(404, 'DELETE', `/discounts/${id}`, { token });
  await cart.shop.expect(404, 'GET', `/discounts/${id}`, { token });
  assert.equal((await create(token, { code: 'TWICE' })).status, 201);
});

test('a code that makes no sense is 422 and names the field', async () => {
  const table: Array<[Record<string, unknown>, string]> = [
    [{ value: '101' }, 'value'],
    [{ value: '0' }, 'value'],
    [{ kind: 'fixed', value: '0.00' }, 'value'],
    [{ kind: 'fixed', value: '1.001' }, 'value'],
    [{ kind: 'coupon', value: '-1' }, 'value'],
    [{ kind: 'bogof' }, 'kind'],
    [{ code: 'two words' }, 'code'],
    [{ minimum: '1.234' }, 'minimum'],
    [{ usageLimit: 0 }, 'usageLimit'],
    [{ perUserLimit: 1.5 }, 'perUserLimit'],
    [{ startsAt: '2026-02-30T99:00:00Z' }, 'startsAt'],
    [{ startsAt: '2026-02-02T00:00:00Z', endsAt: '2026-02-01T00:00:00Z' }, 'endsAt'],
  ];
  for (const [fields, field] of table) {
    const refused = await create(cart.admin.token, { code: `BAD${cart.nextOrder()}`, ...fields });
    assert.equal(refused.status, 422, JSON.stringify(fields));
    assert.equal(refused.body.errors[0].field, field, JSON.stringify(fields));
  }
  for (const [fields, code] of [
    [{ productId: 999_999_999 }, 'product.not_found'],
    [{ categoryId: 999_999_999 }, 'category.not_found'],
  ] as const) {
    const refused = await create(cart.admin.token, { code: `BAD${cart.nextOrder()}`, ...fields });
    assert.deepEqual([refused.status, refused.body.code], [404, code]);
  }
});

test('a change keeps what is left out; kind and value change together; limits never below the uses', async () => {
  const token = cart.admin.token;
  const discount = await cart.newDiscount({ usageLimit: 5, perUserLimit: 2 });
  const change = (body: unknown) => cart.shop.request('PUT', `/discounts/${discount.id}`, { token, body });
  const halved = (await change({ value: 12.5, endsAt: '2099-01-01T00:00:00Z' })).body;
  assert.deepEqual([halved.value, halved.usageLimit, halved.code], ['12.50', 5, discount.code]);
  assert.equal((await change({ kind: 'fixed' })).status, 422);
  const fixed = (await change({ kind: 'fixed', value: '30', endsAt: null, usageLimit: null })).body;
  assert.deepEqual([fixed.kind, fixed.value, fixed.endsAt, fixed.usageLimit], ['fixed', '30.00', null, null]);

  const user = await cart.shopperWith([await cart.newProduct()]);
  await apply(user, discount.code);
  await change({ usageLimit: 3 });
  for (const _ of [1, 2]) {
    const orderId = cart.nextOrder();
    await cart.claim({ orderId, userId: user.id });
    await cart.finish(orderId);
    await cart.add(user, await cart.newProduct());
    await apply(user, discount.code);
  }
  for (const limit of [{ usageLimit: 1 }, { perUserLimit: 1 }]) assert.equal((await change(limit)).status, 422);
  assert.equal((await change({ usageLimit: 2, perUserLimit: 2 })).status, 200);
});

test('a seller makes codes for own products only, and sees and changes only own codes', async () => {
  const [own, foreign] = await Promise.all([cart.newProduct({}, seller), cart.newProduct({}, rival)]);
  const made = await create(seller.token, { code: 'MINE', productId: own.id });
  assert.deepEqual([made.status, made.body.sellerId], [201, seller.id]);
  const refused = await create(seller.token, { code: 'THEIRS', productId: foreign.id });
  assert.deepEqual([refused.status, refused.body.code], [404, 'product.not_found']);
  assert.equal((await create(seller.token, { code: 'AS-RIVAL', sellerId: rival.id })).status, 403);

  const path = `/discounts/${made.body.id}`;
  for (const [method, body] of [['GET'], ['PUT', { value: '1' }], ['DELETE']] as const) {
    const answer = await cart.shop.request(method, path, { token: rival.token, body });
    assert.deepEqual([answer.status, answer.body.code], [404, 'discount.not_found'], method);
  }
  const moved = await cart.shop.request('PUT', path, { token: seller.token, body: { productId: foreign.id } });
  assert.equal(moved.status, 404);
  const shopWide = await cart.newDiscount({});
  assert.equal((await cart.shop.request('GET', `/discounts/${shopWide.id}`, { token: seller.token })).status, 404);
  const list = await cart.shop.expect(200, 'GET', `/discounts?sellerId=${seller.id}`, { token: rival.token });
  assert.deepEqual(list.items, []);
  const customer = await cart.shop.signUp();
  assert.equal((await create(customer.token, { code: 'NO' })).status, 403);
  assert.equal((await create(undefined, { code: 'NO' })).status, 401);
});

test("a seller's code takes nothing from another seller, whatever its kind", async () => {
  const [own, foreign] = await Promise.all([
    cart.newProduct({ price: '100.00' }, seller),
    cart.newProduct({ price: '100.00' }, rival),
  ]);
  const user = await cart.shopperWith([own, foreign]);
  for (const [kind, value, off] of [
    ['percentage', '50', '50.00'],
    ['fixed', '500', '100.00'],
    ['coupon', '500', '100.00'],
  ]) {
    const code = await cart.newDiscount({ kind, value }, seller);
    const applied = await apply(user, code.code);
    assert.equal(applied.body.amount, off);
    assert.deepEqual(
      applied.body.cart.items.map((line: any) => line.discount),
      [off, '0.00'],
    );
    await cart.shop.expect(204, 'DELETE', `/cart/discounts/${code.code}`, { token: user.token });
  }
});

test('applying answers what it takes off, for a product too, and twice changes nothing', async () => {
  const product = await cart.newProduct({ price: '59.97' });
  const user = await cart.shopperWith([product], 1);
  const code = await cart.newDiscount({ value: '10' });
  const first = await apply(user, code.code.toLowerCase(), { product_id: product.id });
  assert.equal(first.status, 200);
  const { cart: shown, ...answer } = first.body;
  assert.deepEqual(answer, {
    code: code.code,
    kind: 'percentage',
    amount: '6.00',
    product: { id: product.id, price: '59.97', discountedPrice: '53.97' },
  });
  assert.deepEqual([shown.discountTotal, shown.total, shown.discounts.length], ['6.00', '53.97', 1]);
  assert.deepEqual((await apply(user, code.code, { productId: product.id })).body, first.body);
  assert.deepEqual(await cart.cartOf(user), shown);
  await cart.shop.expect(204, 'DELETE', `/cart/discounts/${code.code.toLowerCase()}`, { token: user.token });
  const gone = await cart.shop.expect(404, 'DELETE', `/cart/discounts/${code.code}`, { token: user.token });
  assert.equal(gone.code, 'discount.not_found');
  assert.equal((await cart.cartOf(user)).total, '59.97');
});

test('why a code does not apply is told apart', async () => {
  const [product, other] = [await cart.newProduct({ price: '100.00' }), await cart.newProduct()];
  const user = await cart.shopperWith([product]);
  const table: Array<[Record<string, unknown>, string]> = [
    [{ startsAt: '2098-01-01T00:00:00Z' }, 'discount.expired'],
    [{ endsAt: '2020-01-01T00:00:00Z' }, 'discount.expired'],
    [{ active: false }, 'discount.invalid'],
    [{ minimum: '100.01' }, 'discount.invalid'],
    [{ productId: other.id }, 'discount.invalid'],
    [{ sellerId: seller.id }, 'discount.invalid'],
  ];
  for (const [fields, code] of table) {
    const discount = await cart.newDiscount(fields);
    const refused = await apply(user, discount.code);
    assert.deepEqual([refused.status, refused.body.code], [422, code], JSON.stringify(fields));
  }
  assert.equal((await apply(user, 'NOSUCHCODE')).body.code, 'discount.invalid');
  assert.equal((await apply(user, 'not a code')).body.code, 'validation.failed');
  const good = await cart.newDiscount({});
  assert.equal((await apply(user, good.code, { productId: other.id })).body.code, 'cart.item_not_found');
  assert.equal((await apply(await cart.shop.signUp(), good.code)).body.code, 'cart.empty');
  assert.deepEqual((await cart.cartOf(user)).discounts, []);
});

test('a code for a category holds for its subcategories', async () => {
  const token = cart.admin.token;
  const parent = await cart.shop.expect(201, 'POST', '/categories', { token, body: { name: 'Food' } });
  const child = await cart.shop.expect(201, 'POST', '/categories', {
    token,
    body: { name: 'Tea', parentId: parent.id },
  });
  const [tea, lamp] = [await cart.newProduct({ category: child.id }), await cart.newProduct()];
  const user = await cart.shopperWith([tea, lamp]);
  const code = await cart.newDiscount({ categoryId: parent.id });
  const { items } = (await apply(user, code.code)).body.cart;
  assert.deepEqual(
    items.map((line: any) => line.discount),
    ['10.00', '0.00'],
  );
});

test('a cart below a code’s minimum keeps it at 0 and has it again when it grows', async () => {
  const product = await cart.newProduct({ price: '100.00' });
  const user = await cart.shopperWith([product], 2);
  const code = await cart.newDiscount({ minimum: '200' });
  await apply(user, code.code);
  const line = `/cart/items/${(await cart.cartOf(user)).items[0].id}`;
  const low = await cart.shop.expect(200, 'PUT', line, { token: user.token, body: { quantity: 1 } });
  assert.deepEqual(
    [low.cart.discounts[0].amount, low.cart.discounts[0].reason],
    ['0.00', 'The cart is below the minimum of this code.'],
  );
  const high = await cart.shop.expect(200, 'PUT', line, { token: user.token, body: { quantity: 3 } });
  assert.deepEqual([high.cart.discounts[0].amount, high.cart.discounts[0].reason], ['30.00', null]);
});

test('a cart takes five codes, applied at once or after each other', async () => {
  const product = await cart.newProduct();
  const user = await cart.shopperWith([product]);
  const codes = await Promise.all(Array.from({ length: 7 }, () => cart.newDiscount({ value: '1' })));
  const answers = await Promise.all(codes.map(({ code }) => apply(user, code)));
  assert.deepEqual(
    [
      answers.filter(({ status }) => status === 200).length,
      answers.filter(({ body }) => body.code === 'discount.stacked').length,
    ],
    [5, 2],
  );
  assert.equal((await cart.cartOf(user)).discounts.length, 5);
});

test('making and changing a code is written to the audit log', async () => {
  const discount = await cart.newDiscount({});
  await cart.shop.expect(200, 'PUT', `/discounts/${discount.id}`, { token: cart.admin.token, body: { value: '5' } });
  const events = await cart.shop.sql(
    `select data from haat_cart.outbox where type = 'audit.recorded' and entity_id = $1 and data->>'entity' = 'discount' order by id`,
    [discount.id],
  );
  assert.deepEqual(
    events.map(({ data }) => [data.action, data.actorId, data.details.before?.value ?? null, data.details.after.value]),
    [
      ['discount.created', cart.admin.id, null, '10.00'],
      ['discount.changed', cart.admin.id, '10.00', '5.00'],
    ],
  );
});

test('pages of codes follow each other, by cursor and by number', async () => {
  for (let made = 0; made < 5; made += 1) await cart.newDiscount({}, rival);
  const get = (query: string) => cart.shop.expect(200, 'GET', `/discounts?${query}`, { token: rival.token });
  const all = (await get('limit=100')).items.map((row: any) => row.id);
  const seen: number[] = [];
  let cursor = '';
  do {
    const page = await get(`limit=2${cursor ? `&cursor=${cursor}` : ''}`);
    seen.push(...page.items.map((row: any) => row.id));
    assert.equal(page.total, all.length);
    cursor = page.nextCursor;
  } while (cursor);
  assert.deepEqual(seen, all);
  assert.deepEqual(
    (await get('limit=2&page=2')).items.map((row: any) => row.id),
    all.slice(2, 4),
  );
  const bad = await cart.shop.request('GET', '/discounts?cursor=zzz', { token: rival.token });
  assert.deepEqual([bad.status, bad.body.code], [422, 'validation.failed']);
});
