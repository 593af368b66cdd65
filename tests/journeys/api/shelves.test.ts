/** The public API of what stands around products: categories, pictures, stock. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import sharp from 'sharp';
import { anyText, id, orNull, text, time, whole } from '../../shape.ts';
import { newCategory, newProduct, unique } from '../../steps.ts';
import { openMarket } from './market.ts';
import { checkRows, emptyStage, naming } from './rows.ts';

const stage = emptyStage();
const category = { id, name: text, slug: text, description: anyText, parentId: orNull(id) };

before(async () => {
  await openMarket(stage);
  const { shop, admin, seller } = stage;
  stage.root = await newCategory(shop, admin, { name: 'Home', slug: 'home' });
  stage.lamps = await newCategory(shop, admin, { name: 'Lamps', slug: 'lamps', parentId: stage.root.id });
  stage.diya = await newProduct(shop, seller, { quantity: 4, category: stage.lamps.id });
  stage.picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
});
after(() => stage.shop.close());

const aProduct = async () =>
  `/products/${(await newProduct(stage.shop, stage.seller, { category: stage.lamps.id })).id}`;
/** A path below a product of its own. */
const belowAProduct = (below: string) => async () => `${await aProduct()}/${below}`;
async function aCategory(): Promise<number> {
  const body = { name: unique('Cat') };
  return (await stage.shop.expect(201, 'POST', '/categories', { token: stage.tokens.admin, body })).id;
}

function upload(bytes: Buffer, name: string): FormData {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  form.set('alt', 'A lota');
  return form;
}

checkRows(stage, {
  'POST /products/{id}/images': [
    {
      by: 'seller',
      at: belowAProduct('images'),
      body: () => upload(stage.picture, 'lota.png'),
      ok: 201,
      like: { id, url: text, alt: 'A lota' },
      check: async ({ url }, { shop }) => {
        const picture = await fetch(shop.url('GET', new URL(url, shop.url('GET', '/')).pathname));
        assert.equal(picture.status, 200);
        assert.match(picture.headers.get('content-type') ?? '', /^image\//);
        assert.match(picture.headers.get('cache-control') ?? '', /max-age=\d{5,}/);
      },
    },
    {
      by: 'seller',
      why: 'the content is judged, not the name',
      at: belowAProduct('images'),
      body: () => upload(Buffer.from('<svg onload="alert(1)"/>'), 'a.png'),
      refused: 'media.unsupported',
    },
    {
      by: 'rival',
      at: belowAProduct('images'),
      body: () => upload(stage.picture, 'lota.png'),
      refused: 'product.not_found',
    },
  ],
  'GET /products/{id}/stock': [
    {
      by: 'seller',
      at: () => `/products/${stage.diya.id}/stock`,
      ok: 200,
      like: { items: [{ id, delta: whole, reason: anyText, at: time }], levels: [{ onHand: 4, held: 0, quantity: 4 }] },
    },
    { by: 'rival', at: () => `/products/${stage.diya.id}/stock`, refused: 'product.not_found' },
    { by: 'buyer', at: () => `/products/${stage.diya.id}/stock`, refused: 'auth.forbidden' },
  ],
  'POST /products/{id}/stock': [
    {
      by: 'seller',
      at: belowAProduct('stock'),
      body: { delta: 5, reason: 'Delivery' },
      ok: 201,
      like: { onHand: 55, quantity: 55, movement: { delta: 5, reason: 'Delivery' } },
    },
    {
      by: 'seller',
      why: 'never below nothing',
      at: belowAProduct('stock'),
      body: { delta: -51, reason: 'Broken' },
      refused: 'stock.insufficient',
    },
    {
      by: 'seller',
      at: belowAProduct('stock'),
      body: { delta: 1.5 },
      refused: 'validation.failed',
      check: naming('delta', 'reason'),
    },
    { by: 'rival', at: belowAProduct('stock'), body: { delta: 5, reason: 'Delivery' }, refused: 'product.not_found' },
  ],
  'GET /categories': [{ ok: 200, like: { items: [category] } }],
  'POST /categories': [
    {
      by: 'admin',
      body: () => ({ name: 'Candles', slug: unique('candles'), description: 'Wax', parentId: stage.root.id }),
      ok: 201,
      like: () => ({ ...category, parentId: stage.root.id }),
    },
    {
      by: 'admin',
      why: 'a slug is made of the name',
      body: () => ({ name: unique('Candles') }),
      ok: 201,
      like: { slug: /^candles-[0-9a-f]{8}$/ },
    },
    {
      by: 'admin',
      why: 'a slug holds a letter, so that it is no id',
      body: { name: 'Numbers', slug: '123' },
      refused: 'validation.failed',
      check: naming('slug'),
    },
    { by: 'admin', body: { name: 'Lamps', slug: 'lamps' }, refused: 'category.slug_taken' },
    { by: 'seller', body: { name: 'Mine' }, refused: 'auth.forbidden' },
  ],
  'GET /categories/{id}': [
    {
      at: () => `/categories/${stage.lamps.id}`,
      ok: 200,
      like: () => ({ ...category, name: 'Lamps', parentId: stage.root.id }),
    },
    { at: '/categories/999999999', refused: 'category.not_found' },
  ],
  'PUT /categories/{id}': [
    {
      by: 'admin',
      at: async () => `/categories/${await aCategory()}`,
      body: { name: 'Other' },
      ok: 200,
      like: { ...category, name: 'Other' },
    },
    {
      by: 'admin',
      why: 'no category stands below itself',
      at: () => `/categories/${stage.root.id}`,
      body: () => ({ parentId: stage.lamps.id }),
      refused: 'category.cycle',
    },
    { by: 'buyer', at: () => `/categories/${stage.root.id}`, body: { name: 'Mine' }, refused: 'auth.forbidden' },
  ],
  'DELETE /categories/{id}': [
    { by: 'admin', at: async () => `/categories/${await aCategory()}`, ok: 204 },
    { by: 'admin', why: 'it holds products', at: () => `/categories/${stage.lamps.id}`, refused: 'category.in_use' },
    { by: 'admin', why: 'it holds categories', at: () => `/categories/${stage.root.id}`, refused: 'category.in_use' },
    { by: 'admin', at: '/categories/999999999', refused: 'category.not_found' },
  ],
});
