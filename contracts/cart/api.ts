/** The cart service: carts and what they are reckoned with. */
import Type from 'typebox';
import { type Api, guestOrUser, peersOnly } from '#platform/contract/route.ts';
import { Id, IdParams } from '#platform/contract/schema.ts';
import { exampleAddress } from '../common/address.ts';
import { needs } from '../common/permissions.ts';
import {
  AddToCart,
  ApplyDiscount,
  Cart,
  CartAdded,
  CartPage,
  CartQuery,
  CartUpdated,
  ClaimedCart,
  ClaimReleased,
  ClaimRequest,
  DiscountApplied,
  DiscountCode,
  Finished,
  Quote,
  SetQuantity,
} from './schemas.ts';
import { settingsApi } from './settings.ts';

const shopperApi = {
  getCart: {
    method: 'GET',
    path: '/cart',
    access: guestOrUser,
    tag: 'Cart',
    summary: 'Read your cart',
    description: 'A guest’s cart is known by its cookie and joins the user’s at the first call that carries both.',
    reply: Cart,
  },
  addToCart: {
    method: 'POST',
    path: ['/cart/items', '/cart/items/add'],
    access: guestOrUser,
    tag: 'Cart',
    summary: 'Add one product or several',
    description:
      'A product that is there already adds up. All lines are added or none. ' +
      '`productId` alone is enough where there is one variant.',
    body: AddToCart,
    status: 201,
    reply: CartAdded,
    errors: ['product.not_found', 'product.variant_required', 'stock.insufficient', 'cart.full', 'cart.claimed'],
    idempotent: true,
    example: { productId: 1, quantity: 2 },
  },
  updateCartItem: {
    method: 'PUT',
    path: '/cart/items/:id',
    access: guestOrUser,
    tag: 'Cart',
    summary: 'Set the quantity of a line',
    params: IdParams,
    body: SetQuantity,
    reply: CartUpdated,
    errors: ['cart.item_not_found', 'stock.insufficient', 'cart.full', 'cart.claimed'],
    idempotent: true,
    example: { quantity: 3 },
  },
  removeCartItem: {
    method: 'DELETE',
    path: '/cart/items/:id',
    access: guestOrUser,
    tag: 'Cart',
    summary: 'Remove a line',
    params: IdParams,
    errors: ['cart.item_not_found', 'cart.claimed'],
  },
  clearCart: {
    method: 'DELETE',
    path: '/cart',
    access: guestOrUser,
    tag: 'Cart',
    summary: 'Empty your cart',
    errors: ['cart.claimed'],
  },
  quoteCart: {
    method: 'POST',
    path: '/cart/quote',
    access: guestOrUser,
    tag: 'Cart',
    summary: 'The cart with tax and shipping for an address',
    description: 'Send its `version` or `total` along when ordering, and nothing else can be charged.',
    body: Quote,
    reply: Cart,
    errors: ['shipping.unavailable'],
    example: { shippingAddress: exampleAddress },
  },
  applyDiscount: {
    method: 'POST',
    path: '/cart/discounts',
    access: guestOrUser,
    tag: 'Cart',
    summary: 'Apply a discount code',
    description: 'Uses are counted when the order is placed. Applying a code twice changes nothing.',
    body: ApplyDiscount,
    reply: DiscountApplied,
    errors: [
      'discount.invalid',
      'discount.expired',
      'discount.exhausted',
      'discount.stacked',
      'cart.empty',
      'cart.item_not_found',
      'cart.claimed',
    ],
    example: { discountCode: 'WELCOME10' },
  },
  removeDiscount: {
    method: 'DELETE',
    path: '/cart/discounts/:code',
    access: guestOrUser,
    tag: 'Cart',
    summary: 'Remove a discount code',
    params: Type.Object({ code: DiscountCode }),
    errors: ['discount.not_found', 'cart.claimed'],
  },
} as const satisfies Api;

const readersApi = {
  listCarts: {
    method: 'GET',
    path: '/carts',
    access: needs('carts.read_all'),
    tag: 'Cart',
    summary: 'List carts, for example a user’s',
    query: CartQuery,
    reply: CartPage,
  },
  getCartById: {
    method: 'GET',
    path: '/carts/:id',
    access: needs('carts.read_all'),
    tag: 'Cart',
    summary: 'Read anyone’s cart',
    params: IdParams,
    reply: Cart,
    errors: ['cart.not_found'],
  },
} as const satisfies Api;

const peersApi = {
  claim: {
    method: 'POST',
    path: '/internal/cart/claim',
    access: peersOnly,
    repeatable: true,
    summary: 'Freeze a cart for an order, with prices and totals as they are now; repeating it answers the same',
    body: ClaimRequest,
    reply: ClaimedCart,
    errors: [
      'cart.empty',
      'cart.changed',
      'cart.full',
      'cart.claimed',
      'cart.claim_refused',
      'stock.insufficient',
      'discount.exhausted',
      'shipping.unavailable',
    ],
  },
  finish: {
    method: 'POST',
    path: '/internal/cart/finish',
    access: peersOnly,
    repeatable: true,
    summary: 'The order stands: empty its cart',
    body: Type.Object({ orderId: Id }),
    reply: Finished,
  },
  releaseClaim: {
    method: 'POST',
    path: '/internal/cart/release',
    access: peersOnly,
    repeatable: true,
    summary: 'The order does not stand: give cart and coupon uses back; a later claim of it is refused',
    body: Type.Object({ orderId: Id }),
    reply: ClaimReleased,
  },
} as const satisfies Api;

export const cartApi = { ...shopperApi, ...readersApi, ...settingsApi, ...peersApi } as const satisfies Api;

export type CartApi = typeof cartApi;
