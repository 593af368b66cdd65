/** Calls of the integration service: the same as those of the owners. */
import { type Call, nothing } from './call.ts';
import { addToCart, applyDiscount, updateCartItem } from './cart.ts';
import { getOrder, placeOrder, shipOrder } from './order.ts';
import { initiatePayment } from './payment.ts';

export const integration: Record<string, Call> = {
  addToCart,
  updateCartItem,
  applyDiscount,
  placeOrder,
  placeAndPay: placeOrder,
  listOrders: nothing,
  getOrder,
  shipOrder,
  initiatePayment,
  exportEverything: nothing,
};
