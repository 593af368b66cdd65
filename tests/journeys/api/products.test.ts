/** The public API of products: browsing, searching, selling. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { anyText, flag, id, list, money, orNull, text, time, whole } from '../../shape.ts';
import { newCategory, newProduct, newSeller } from '../../steps.ts';
import { checkRows, emptyStage, keep, naming } from './rows.ts';

const stage = emptyStage();
const product = {
  id,
  title: text,
  description: anyText,
  price: money,
  currency: 'INR',
  quantity: whole,
  inStock: flag,
  category: id,
  categoryPath: [{ id, name: text, slug: text }],
  sellerId: id,
  images: list,
  rating: orNull(whole),
  createdAt: time,
  updatedAt: time,
};
const products = { items: [product], nextCursor: orNull(text) };
const titles = (answer: any): string[] => answer.items.map((item: any) => item.title);

before(async () => {
  const shop = await openTestShop();
  const [admin, seller, rival, buyer] = await Promise.all([
    shop.admin(),
    newSeller(shop, 'Gulmohar'),
    newSeller(shop, 'Neem'),
    shop.signUp(),
  ]);
  const root = await newCategory(shop, admin, { name: 'Home', slug: 'home' });
  const lamps = await newCategory(shop, admin, { name: 'Lamps', slug: 'lamps', parentId: root.id });
  const tokens = { admin: admin.token, seller: seller.token, rival: rival.token, buyer: buyer.token };
  Object.assign(stage, { shop, seller, tokens, root, lamps });
  stage.diya = await newProduct(shop, seller, { title: 'Brass diya', price: '20', quantity: 4, category: lamps.id });
  stage.bell = await newProduct(shop, seller, {
    title: 'Temple bell',
    price: '900.50',
    quantity: 0,
    category: root.id,
  });
  stage.lantern = await newProduct(shop, rival, { title: 'Paper lantern', price: '150.5', category: lamps.id });
});
after(() => stage.shop.close());

const body = (fields = {}) => ({
  title: 'Copper lota',
  description: 'For water.',
  price: '349.00',
  quantity: 7,
  category: stage.lamps.id,
  ...fields,
});
const ownProduct = (fields = {}) => newProduct(stage.shop, stage.seller, { category: stage.lamps.id, ...fields });
const aProduct = async () => `/products/${(await ownProduct()).id}`;

checkRows(stage, {
  'GET /products': [
    { ok: 200, like: products },
    {
      why: 'words are stemmed',
      at: '/products?q=lanterns',
      ok: 200,
      check: (answer) => assert.deepEqual(titles(answer), ['Paper lantern']),
    },
    {
      why: 'typing errors are forgiven',
      at: '/products?q=lantren',
      ok: 200,
      check: (answer) => assert.equal(titles(answer)[0], 'Paper lantern'),
    },
    {
      why: 'a category holds its subcategories',
      at: () => `/products?category=${stage.root.id}&sort=price`,
      ok: 200,
      check: (answer) => assert.deepEqual(titles(answer), ['Brass diya', 'Paper lantern', 'Temple bell']),
    },
    {
      why: 'a category by its slug',
      at: '/products?category=lamps&sort=-price',
      ok: 200,
      check: (answer) => assert.deepEqual(titles(answer), ['Paper lantern', 'Brass diya']),
    },
    {
      why: 'by seller',
      at: () => `/products?seller=${stage.seller.id}&sort=newest`,
      ok: 200,
      check: (answer) => assert.deepEqual(titles(answer), ['Temple bell', 'Brass diya']),
    },
    {
      why: 'by price',
      at: '/products?minPrice=20.01&maxPrice=900.5&sort=price',
      ok: 200,
      check: (answer) => assert.deepEqual(titles(answer), ['Paper lantern', 'Temple bell']),
    },
    {
      why: 'only what is in stock',
      at: '/products?inStock=true&sort=price',
      ok: 200,
      check: (answer) => assert.deepEqual(titles(answer), ['Brass diya', 'Paper lantern']),
    },
    { why: 'sorted by popularity', at: '/products?sort=popular', ok: 200, like: products },
    { why: 'sorted by relevance', at: '/products?q=brass&sort=relevance', ok: 200, like: products },
    {
      why: 'page after page by cursor',
      at: '/products?limit=2&sort=price',
      ok: 200,
      like: { items: [product, product], nextCursor: text },
      check: async ({ nextCursor }, { shop }) => {
        const rest = await shop.expect(
          200,
          'GET',
          `/products?limit=2&sort=price&cursor=${encodeURIComponent(nextCursor)}`,
        );
        assert.deepEqual(titles(rest), ['Temple bell']);
        assert.equal(rest.nextCursor, null);
      },
    },
    {
      why: 'by page number',
      at: '/products?limit=2&page=2&sort=price',
      ok: 200,
      check: (answer) => assert.deepEqual(titles(answer), ['Temple bell']),
    },
    { why: 'nothing fits', at: '/products?q=xyzzyplugh', ok: 200, like: { items: [], nextCursor: null } },
    { at: '/products?limit=0', refused: 'validation.failed', check: naming('limit') },
    { at: '/products?limit=101', refused: 'validation.failed', check: naming('limit') },
    { at: '/products?sort=colour', refused: 'validation.failed', check: naming('sort') },
    { at: '/products?cursor=nonsense', refused: 'validation.failed' },
    { at: '/products?minPrice=-1', refused: 'validation.failed', check: naming('minPrice') },
    { at: '/products?category=no-such-slug', refused: 'category.not_found' },
  ],
  'GET /products/{id}': [
    {
      at: () => `/products/${stage.diya.id}`,
      ok: 200,
      like: { ...product, price: '20.00', quantity: 4, inStock: true },
    },
    { at: () => `/products/${stage.bell.id}`, ok: 200, like: { price: '900.50', quantity: 0, inStock: false } },
    { at: '/products/999999999', refused: 'product.not_found' },
    { at: '/products/lota', refused: 'validation.failed', check: naming('id') },
    { at: '/products/0', refused: 'validation.failed' },
    {
      why: 'a draft is its seller’s alone',
      at: async () => `/products/${keep(stage, 'draft', (await ownProduct({ status: 'draft' })).id)}`,
      refused: 'product.not_found',
      check: async (_, { shop, draft, tokens }) => {
        await shop.expect(200, 'GET', `/products/${draft}`, { token: tokens.seller });
        await shop.expect(404, 'GET', `/products/${draft}`, { token: tokens.rival });
      },
    },
  ],
  'POST /products': [
    {
      by: 'seller',
      body: () => body(),
      ok: 201,
      like: () => ({ ...product, price: '349.00', quantity: 7, category: stage.lamps.id, sellerId: stage.seller.id }),
    },
    {
      by: 'seller',
      why: 'prices as 20, 20.0 and number',
      body: () => body({ price: 20 }),
      ok: 201,
      like: { price: '20.00' },
    },
    {
      by: 'seller',
      why: 'prices with one decimal',
      body: () => body({ price: '20.5' }),
      ok: 201,
      like: { price: '20.50' },
    },
    { by: 'admin', why: 'an admin’s belongs to the house', body: () => body(), ok: 201, like: { sellerId: 1 } },
    {
      by: 'seller',
      why: 'nobody sells in another’s name',
      body: () => body({ sellerId: 1 }),
      refused: 'auth.forbidden',
    },
    {
      by: 'seller',
      why: 'options make variants',
      body: () =>
        body({
          options: [{ name: 'Size', values: ['S', 'L'] }],
          variants: [
            { options: { Size: 'S' }, quantity: 2 },
            { options: { Size: 'L' }, price: '400', quantity: 3 },
          ],
        }),
      ok: 201,
      like: {
        price: '349.00',
        quantity: 5,
        variants: [
          { id, price: '349.00', quantity: 2 },
          { id, price: '400.00', quantity: 3 },
        ],
      },
    },
    { by: 'seller', body: { price: '-1' }, refused: 'validation.failed', check: naming('title', 'price', 'category') },
    {
      by: 'seller',
      why: 'three decimals are no rupees',
      body: () => body({ price: '1.005' }),
      refused: 'validation.failed',
      check: naming('price'),
    },
    { by: 'seller', body: () => body({ quantity: -1 }), refused: 'validation.failed', check: naming('quantity') },
    { by: 'seller', body: () => body({ category: 999999999 }), refused: 'category.not_found' },
    {
      by: 'seller',
      why: 'one shop, one currency',
      body: () => body({ currency: 'USD' }),
      refused: 'currency.unsupported',
    },
    { by: 'buyer', body: () => body(), refused: 'auth.forbidden' },
    { body: () => body(), refused: 'auth.required' },
  ],
  'PUT /products/{id}': [
    {
      by: 'seller',
      at: aProduct,
      body: { title: 'Renamed', price: '5' },
      ok: 200,
      like: { title: 'Renamed', price: '5.00', quantity: 50 },
    },
    {
      by: 'admin',
      at: aProduct,
      body: { title: 'By the admin' },
      ok: 200,
      like: () => ({ title: 'By the admin', sellerId: stage.seller.id }),
    },
    {
      by: 'rival',
      why: 'another’s product is unknown',
      at: aProduct,
      body: { title: 'Mine now' },
      refused: 'product.not_found',
    },
    {
      by: 'seller',
      why: 'a quantity needs the version that was read',
      at: aProduct,
      body: { quantity: 3, version: 999 },
      refused: 'product.changed',
    },
    { by: 'buyer', at: aProduct, body: { title: 'x' }, refused: 'auth.forbidden' },
  ],
  'PATCH /products/{id}': [
    {
      by: 'seller',
      at: aProduct,
      body: { description: 'Better' },
      ok: 200,
      like: { description: 'Better', title: 'Brass diya' },
    },
    {
      by: 'seller',
      why: 'the version that was read sets a quantity',
      at: async () => `/products/${keep(stage, 'known', await ownProduct()).id}`,
      body: () => ({ quantity: 3, version: stage.known.version }),
      ok: 200,
      like: { quantity: 3 },
    },
    { by: 'rival', at: aProduct, body: { price: '1' }, refused: 'product.not_found' },
  ],
  'DELETE /products/{id}': [
    { by: 'seller', at: aProduct, ok: 204 },
    { by: 'rival', at: aProduct, refused: 'product.not_found' },
    { by: 'seller', why: 'once', at: '/products/999999999', refused: 'product.not_found' },
  ],
});
