import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { exampleAddress } from '#contracts/common/address.ts';
import { type CartShop, cartShop } from '../testing.ts';

let cart: CartShop<TestShop>;
before(async () => {
  cart = await cartShop(await openTestShop());
});
after(() => cart.close());
afterEach(async () => {
  for (const path of ['/tax-rates', '/shipping-methods']) {
    for (const { id } of (await cart.shop.expect(200, 'GET', `${path}?limit=100`)).items) {
      await cart.shop.expect(204, 'DELETE', `${path}/${id}`, { token: cart.admin.token });
    }
  }
});

const post = (path: string, body: unknown, token = cart.admin.token) =>
  cart.shop.request('POST', path, { token, body });
const newTax = (fields: Record<string, unknown>) =>
  cart.shop.expect(201, 'POST', '/tax-rates', {
    token: cart.admin.token,
    body: { name: 'GST', percent: '18', ...fields },
  });
const newMethod = (fields: Record<string, unknown>) =>
  cart.shop.expect(201, 'POST', '/shipping-methods', {
    token: cart.admin.token,
    body: { code: `m${cart.nextOrder()}`, name: 'Standard', price: '49.00', ...fields },
  });
const quote = (user: { token: string }, fields: Record<string, unknown> = {}) =>
  cart.shop.request('POST', '/cart/quote', { token: user.token, body: { shippingAddress: exampleAddress, ...fields } });

test('with nothing configured tax and shipping are 0', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  const quoted = (await quote(user)).body;
  assert.deepEqual(
    [quoted.taxTotal, quoted.shippingTotal, quoted.total, quoted.shippingMethod, quoted.shippingMethods],
    ['0.00', '0.00', '100.00', null, []],
  );
  assert.equal((await quote(user, { shippingMethod: 'express' })).body.code, 'shipping.unavailable');
});

test('a rate holds from the very next request, and until the very last', async () => {
  const user = await cart.shopperWith([await cart.newProduct({ price: '9.99' })]);
  const rate = await newTax({ percent: '18' });
  assert.deepEqual(
    [rate.percent, rate.country, rate.state, rate.postalPrefix, rate.categoryId, rate.included],
    ['18.00', null, null, null, null, false],
  );
  const taxed = await cart.cartOf(user);
  assert.deepEqual(
    [taxed.taxTotal, taxed.total, taxed.items[0].tax, taxed.items[0].taxPercent],
    ['1.80', '11.79', '1.80', '18.00'],
  );
  const token = cart.admin.token;
  await cart.shop.expect(200, 'PUT', `/tax-rates/${rate.id}`, { token, body: { percent: '5', included: true } });
  const included = await cart.cartOf(user);
  assert.deepEqual([included.taxTotal, included.taxIncludedTotal, included.total], ['0.00', '0.48', '9.99']);
  await cart.shop.expect(204, 'DELETE', `/tax-rates/${rate.id}`, { token });
  assert.equal((await cart.cartOf(user)).taxIncludedTotal, '0.00');
});

test('a quote is for its address, a cart without one for the shop’s country', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  await newTax({ percent: '18', country: 'IN' });
  await newTax({ percent: '20', country: 'IN', state: 'Karnataka' });
  await newTax({ percent: '21', country: 'IN', postalPrefix: '560 0' });
  await newTax({ percent: '7', country: 'US' });
  assert.equal((await cart.cartOf(user)).taxTotal, '18.00');
  const at = async (fields: Record<string, unknown>) =>
    (await quote(user, { shippingAddress: { ...exampleAddress, ...fields } })).body.taxTotal;
  assert.equal(await at({}), '21.00');
  assert.equal(await at({ postalCode: '570001' }), '20.00');
  assert.equal(await at({ postalCode: '570001', state: 'Kerala' }), '18.00');
  assert.equal(await at({ country: 'US' }), '7.00');
  assert.equal(await at({ country: 'FR' }), '0.00');
});

