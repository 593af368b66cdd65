/** Calls of the order service. */
import { address } from '../../steps.ts';
import { type Cast, cashOrder, deliveredOrder, filledCart, givenShipment, made, pendingOrder } from '../cast.ts';
import { admins, type Call, nothing, readers } from './call.ts';

const orderReaders = { may: ['customer', 'seller', 'support', 'admin'], refusal: 'order.not_found' } as const;
const orderMovers = { may: ['seller', 'admin'], refusal: 'order.not_found' } as const;

export const placeOrder: Call = {
  call: async (cast, caller) => {
    if (caller !== 'nobody') await filledCart(cast, caller);
    return { body: { shippingAddress: address, paymentMethod: 'cod' } };
  },
};
export const getOrder: Call = { call: (cast) => ({ params: { id: cast.order.id } }), ...orderReaders };
export const shipOrder: Call = {
  call: async (cast) => ({ params: { id: (await cashOrder(cast)).id }, body: {} }),
  ...orderMovers,
};

let categories = 1_000;
const freshRule = () => {
  categories += 1;
  return { categoryId: categories, percent: '5' };
};
const madeRule = async (cast: Cast): Promise<{ id: number }> => ({
  id: (await made(cast, 'admin', '/commission-rules', freshRule())).id,
});

const commissionCalls: Record<string, Call> = {
  listCommissionRules: nothing,
  createCommissionRule: { call: () => ({ body: freshRule() }) },
  getCommissionRule: { call: async (cast) => ({ params: await madeRule(cast) }), may: admins },
  updateCommissionRule: {
    call: async (cast) => ({ params: await madeRule(cast), body: { percent: '6' } }),
    may: admins,
  },
  deleteCommissionRule: { call: async (cast) => ({ params: await madeRule(cast) }), may: admins },
};

export const order: Record<string, Call> = {
  ...commissionCalls,
  placeOrder,
  listOrders: nothing,
  getOrder,
  trackOrder: getOrder,
  followOrder: getOrder,
  cancelOrder: {
    call: async (cast) => ({ params: { id: (await pendingOrder(cast)).id }, body: {} }),
    may: ['customer', 'admin'],
    refusal: 'order.not_found',
  },
  returnOrder: {
    call: async (cast) => {
      const { id, items } = await deliveredOrder(cast);
      return { params: { id }, body: { items: [{ id: items[0].id, quantity: 1 }], reason: 'Too small' } };
    },
    may: ['customer'],
    open: ['admin'],
    refusal: 'order.not_found',
  },
  listOrderNotes: getOrder,
  addOrderNote: {
    call: (cast) => ({ params: { id: cast.order.id }, body: { text: 'Ring twice' } }),
    may: ['customer', 'seller', 'admin'],
    open: ['support'],
    refusal: 'order.not_found',
  },
  debugAuth: nothing,
  setOrderStatus: {
    call: async (cast) => ({ params: { id: (await cashOrder(cast)).id }, body: { status: 'processing' } }),
    ...orderMovers,
  },
  shipOrder,
  listShipments: nothing,
  getShipment: {
    call: async (cast) => ({ params: { id: (await givenShipment(cast)).id } }),
    may: ['seller', 'delivery', ...readers],
    refusal: 'shipment.not_found',
  },
  updateShipment: {
    call: async (cast) => ({ params: { id: (await givenShipment(cast)).id }, body: { carrier: 'By hand' } }),
    may: ['seller', 'delivery', 'admin'],
    refusal: 'shipment.not_found',
  },
  assignShipment: {
    call: async (cast) => ({
      params: { id: (await givenShipment(cast)).id },
      body: { userId: cast.people.otherDelivery.id },
    }),
    may: ['seller', 'admin'],
    refusal: 'shipment.not_found',
  },
};
