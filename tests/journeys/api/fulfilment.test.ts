/** The public API of fulfilment: moving and shipping orders, shipments, cancelling, returning. */
import { after, before } from 'node:test';
import type { TestUser } from '#apps/server/src/testing.ts';
import { id, orNull, text, time } from '../../shape.ts';
import { deliver, order, paidOrder, ship } from '../../steps.ts';
import { openMarket } from './market.ts';
import { checkRows, emptyStage, having, naming, type Row } from './rows.ts';

const stage = emptyStage();
before(() => openMarket(stage));
after(() => stage.shop.close());

const shipment = {
  id,
  sellerId: id,
  status: text,
  carrier: orNull(text),
  trackingNumber: orNull(text),
  estimatedDelivery: orNull(text),
};

const one = () => ({ productId: stage.diya.id, quantity: 1 });
/** An order of the buyer, in the state that the row needs. */
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

checkRows(stage, {
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
});
