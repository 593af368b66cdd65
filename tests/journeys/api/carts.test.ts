/** The public API of carts: lines, quotes, discounts, shipping and tax, and what an admin reads of them. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { flag, id, list, money, orNull, text, whole } from '../../shape.ts';
import { address, newCategory, newProduct, newSeller, unique } from '../../steps.ts';
import { checkRows, emptyStage, having, naming, type Row } from './rows.ts';

const stage = emptyStage();
const line = {
  id,
  productId: id,
  variantId: id,
  title: text,
  quantity: whole,
  unitPrice: money,
  addedPrice: money,
  priceChanged: flag,
  discount: money,
  lineTotal: money,
  available: whole,
};
const totals = { subtotal: money, discountTotal: money, taxTotal: money, shippingTotal: money, total: money };
const cart = { id, currency: 'INR', items: [line], ...totals, discounts: list, version: whole };
const data = {
  id,
  productId: id,
  quantity: whole,
  cartId: id,
  title: text,
  unitPrice: money,
  price: money,
  subtotal: money,
};
const discount = { id, code: text, kind: text, value: text, used: whole };

before(async () => {
  const shop = await openTestShop();
  const [admin, seller, rival, buyer, other] = await Promise.all([
    shop.admin(),
    newSeller(shop, 'Gulmohar'),
    newSeller(shop, 'Neem'),
    shop.signUp(),
    shop.signUp(),
  ]);
  const category = await newCategory(shop, admin);
  const tokens = {
    admin: admin.token,
    seller: seller.token,
    rival: rival.token,
    buyer: buyer.token,
    other: other.token,
  };
  Object.assign(stage, { shop, seller, rival, buyer, other, tokens });
  stage.diya = await newProduct(shop, seller, { price: '20', quantity: 100, category: category.id });
  stage.bell = await newProduct(shop, rival, { price: '900.50', quantity: 20, category: category.id });
  const shirt = {
    options: [{ name: 'Size', values: ['S', 'L'] }],
    variants: [
      { options: { Size: 'S' }, quantity: 2 },
      { options: { Size: 'L' }, quantity: 3 },
    ],
  };
  stage.shirt = await newProduct(shop, seller, { category: category.id, ...shirt, quantity: undefined });
  const codes = [
    { code: 'TEN', kind: 'percentage', value: '10' },
    { code: 'OFF5', kind: 'fixed', value: '5', productId: stage.diya.id },
    { code: 'GIFT', kind: 'coupon', value: '3.50' },
    { code: 'BIG', kind: 'coupon', value: '10', minimum: '100000' },
    { code: 'OLD', kind: 'coupon', value: '10', endsAt: '2020-01-01T00:00:00Z' },
    { code: 'SOON', kind: 'coupon', value: '10', startsAt: '2099-01-01T00:00:00Z' },
    { code: 'BELLS', kind: 'percentage', value: '50', productId: stage.bell.id },
  ];
  for (const body of codes) await shop.expect(201, 'POST', '/discounts', { token: admin.token, body });
});
after(() => stage.shop.close());

/** The buyer's cart with two diyas and nothing else; answers the id of the line. */
async function twoDiyas(who = 'buyer'): Promise<number> {
  const { shop, tokens, diya } = stage;
  await shop.expect(204, 'DELETE', '/cart', { token: tokens[who] });
  const body = { productId: diya.id, quantity: 2 };
  return (await shop.expect(201, 'POST', '/cart/items', { token: tokens[who], body })).data.id;
}
const ownLine = async (): Promise<string> => `/cart/items/${await twoDiyas()}`;
const foreignLine = async (): Promise<string> => `/cart/items/${await twoDiyas('other')}`;
const add = (fields = {}) => ({ productId: stage.diya.id, quantity: 1, ...fields });
const withCode =
  (code: string, fields = {}) =>
  async () => {
    await twoDiyas();
    return { discountCode: code, ...fields };
  };
async function diyasAndABell(): Promise<void> {
  await twoDiyas();
  const body = { productId: stage.bell.id, quantity: 1 };
  await stage.shop.expect(201, 'POST', '/cart/items', { token: stage.tokens.buyer, body });
}
async function applied(code: string): Promise<void> {
  const body = await withCode(code)();
  await stage.shop.expect(200, 'POST', '/api/cart/apply-discount', { token: stage.tokens.buyer, body });
}
const newCode = (fields = {}) => ({ code: unique('C').toUpperCase(), kind: 'coupon', value: '5', ...fields });
const aDiscount =
  (by = 'seller') =>
  async () => {
    const { id: made } = await stage.shop.expect(201, 'POST', '/discounts', {
      token: stage.tokens[by],
      body: newCode(),
    });
    return `/discounts/${made}`;
  };
