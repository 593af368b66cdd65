/** The public API of orders: placing, reading, tracking, moving, cancelling, returning, shipments. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openTestShop, type TestUser } from '#apps/server/src/testing.ts';
import { anyPage, id, money, orNull, text, time, whole } from '../../shape.ts';
import {
  address,
  addToCart,
  deliver,
  newCategory,
  newProduct,
  newSeller,
  order,
  paidOrder,
  ship,
  unique,
} from '../../steps.ts';
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

before(async () => {
  const shop = await openTestShop();
  const [admin, seller, rival, partner, buyer, other] = await Promise.all([
    shop.admin(),
    newSeller(shop, 'Gulmohar'),
    newSeller(shop, 'Neem'),
    shop.signUp({ roles: ['delivery'] }),
    shop.signUp(),
    shop.signUp(),
  ]);
  const people = { admin, seller, rival, partner, buyer, other };
  const tokens = Object.fromEntries(Object.entries(people).map(([name, person]) => [name, person.token]));
  const category = await newCategory(shop, admin);
  Object.assign(stage, { shop, ...people, tokens });
  stage.diya = await newProduct(shop, seller, { price: '20', quantity: 1_000, category: category.id });
});
after(() => stage.shop.close());

const one = () => ({ productId: stage.diya.id, quantity: 1 });
const full = async (fields = {}) => {
  await stage.shop.expect(204, 'DELETE', '/cart', { token: stage.tokens.buyer });
  await addToCart(stage.shop, stage.buyer, one());
  return { shippingAddress: address, ...fields };
};
/** The path of an order of the buyer, in the state that the row needs. */
const pending = async (fields = {}) => (await order(stage.shop, stage.buyer, one(), fields)).id;
const cash = () => pending({ paymentMethod: 'cod' });
const paid = async () => (await paidOrder(stage.shop, stage.buyer, one())).id;
const at =
  (state: () => Promise<number>, below = '', root = '/orders') =>
  async () => {
    stage.at = await state();
    return `${root}/${stage.at}${below}`;
  };
