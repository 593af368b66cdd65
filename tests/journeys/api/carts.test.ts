/** The public API of carts: lines, quotes, discount codes. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { flag, id, list, money, text, whole } from '../../shape.ts';
import { address, newProduct } from '../../steps.ts';
import { openMarket } from './market.ts';
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

before(async () => {
  await openMarket(stage);
  const { shop, seller, rival, category, tokens } = stage;
  stage.bell = await newProduct(shop, rival, { price: '900.50', quantity: 20, category: category.id });
  const sizes = {
    options: [{ name: 'Size', values: ['S', 'L'] }],
    variants: ['S', 'L'].map((Size) => ({ options: { Size }, quantity: 3 })),
  };
  stage.shirt = await newProduct(shop, seller, { category: category.id, ...sizes, quantity: undefined });
  const codes = [
    { code: 'TEN', kind: 'percentage', value: '10' },
    { code: 'OFF5', kind: 'fixed', value: '5', productId: stage.diya.id },
    { code: 'GIFT', kind: 'coupon', value: '3.50' },
    { code: 'BIG', kind: 'coupon', value: '10', minimum: '100000' },
    { code: 'OLD', kind: 'coupon', value: '10', endsAt: '2020-01-01T00:00:00Z' },
    { code: 'SOON', kind: 'coupon', value: '10', startsAt: '2099-01-01T00:00:00Z' },
    { code: 'BELLS', kind: 'percentage', value: '50', productId: stage.bell.id },
  ];
  for (const body of codes) await shop.expect(201, 'POST', '/discounts', { token: tokens.admin, body });
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
  { by: 'buyer', at: async () => path(await ownLine()), body: { quantity: 1_001 }, refused: 'stock.insufficient' },
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
});