const cartIdOf = async (): Promise<number> => {
  await twoDiyas();
  return (await stage.shop.expect(200, 'GET', '/cart', { token: stage.tokens.buyer })).id;
};
const method = (fields = {}) => ({ code: unique('post'), name: 'By post', price: '49', countries: ['AQ'], ...fields });
const rate = (fields = {}) => ({ name: 'GST', percent: '18', country: 'AQ', state: unique('state'), ...fields });
const made = (path: string, body: () => unknown) => async () =>
  `${path}/${(await stage.shop.expect(201, 'POST', path, { token: stage.tokens.admin, body: body() })).id}`;

const adding: Row[] = [
  {
    by: 'buyer',
    body: () => add(),
    ok: 201,
    like: () => ({ message: text, data: { ...data, productId: stage.diya.id }, cart }),
  },
  {
    by: 'buyer',
    why: 'in snake case',
    body: () => ({ product_id: stage.diya.id, quantity: 1 }),
    ok: 201,
    like: { data, cart },
  },
  {
    by: 'buyer',
    why: 'a list in `items`',
    body: () => ({ items: [add(), { product_id: stage.bell.id, quantity: 1 }] }),
    ok: 201,
    like: { data: [data, data], cart },
  },
  { by: 'buyer', why: 'a bare list', body: () => [add()], ok: 201, like: { data: [data], cart } },
  {
    why: 'a guest, by cookie',
    body: () => add(),
    ok: 201,
    like: { data, cart },
    check: (_: any, __: any, headers: Headers) => assert.match(headers.getSetCookie()[0] ?? '', /^haat_guest=/),
  },
  { by: 'buyer', why: 'unknown product', body: () => add({ productId: 999999999 }), refused: 'product.not_found' },
  {
    by: 'buyer',
    why: 'which variant?',
    body: () => add({ productId: stage.shirt.id }),
    refused: 'product.variant_required',
  },
  {
    by: 'buyer',
    why: 'a variant',
    body: () => add({ productId: stage.shirt.id, variantId: stage.shirt.variants[1].id }),
    ok: 201,
    once: true,
    like: () => ({ data: { variantId: stage.shirt.variants[1].id } }),
  },
  {
    by: 'buyer',
    why: 'a variant of another product',
    body: () => add({ variantId: stage.shirt.variants[1].id }),
    refused: 'product.not_found',
  },
  {
    by: 'buyer',
    why: 'more than there is',
    body: () => add({ productId: stage.bell.id, quantity: 50 }),
    refused: 'stock.insufficient',
    check: (answer: any) =>
      assert.deepEqual(
        answer.lines.map((short: any) => [short.productId, short.available]),
        [[stage.bell.id, 20]],
      ),
  },
  ...[0, -1, 1.5, '2', null, 10_001].map((quantity) => ({
    by: 'buyer',
    why: `a quantity of ${JSON.stringify(quantity)}`,
    body: () => add({ quantity }),
    refused: 'validation.failed',
    check: naming('quantity'),
  })),
  { by: 'buyer', why: 'an empty list', body: { items: [] }, refused: 'validation.failed' },
];

const updating = (path: (line: string) => string): Row[] => [
  {
    by: 'buyer',
    at: async () => path(await ownLine()),
    body: { quantity: 3 },
    ok: 200,
    like: { message: text, data: { ...data, quantity: 3, subtotal: '60.00' }, cart: { ...cart, subtotal: '60.00' } },
  },
  {
    by: 'buyer',
    why: 'another’s line is unknown',
    at: async () => path(await foreignLine()),
    body: { quantity: 3 },
    refused: 'cart.item_not_found',
  },
  {
    why: 'a guest’s try at a user’s line',
    at: async () => path(await foreignLine()),
    body: { quantity: 3 },
    refused: 'cart.item_not_found',
  },
  { by: 'buyer', at: async () => path(await ownLine()), body: { quantity: 101 }, refused: 'stock.insufficient' },
  ...[0, -1, 1.5, 10_001].map((quantity) => ({
    by: 'buyer',
    why: `a quantity of ${quantity}`,
    at: async () => path(await ownLine()),
    body: { quantity },
    refused: 'validation.failed',
    check: naming('quantity'),
  })),
];