const delivered = async () => {
  const found = await cash();
  await deliver(stage.shop, stage.seller, found);
  const read = await stage.shop.expect(200, 'GET', `/orders/${found}`, { token: stage.tokens.buyer });
  stage.line = read.items[0].id;
  return found;
};
const aShipment = async (assignee?: TestUser) => {
  const { shop, tokens, buyer } = stage;
  const placed = await order(shop, buyer, one(), { paymentMethod: 'cod' });
  const [{ id: found }] = (await shop.expect(200, 'GET', `/orders/${placed.id}`, { token: tokens.admin })).shipments;
  if (assignee)
    await shop.expect(200, 'POST', `/shipments/${found}/assign`, {
      token: tokens.admin,
      body: { userId: assignee.id },
    });
  return found;
};
const shippedShipment = async () => {
  const found = await aShipment(stage.partner);
  await stage.shop.expect(200, 'PUT', `/shipments/${found}`, {
    token: stage.tokens.seller,
    body: { status: 'shipped' },
  });
  return found;
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

const shipping = (root: string): Row[] => [
  {
    by: 'seller',
    at: at(paid, '/ship', root),
    body: { carrier: 'India Post', trackingNumber: 'EE1IN', estimatedDelivery: '2027-01-15' },
    ok: 200,
    like: {
      fulfilmentStatus: 'shipped',
      shippedAt: time,
      shipments: [{ ...shipment, status: 'shipped', carrier: 'India Post', trackingNumber: 'EE1IN' }],
    },
  },
  {
    by: 'admin',
    why: 'cash on delivery ships unpaid',
    at: at(cash, '/ship', root),
    body: {},
    ok: 200,
    like: { status: 'pending', fulfilmentStatus: 'shipped' },
  },
  {
    by: 'seller',
    why: 'nothing unpaid leaves',
    at: at(pending, '/ship', root),
    body: {},
    refused: 'order.bad_transition',
  },
  { by: 'rival', at: at(cash, '/ship', root), body: {}, refused: 'order.not_found' },
  { by: 'buyer', at: at(cash, '/ship', root), body: {}, refused: 'auth.forbidden' },
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
  'PUT /orders/{id}/status': [
    {
      by: 'seller',
      at: at(paid, '/status'),
      body: { status: 'processing' },
      ok: 200,
      like: { fulfilmentStatus: 'processing' },
    },
    {
      by: 'admin',
      at: at(cash, '/status'),
      body: { status: 'processing' },
      ok: 200,
      like: { fulfilmentStatus: 'processing' },
    },
    {
      by: 'seller',
      why: 'no step is left out',
      at: at(paid, '/status'),
      body: { status: 'delivered' },
      refused: 'order.bad_transition',
    },
    {
      by: 'seller',
      why: 'only money completes an order',
      at: at(pending, '/status'),
      body: { status: 'completed' },
      refused: 'order.bad_transition',
    },
    {
      by: 'seller',
      at: at(paid, '/status'),
      body: { status: 'lost' },
      refused: 'validation.failed',
      check: naming('status'),
    },
    { by: 'rival', at: at(paid, '/status'), body: { status: 'processing' }, refused: 'order.not_found' },
    {
      by: 'partner',
      why: 'not given to them',
      at: at(paid, '/status'),
      body: { status: 'processing' },
      refused: 'order.not_found',
    },
    { by: 'buyer', at: at(paid, '/status'), body: { status: 'delivered' }, refused: 'auth.forbidden' },
  ],
  'PUT /orders/{id}/ship': shipping('/orders'),
  'PUT /api/orders/{id}/ship': shipping('/api/orders'),
  'GET /shipments': [
    {
      by: 'seller',
      at: () => having(aShipment(), '/shipments'),
      ok: 200,
      like: { items: [{ ...shipment, orderId: id }] },
    },
    {
      by: 'partner',
      at: () => having(aShipment(stage.partner), '/shipments'),
      ok: 200,
      like: { items: [{ ...shipment, orderId: id }] },
    },
    { by: 'rival', ok: 200, like: { items: [] } },
    { by: 'buyer', refused: 'auth.forbidden' },
  ],
  'PUT /shipments/{id}': [
    {
      by: 'partner',
      at: async () => `/shipments/${await shippedShipment()}`,
      body: { status: 'out_for_delivery' },
      ok: 200,
      like: { ...shipment, status: 'out_for_delivery' },
    },
    {
      by: 'seller',
      at: async () => `/shipments/${await aShipment()}`,
      body: { carrier: 'Delhivery', trackingNumber: 'D1' },
      ok: 200,
      like: { carrier: 'Delhivery', trackingNumber: 'D1' },
    },
    {
      by: 'partner',
      why: 'not given to them',
      at: async () => `/shipments/${await aShipment()}`,
      body: { status: 'shipped' },
      refused: 'shipment.not_found',
    },
    {
      by: 'rival',
      at: async () => `/shipments/${await aShipment()}`,
      body: { status: 'shipped' },
      refused: 'shipment.not_found',
    },
    {
      by: 'seller',
      at: async () => `/shipments/${await aShipment()}`,
      body: { status: 'delivered' },
      refused: 'order.bad_transition',
    },
  ],
  'POST /shipments/{id}/assign': [
    {
      by: 'seller',
      at: async () => `/shipments/${await aShipment()}/assign`,
      body: () => ({ user_id: stage.partner.id }),
      ok: 200,
      like: () => ({ ...shipment, assigneeId: stage.partner.id }),
    },
    {
      by: 'admin',
      why: 'to nobody again',
      at: async () => `/shipments/${await aShipment(stage.partner)}/assign`,
      body: { userId: null },
      ok: 200,
      like: { assigneeId: null },
    },
    {
      by: 'seller',
      why: 'only who delivers',
      at: async () => `/shipments/${await aShipment()}/assign`,
      body: () => ({ userId: stage.other.id }),
      refused: 'shipment.assignee_invalid',
    },
    {
      by: 'rival',
      at: async () => `/shipments/${await aShipment()}/assign`,
      body: () => ({ userId: stage.partner.id }),
      refused: 'shipment.not_found',
    },
    {
      by: 'partner',
      at: async () => `/shipments/${await aShipment()}/assign`,
      body: () => ({ userId: stage.partner.id }),
      refused: 'auth.forbidden',
    },
  ],
  'POST /orders/{id}/cancel': [
    { by: 'buyer', at: at(pending, '/cancel'), body: { reason: 'By mistake' }, ok: 200, like: { status: 'cancelled' } },
    { by: 'admin', at: at(cash, '/cancel'), body: {}, ok: 200, like: { status: 'cancelled' } },
    { by: 'other', at: at(pending, '/cancel'), body: {}, refused: 'order.not_found' },
    {
      by: 'buyer',
      why: 'not once it is on its way',
      at: at(async () => {
        const found = await cash();
        await ship(stage.shop, stage.seller, found);
        return found;
      }, '/cancel'),
      body: {},
      refused: 'order.not_cancellable',
    },
  ],
  'POST /orders/{id}/return': [
    {
      by: 'buyer',
      at: at(delivered, '/return'),
      body: () => ({ items: [{ id: stage.line, quantity: 1 }], reason: 'Too small' }),
      ok: 200,
      like: { returns: [{ items: [{ id, quantity: 1 }], reason: 'Too small' }] },
    },
    {
      by: 'buyer',
      why: 'not more than were bought',
      at: at(delivered, '/return'),
      body: () => ({ items: [{ id: stage.line, quantity: 2 }], reason: 'Too small' }),
      refused: 'order.return_invalid',
    },
    {
      by: 'buyer',
      why: 'a line of another order',
      at: at(delivered, '/return'),
      body: () => ({ items: [{ id: 999999999, quantity: 1 }], reason: 'Too small' }),
      refused: 'order.return_invalid',
    },
    {
      by: 'other',
      at: at(delivered, '/return'),
      body: () => ({ items: [{ id: stage.line, quantity: 1 }], reason: 'Mine' }),
      refused: 'order.not_found',
    },
    {
      by: 'buyer',
      at: at(delivered, '/return'),
      body: { items: [] },
      refused: 'validation.failed',
      check: naming('items', 'reason'),
    },
  ],
  'GET /orders/{id}/notes': [
    { by: 'buyer', at: at(pending, '/notes'), ok: 200, like: anyPage as Record<string, typeof id> },
  ],
});