test('tax by category, as GST has it, and what is claimed is what was quoted', async () => {
  const token = cart.admin.token;
  const food = await cart.shop.expect(201, 'POST', '/categories', { token, body: { name: 'Food' } });
  const tea = await cart.shop.expect(201, 'POST', '/categories', { token, body: { name: 'Tea', parentId: food.id } });
  const [lamp, leaf] = [
    await cart.newProduct({ price: '333.33' }),
    await cart.newProduct({ price: '99.99', category: tea.id }),
  ];
  const user = await cart.shopperWith([lamp, leaf], 3);
  await newTax({ percent: '18' });
  await newTax({ percent: '5', categoryId: food.id });
  await newMethod({ price: '40', freeAbove: '2000' });
  const quoted = (await quote(user)).body;
  assert.deepEqual(
    [quoted.subtotal, quoted.items.map((line: any) => line.tax), quoted.taxTotal, quoted.shippingTotal, quoted.total],
    ['1299.96', ['180.00', '15.00'], '195.00', '40.00', '1534.96'],
  );
  const claimed = await cart.claim({
    orderId: cart.nextOrder(),
    userId: user.id,
    cartVersion: quoted.version,
    expectedTotal: quoted.total,
    expectedTaxPrice: quoted.taxTotal,
    expectedShippingPrice: quoted.shippingTotal,
  });
  assert.deepEqual(
    [
      claimed.totalMinor,
      claimed.taxMinor,
      claimed.shippingMinor,
      claimed.lines.map((line) => [line.taxMinor, line.taxPercent]),
    ],
    [
      153_496,
      19_500,
      4_000,
      [
        [18_000, '18.00'],
        [1_500, '5.00'],
      ],
    ],
  );
});

test('shipping: chosen or first, free above, by weight, by place, with its days', async () => {
  const user = await cart.shopperWith([await cart.newProduct({ price: '100.00', weightGrams: 600 })], 2);
  await newMethod({ code: 'standard', kind: 'free_above', price: '49', freeAbove: '200.01', minDays: 3, maxDays: 5 });
  await newMethod({ code: 'express', price: '129', minDays: 1 });
  await newMethod({ code: 'heavy', kind: 'weight', price: '10', pricePerKg: '25.50' });
  await newMethod({
    code: 'parcel',
    kind: 'weight',
    price: '0',
    tiers: [
      { upToGrams: 2_000, price: '60' },
      { upToGrams: 500, price: '30' },
    ],
  });
  await newMethod({ code: 'letter', price: '5', maxWeightGrams: 100 });
  await newMethod({ code: 'abroad', price: '999', countries: ['US', 'GB'] });
  await newMethod({ code: 'local', price: '1', states: ['karnataka'], postalPrefixes: ['560'] });
  await newMethod({ code: 'off', price: '1', active: false });
  const quoted = (await quote(user)).body;
  assert.deepEqual(
    quoted.shippingMethods.map((offer: any) => [offer.code, offer.price, offer.minDays, offer.maxDays]),
    [
      ['standard', '49.00', 3, 5],
      ['express', '129.00', 1, 1],
      ['heavy', '61.00', 0, 0],
      ['parcel', '60.00', 0, 0],
      ['local', '1.00', 0, 0],
    ],
  );
  assert.deepEqual([quoted.shippingMethod, quoted.shippingTotal, quoted.total], ['standard', '49.00', '249.00']);
  const express = (await quote(user, { shippingMethod: 'express' })).body;
  assert.deepEqual([express.shippingMethod, express.total], ['express', '329.00']);
  for (const shippingMethod of ['letter', 'abroad', 'off']) {
    assert.equal((await quote(user, { shippingMethod })).body.code, 'shipping.unavailable');
  }
  const abroad = (
    await quote(user, { shippingAddress: { ...exampleAddress, country: 'GB', state: 'Kent', postalCode: 'ME1' } })
  ).body;
  assert.ok(abroad.shippingMethods.some((offer: any) => offer.code === 'abroad'));
  await cart.add(user, await cart.newProduct({ price: '0.01' }));
  assert.equal((await quote(user)).body.shippingTotal, '0.00', 'free from exactly this subtotal on');
  const claimed = await cart.claim({ orderId: cart.nextOrder(), userId: user.id, shippingMethod: 'express' });
  assert.deepEqual(claimed.shippingMethod, { code: 'express', name: 'Standard', minDays: 1, maxDays: 1 });
});