const applying: Row[] = [
  {
    by: 'buyer',
    why: 'percentage',
    body: withCode('TEN'),
    ok: 200,
    like: { code: 'TEN', kind: 'percentage', amount: '4.00', cart: { ...cart, discountTotal: '4.00', total: '36.00' } },
  },
  {
    by: 'buyer',
    why: 'coupon',
    body: withCode('gift'),
    ok: 200,
    like: {
      code: 'GIFT',
      kind: 'coupon',
      amount: '3.50',
      cart: { total: '36.50', discounts: [{ code: 'GIFT', kind: 'coupon', amount: '3.50' }] },
    },
  },
  {
    by: 'buyer',
    why: 'fixed, off the lines of its product',
    body: () => withCode('OFF5', { product_id: stage.diya.id })(),
    ok: 200,
    like: () => ({ kind: 'fixed', product: { id: stage.diya.id, price: '20.00', discountedPrice: money } }),
  },
  {
    by: 'buyer',
    why: 'in snake case',
    body: async () => ({ discount_code: (await withCode('TEN')()).discountCode }),
    ok: 200,
    like: { code: 'TEN' },
  },
  { by: 'buyer', why: 'unknown', body: withCode('NOPE'), refused: 'discount.invalid' },
  { by: 'buyer', why: 'below its minimum', body: withCode('BIG'), refused: 'discount.invalid' },
  { by: 'buyer', why: 'nothing of its scope in the cart', body: withCode('BELLS'), refused: 'discount.invalid' },
  { by: 'buyer', why: 'over', body: withCode('OLD'), refused: 'discount.expired' },
  { by: 'buyer', why: 'not begun', body: withCode('SOON'), refused: 'discount.expired' },
  { by: 'buyer', body: { discountCode: '' }, refused: 'validation.failed', check: naming('discountCode') },
];

