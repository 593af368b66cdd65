/** The public API of orders: placing, reading, tracking. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { anyPage, id, money, orNull, text, time, whole } from '../../shape.ts';
import { address, addToCart, order, unique } from '../../steps.ts';
import { openMarket } from './market.ts';
import { checkRows, emptyStage, having, keep, naming, type Row } from './rows.ts';

const stage = emptyStage();
const line = { id, productId: id, title: text, sellerId: id, quantity: whole, unitPrice: money, lineTotal: money };
const shape = {
  id,
  _id: id,
  number: text,
  status: 'pending',
  paymentStatus: text,
  fulfilmentStatus: 'unfulfilled',
  items: [line],
  itemsPrice: money,
  discountPrice: money,
  taxPrice: money,
  shippingPrice: money,
  totalPrice: money,
  currency: 'INR',
  user: { id, name: text, email: text },
  shippingAddress: address,
  billingAddress: address,
  paidAt: null,
  shippedAt: null,
  deliveredAt: null,
  expiresAt: orNull(time),
  createdAt: time,
};
const shipment = {
  id,
  sellerId: id,
  status: text,
  carrier: orNull(text),
  trackingNumber: orNull(text),
  estimatedDelivery: orNull(text),
};

before(() => openMarket(stage));
after(() => stage.shop.close());

const one = () => ({ productId: stage.diya.id, quantity: 1 });
const full = async (fields = {}) => {
  await stage.shop.expect(204, 'DELETE', '/cart', { token: stage.tokens.buyer });
  await addToCart(stage.shop, stage.buyer, one());
  return { shippingAddress: address, ...fields };
};
/** The path of an order of the buyer, in the state that the row needs. */
const pending = async (fields = {}) => (await order(stage.shop, stage.buyer, one(), fields)).id;
const at =
  (state: () => Promise<number>, below = '', root = '/orders') =>
  async () => {
    stage.at = await state();
    return `${root}/${stage.at}${below}`;
  };
const emptied = async () => {
  await stage.shop.expect(204, 'DELETE', '/cart', { token: stage.tokens.buyer });
  return { shippingAddress: address };
};

const placing: Row[] = [
  { by: 'buyer', body: () => full(), ok: 201, like: shape },
  {
    by: 'buyer',
    why: 'in snake case',
    body: async () => ({ shipping_address: (await full()).shippingAddress, payment_method: 'card' }),
    ok: 201,
    like: { ...shape, paymentMethod: 'card' },
  },
  {
    by: 'buyer',
    why: 'billed elsewhere',
    body: () => full({ billingAddress: { ...address, name: 'Works' }, notes: 'Ring twice' }),
    ok: 201,
    like: { billingAddress: { name: 'Works' }, notes: 'Ring twice' },
  },
  { by: 'buyer', body: emptied, refused: 'cart.empty' },
  {
    by: 'buyer',
    why: 'a total that is not the cart’s',
    body: () => full({ expectedTotal: '1.00' }),
    refused: 'cart.changed',
  },
  {
    by: 'buyer',
    why: 'a version that is not the cart’s',
    body: () => full({ cartVersion: 9_999 }),
    refused: 'cart.changed',
  },
  {
    by: 'buyer',
    why: 'an address is needed',
    body: {},
    refused: 'validation.failed',
    check: naming('shippingAddress'),
  },
  { body: () => full(), refused: 'auth.required' },
];

const reading = (root: string): Row[] => [
  { by: 'buyer', at: at(pending, '', root), ok: 200, like: shape },
  { by: 'seller', at: at(pending, '', root), ok: 200, like: { id, items: [line] } },
  { by: 'admin', at: at(pending, '', root), ok: 200, like: shape },
  { by: 'other', at: at(pending, '', root), refused: 'order.not_found' },
  { by: 'rival', at: at(pending, '', root), refused: 'order.not_found' },
  { at: at(pending, '', root), refused: 'auth.required' },
  { by: 'buyer', at: `${root}/999999999`, refused: 'order.not_found' },
  { by: 'buyer', at: `${root}/abc`, refused: 'validation.failed' },
];

const listing = (path: string): Row[] => [
  {
    by: 'buyer',
    at: () => having(pending(), `${path}?status=pending&limit=1`),
    ok: 200,
    like: { items: [{ id, status: 'pending', totalPrice: money }], nextCursor: text },
  },
  { by: 'other', why: 'nobody else’s', at: path, ok: 200, like: { items: [], nextCursor: null } },
  { by: 'admin', why: 'all', at: path, ok: 200, like: { items: [{ id, number: text }] } },
  { by: 'buyer', at: `${path}?status=lost`, refused: 'validation.failed', check: naming('status') },
  { by: 'buyer', at: `${path}?cursor=nonsense`, refused: 'validation.failed' },
  { at: path, refused: 'auth.required' },
];

checkRows(stage, {
  'POST /orders': placing,
  'POST /api/orders': placing,
  'POST /api/orders/place': [
    {
      by: 'buyer',
      body: () => full(),
      ok: 201,
      like: { message: text, order: shape, payment: { url: text, paymentId: id } },
    },
    {
      by: 'buyer',
      why: 'nothing is opened for cash',
      body: () => full({ paymentMethod: 'cod' }),
      ok: 201,
      like: { order: { ...shape, paymentMethod: 'cod', expiresAt: null } },
      check: (answer) => assert.equal(answer.payment, undefined),
    },
    { by: 'buyer', body: emptied, refused: 'cart.empty' },
    { body: () => full(), refused: 'auth.required' },
  ],
  'POST /orders with Idempotency-Key': [
    {
      by: 'buyer',
      why: 'the same key and body give the same order',
      at: '/orders',
      headers: () => ({ 'idempotency-key': keep(stage, 'key', unique('key')) }),
      body: () => full(),
      ok: 201,
      check: async (answer, { shop, tokens, key }) => {
        const headers = { 'idempotency-key': key };
        const body = { shippingAddress: address };
        assert.deepEqual(await shop.expect(201, 'POST', '/orders', { token: tokens.buyer, headers, body }), answer);
        const other = await shop.request('POST', '/orders', {
          token: tokens.buyer,
          headers,
          body: { ...body, notes: 'x' },
        });
        assert.deepEqual([other.status, other.body.code], [422, 'idempotency.mismatch']);
      },
    },
  ],
  'GET /orders': listing('/orders'),
  'GET /api/orders': listing('/api/orders'),
  'GET /orders/{id}': reading('/orders'),
  'GET /api/orders/{id}': reading('/api/orders'),
  'GET /orders/{id}/track': [
    {
      by: 'buyer',
      at: at(pending, '/track'),
      ok: 200,
      like: {
        orderId: id,
        number: text,
        status: 'pending',
        fulfilmentStatus: 'unfulfilled',
        steps: [{ name: text, at: orNull(time) }],
        shipments: [shipment],
        estimatedDelivery: orNull(text),
      },
    },
    { by: 'other', at: at(pending, '/track'), refused: 'order.not_found' },
  ],
  'GET /orders/{id}/notes': [
    { by: 'buyer', at: at(pending, '/notes'), ok: 200, like: anyPage as Record<string, typeof id> },
  ],
});
