/** The public API of what carts are reckoned with: discounts, shipping methods, tax rates; and what an admin reads of carts. */
import { after, before } from 'node:test';
import { id, list, money, orNull, text, whole } from '../../shape.ts';
import { newProduct, unique } from '../../steps.ts';
import { openMarket } from './market.ts';
import { checkRows, emptyStage, having, naming } from './rows.ts';

const stage = emptyStage();
before(async () => {
  await openMarket(stage);
  const { shop, rival, category, tokens } = stage;
  stage.bell = await newProduct(shop, rival, { price: '900.50', category: category.id });
  await shop.expect(201, 'POST', '/discounts', { token: tokens.admin, body: newCode({ code: 'TEN' }) });
});
after(() => stage.shop.close());

const discount = { id, code: text, kind: text, value: text, used: whole };
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
const method = (fields = {}) => ({ code: unique('post'), name: 'By post', price: '49', countries: ['AQ'], ...fields });
const rate = (fields = {}) => ({ name: 'GST', percent: '18', country: 'AQ', state: unique('state'), ...fields });
const made = (path: string, body: () => unknown) => async () =>
  `${path}/${(await stage.shop.expect(201, 'POST', path, { token: stage.tokens.admin, body: body() })).id}`;

/** The buyer's cart holds two diyas. */
async function twoDiyas(): Promise<void> {
  const { shop, tokens, diya } = stage;
  await shop.expect(204, 'DELETE', '/cart', { token: tokens.buyer });
  await shop.expect(201, 'POST', '/cart/items', { token: tokens.buyer, body: { productId: diya.id, quantity: 2 } });
}
const cartIdOf = async (): Promise<number> => {
  await twoDiyas();
  return (await stage.shop.expect(200, 'GET', '/cart', { token: stage.tokens.buyer })).id;
};

checkRows(stage, {
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
    {
      by: 'admin',
      at: async () => `/carts/${await cartIdOf()}`,
      ok: 200,
      like: { id, currency: 'INR', items: [{ id, quantity: whole, unitPrice: money }], subtotal: '40.00' },
    },
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