checkRows(stage, {
  'GET /cart': [
    {
      why: 'a guest’s is empty, and none is made',
      ok: 200,
      like: { id: null, items: [], total: '0.00', currency: 'INR' },
      check: (_, __, headers) => assert.deepEqual(headers.getSetCookie(), []),
    },
    { by: 'other', why: 'so is a newcomer’s', ok: 200, like: { items: [], total: '0.00' } },
    {
      by: 'buyer',
      why: 'oldest line first, subtotal = Σ quantity × unitPrice',
      at: () => having(diyasAndABell(), '/cart'),
      ok: 200,
      like: {
        ...cart,
        subtotal: '940.50',
        items: [
          { quantity: 2, lineTotal: '40.00' },
          { quantity: 1, lineTotal: '900.50' },
        ],
      },
    },
    { why: 'a bad token is not a guest', headers: { authorization: 'Bearer x.y.z' }, refused: 'auth.required' },
  ],
  'POST /cart/items': adding,
  'POST /cart/items/add': adding,
  'POST /api/cart/add': adding,
  'PUT /cart/items/{id}': updating((path) => path),
  'POST /api/cart/update/{id}': updating((path) => path.replace('/cart/items', '/api/cart/update')),
  'DELETE /cart/items/{id}': [
    { by: 'buyer', at: ownLine, ok: 204 },
    { by: 'buyer', at: foreignLine, refused: 'cart.item_not_found' },
    { by: 'buyer', at: '/cart/items/999999999', refused: 'cart.item_not_found' },
  ],
  'DELETE /cart': [{ by: 'buyer', ok: 204 }],
  'POST /cart/quote': [
    {
      by: 'buyer',
      body: () => having(twoDiyas(), { shippingAddress: address }),
      ok: 200,
      like: { ...cart, subtotal: '40.00' },
    },
    {
      by: 'buyer',
      body: { shippingAddress: { city: 'Pune' } },
      refused: 'validation.failed',
      check: naming('shippingAddress.name', 'shippingAddress.country'),
    },
    { by: 'buyer', body: { shippingAddress: address, shippingMethod: 'by-dragon' }, refused: 'shipping.unavailable' },
  ],
  'POST /api/cart/apply-discount': applying,
  'DELETE /cart/discounts/{code}': [
    {
      by: 'buyer',
      at: () => having(applied('TEN'), '/cart/discounts/ten'),
      ok: 204,
    },
    { by: 'buyer', at: '/cart/discounts/NONE', refused: 'discount.not_found' },
  ],
  'GET /discounts': [
    { by: 'admin', ok: 200, like: { items: [discount] } },
    { by: 'buyer', refused: 'auth.forbidden' },
  ],
  'POST /discounts': [
    {
      by: 'admin',
      body: () => newCode({ usageLimit: 5, perUserLimit: 1, minimum: '100' }),
      ok: 201,
      like: { ...discount, usageLimit: 5, perUserLimit: 1, minimum: '100.00' },
    },
    {
      by: 'seller',
      why: 'for one’s own product',
      body: () => newCode({ productId: stage.diya.id }),
      ok: 201,
      like: () => ({ productId: stage.diya.id, sellerId: stage.seller.id }),
    },
    {
      by: 'seller',
      why: 'not for another’s',
      body: () => newCode({ productId: stage.bell.id }),
      refused: 'product.not_found',
    },
    {
      by: 'seller',
      why: 'for nobody else’s lines',
      body: () => newCode({ sellerId: stage.rival.id }),
      refused: 'auth.forbidden',
    },
    {
      by: 'admin',
      why: 'codes are unique in any case',
      body: () => newCode({ code: 'ten' }),
      refused: 'discount.code_taken',
    },
    {
      by: 'admin',
      why: 'nothing is above 100 percent',
      body: () => newCode({ kind: 'percentage', value: '101' }),
      refused: 'validation.failed',
      check: naming('value'),
    },
    {
      by: 'admin',
      body: () => newCode({ kind: 'gift', value: '-1' }),
      refused: 'validation.failed',
      check: naming('kind', 'value'),
    },
    { by: 'buyer', body: () => newCode(), refused: 'auth.forbidden' },
  ],
  'GET /discounts/{id}': [
    { by: 'seller', at: aDiscount(), ok: 200, like: discount },
    { by: 'rival', at: aDiscount(), refused: 'discount.not_found' },
  ],
  'PUT /discounts/{id}': [
    { by: 'seller', at: aDiscount(), body: { usageLimit: 500 }, ok: 200, like: { ...discount, usageLimit: 500 } },
    { by: 'rival', at: aDiscount(), body: { usageLimit: 500 }, refused: 'discount.not_found' },
    { by: 'seller', at: aDiscount('admin'), body: { usageLimit: 500 }, refused: 'discount.not_found' },
  ],
  'DELETE /discounts/{id}': [
    { by: 'seller', at: aDiscount(), ok: 204 },
    { by: 'rival', at: aDiscount(), refused: 'discount.not_found' },
  ],
  'GET /shipping-methods': [{ ok: 200, like: { items: list, nextCursor: orNull(text) } }],
  'POST /shipping-methods': [
    { by: 'admin', body: () => method(), ok: 201, like: { id, code: text, name: 'By post', price: '49.00' } },
    { by: 'admin', body: () => method({ price: '-1' }), refused: 'validation.failed', check: naming('price') },
    { by: 'seller', body: () => method(), refused: 'auth.forbidden' },
  ],
  'PUT /shipping-methods/{id}': [
    { by: 'admin', at: made('/shipping-methods', method), body: { price: '59' }, ok: 200, like: { price: '59.00' } },
    { by: 'admin', at: '/shipping-methods/999999999', body: { price: '59' }, refused: 'shipping.not_found' },
  ],
  'DELETE /shipping-methods/{id}': [
    { by: 'admin', at: made('/shipping-methods', method), ok: 204 },
    { by: 'buyer', at: made('/shipping-methods', method), refused: 'auth.forbidden' },
  ],
  'GET /tax-rates': [{ ok: 200, like: { items: list, nextCursor: orNull(text) } }],
  'POST /tax-rates': [
    { by: 'admin', body: () => rate(), ok: 201, like: { id, name: 'GST', percent: text } },
    { by: 'admin', body: () => rate({ percent: '101' }), refused: 'validation.failed', check: naming('percent') },
    { by: 'seller', body: () => rate(), refused: 'auth.forbidden' },
  ],
  'PUT /tax-rates/{id}': [
    { by: 'admin', at: made('/tax-rates', rate), body: { percent: '12' }, ok: 200, like: { percent: /^12(\.0+)?$/ } },
    { by: 'admin', at: '/tax-rates/999999999', body: { percent: '12' }, refused: 'tax.not_found' },
  ],
  'DELETE /tax-rates/{id}': [
    { by: 'admin', at: made('/tax-rates', rate), ok: 204 },
    { by: 'buyer', at: made('/tax-rates', rate), refused: 'auth.forbidden' },
  ],
  'GET /carts/{id}': [
    { by: 'admin', at: async () => `/carts/${await cartIdOf()}`, ok: 200, like: { ...cart, subtotal: '40.00' } },
    { by: 'buyer', why: 'not even one’s own', at: async () => `/carts/${await cartIdOf()}`, refused: 'auth.forbidden' },
    { by: 'admin', at: '/carts/999999999', refused: 'cart.not_found' },
  ],
  'GET /carts?userId=': [
    {
      by: 'admin',
      at: () => having(twoDiyas(), `/carts?userId=${stage.buyer.id}`),
      ok: 200,
      like: () => ({ items: [{ id, userId: stage.buyer.id }] }),
    },
    { by: 'seller', at: () => `/carts?userId=${stage.buyer.id}`, refused: 'auth.forbidden' },
  ],
});