test('where nothing is sent, quote and order are refused and the cart can still be read', async () => {
  const user = await cart.shopperWith([await cart.newProduct()]);
  await newMethod({ countries: ['US'] });
  assert.equal((await quote(user)).body.code, 'shipping.unavailable');
  await assert.rejects(cart.claim({ orderId: cart.nextOrder(), userId: user.id }), { code: 'shipping.unavailable' });
  assert.equal((await cart.cartOf(user)).shippingTotal, '0.00');
});

test('two rates for the same scope, and two methods of one code, are refused, also at the same moment', async () => {
  const rate = { name: 'GST', percent: '18', country: 'IN', state: 'Kerala' };
  const rates = await Promise.all([post('/tax-rates', rate), post('/tax-rates', { ...rate, state: ' KERALA ' })]);
  assert.deepEqual(rates.map(({ status }) => status).sort(), [201, 409]);
  assert.equal(rates.find(({ status }) => status === 409)!.body.code, 'tax.exists');
  const method = { code: 'same', name: 'Same', price: '1' };
  const methods = await Promise.all([post('/shipping-methods', method), post('/shipping-methods', method)]);
  assert.deepEqual(methods.map(({ status }) => status).sort(), [201, 409]);
  assert.equal(methods.find(({ status }) => status === 409)!.body.code, 'shipping.code_taken');
});

test('fields that make no sense are 422 and named', async () => {
  const table: Array<[string, Record<string, unknown>, string]> = [
    ['/tax-rates', { percent: '100.01' }, 'percent'],
    ['/tax-rates', { percent: '1.23456' }, 'percent'],
    ['/tax-rates', { country: 'India' }, 'country'],
    ['/tax-rates', { state: 'Kerala' }, 'country'],
    ['/tax-rates', { postalPrefix: '56' }, 'country'],
    ['/shipping-methods', { code: 'Bad Code' }, 'code'],
    ['/shipping-methods', { price: '1.001' }, 'price'],
    ['/shipping-methods', { freeAbove: '-1' }, 'freeAbove'],
    ['/shipping-methods', { tiers: [{ upToGrams: 0, price: '1' }] }, 'tiers.0.upToGrams'],
    ['/shipping-methods', { minDays: 5, maxDays: 3 }, 'maxDays'],
    ['/shipping-methods', { countries: ['India'] }, 'countries.0'],
  ];
  for (const [path, fields, field] of table) {
    const refused = await post(path, { code: 'ok', name: 'Name', percent: '1', price: '1', ...fields });
    assert.deepEqual([refused.status, refused.body.errors?.[0]?.field], [422, field], JSON.stringify(fields));
  }
  assert.equal(
    (await post('/tax-rates', { name: 'GST', percent: '1', categoryId: 99_999 })).body.code,
    'category.not_found',
  );
});

test('anyone reads rates and methods, only who manages them writes', async () => {
  const [rate, method] = [await newTax({}), await newMethod({ minDays: 2, maxDays: 4 })];
  const user = await cart.shop.signUp();
  for (const [path, made] of [
    ['/tax-rates', rate],
    ['/shipping-methods', method],
  ] as const) {
    assert.deepEqual((await cart.shop.expect(200, 'GET', path)).items, [made]);
    assert.deepEqual(await cart.shop.expect(200, 'GET', `${path}/${made.id}`), made);
    await cart.shop.expect(404, 'GET', `${path}/999999`);
    for (const [method, suffix] of [
      ['POST', ''],
      ['PUT', `/${made.id}`],
      ['DELETE', `/${made.id}`],
    ] as const) {
      assert.equal((await cart.shop.request(method, path + suffix, { body: {} })).status, 401);
      assert.equal((await cart.shop.request(method, path + suffix, { token: user.token, body: {} })).status, 403);
    }
    for (const method of ['PUT', 'DELETE']) {
      const body = method === 'PUT' ? {} : undefined;
      await cart.shop.expect(404, method, `${path}/999999`, { token: cart.admin.token, body });
    }
  }
  const changed = await cart.shop.expect(200, 'PUT', `/shipping-methods/${method.id}`, {
    token: cart.admin.token,
    body: { price: '59.00', maxDays: 6 },
  });
  assert.deepEqual([changed.price, changed.minDays, changed.maxDays, changed.code], ['59.00', 2, 6, method.code]);
});
