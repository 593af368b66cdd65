/** The integration service: the public face under /api, one call for each flow across services. */
import { type Api, signedIn } from '#platform/contract/route.ts';
import { IdParams } from '#platform/contract/schema.ts';
import { cartApi } from '../cart/api.ts';
import { exampleAddress } from '../common/address.ts';
import { placementErrors } from '../order/api.ts';
import { Order, OrderPage, OrderQuery, PlaceOrder } from '../order/schemas.ts';
import { shipmentsApi } from '../order/shipments.ts';
import { initiateErrors } from '../payment/api.ts';
import { PaymentStart } from '../payment/schemas.ts';
import { InitiateAnyPayment, PlaceAndPay, Placed, WholeExport } from './schemas.ts';

const { addToCart, updateCartItem, applyDiscount } = cartApi;

export const integrationApi = {
  addToCart: { ...addToCart, path: '/api/cart/add', tag: 'Flows' },
  updateCartItem: { ...updateCartItem, method: 'POST', path: '/api/cart/update/:id', tag: 'Flows' },
  applyDiscount: { ...applyDiscount, path: '/api/cart/apply-discount', tag: 'Flows' },
  placeOrder: {
    method: 'POST',
    path: '/api/orders',
    access: signedIn,
    tag: 'Flows',
    summary: 'Order what is in your cart',
    description: 'The same as `POST /orders`.',
    body: PlaceOrder,
    status: 201,
    reply: Order,
    errors: placementErrors,
    idempotent: true,
    example: { shippingAddress: exampleAddress, paymentMethod: 'card' },
  },
  placeAndPay: {
    method: 'POST',
    path: '/api/orders/place',
    access: signedIn,
    tag: 'Flows',
    summary: 'Order what is in your cart and open its payment',
    description: 'When the gateway does not answer, the order stands without `payment`, which can be opened later.',
    body: PlaceAndPay,
    status: 201,
    reply: Placed,
    errors: [...placementErrors, 'payment.gateway_unknown', 'payment.method_unsupported'],
    idempotent: true,
    timeoutMs: 30_000,
    example: { shippingAddress: exampleAddress, paymentMethod: 'card', gateway: 'sandbox' },
  },
  listOrders: {
    method: 'GET',
    path: '/api/orders',
    access: signedIn,
    tag: 'Flows',
    summary: 'List orders',
    query: OrderQuery,
    reply: OrderPage,
  },
  getOrder: {
    method: 'GET',
    path: '/api/orders/:id',
    access: signedIn,
    tag: 'Flows',
    summary: 'Read an order',
    params: IdParams,
    reply: Order,
    errors: ['order.not_found'],
  },
  shipOrder: { ...shipmentsApi.shipOrder, path: '/api/orders/:id/ship', tag: 'Flows' },
  initiatePayment: {
    method: 'POST',
    path: '/api/payment/initiate',
    access: signedIn,
    tag: 'Flows',
    summary: 'Open a payment; without an order, place the cart first',
    description: 'Without `orderId`: the caller’s latest pending order, else the cart is ordered to `shippingAddress`.',
    body: InitiateAnyPayment,
    status: 201,
    reply: PaymentStart,
    errors: [...initiateErrors, ...placementErrors, 'checkout.address_required'],
    idempotent: true,
    timeoutMs: 30_000,
    example: { orderId: 1, gateway: 'sandbox' },
  },
  exportEverything: {
    method: 'GET',
    path: '/api/profile/export',
    access: signedIn,
    tag: 'Flows',
    summary: 'All that the shop knows about you, in one file',
    reply: WholeExport,
    ratePerMinute: 5,
    timeoutMs: 60_000,
  },
} as const satisfies Api;
