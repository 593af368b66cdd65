/** The cart service's operations. */
import type { CartApi } from '#contracts/cart/api.ts';
import type { Handlers } from '#platform/service/handlers.ts';
import type { CartService } from './base.ts';
import { addItems } from './use-cases/add-items.ts';
import { applyDiscount } from './use-cases/apply-discount.ts';
import { claimCart } from './use-cases/claim-cart.ts';
import {
  changeDiscount,
  createDiscount,
  getDiscount,
  readDiscounts,
  removeDiscountCode,
} from './use-cases/discounts.ts';
import { getCart, quoteCart } from './use-cases/get-cart.ts';
import { listCarts, readAnyCart } from './use-cases/read-carts.ts';
import { removeDiscount } from './use-cases/remove-discount.ts';
import { clearCart, removeItem } from './use-cases/remove-items.ts';
import { updateItem } from './use-cases/set-quantity.ts';
import {
  changeShippingMethod,
  createShippingMethod,
  getShippingMethod,
  readShippingMethods,
  removeShippingMethod,
} from './use-cases/shipping-methods.ts';
import { changeTaxRate, createTaxRate, getTaxRate, readTaxRates, removeTaxRate } from './use-cases/tax-rates.ts';

export const routes = (cart: CartService): Handlers<CartApi> => ({
  getCart: (_input, context) => getCart(cart, context),
  addToCart: (input, context) => addItems(cart, input, context),
  updateCartItem: (input, context) => updateItem(cart, input, context),
  removeCartItem: (input, context) => nothing(removeItem(cart, input, context)),
  clearCart: (_input, context) => nothing(clearCart(cart, context)),
  quoteCart: (input, context) => quoteCart(cart, input, context),
  applyDiscount: (input, context) => applyDiscount(cart, input, context),
  removeDiscount: (input, context) => nothing(removeDiscount(cart, input, context)),

  listCarts: (input) => listCarts(cart, input),
  getCartById: (input, context) => readAnyCart(cart, input, context),

  listDiscounts: (input, context) => readDiscounts(cart, input, context),
  createDiscount: (input, context) => createDiscount(cart, input, context),
  getDiscount: (input, context) => getDiscount(cart, input, context),
  updateDiscount: (input, context) => changeDiscount(cart, input, context),
  deleteDiscount: (input, context) => nothing(removeDiscountCode(cart, input, context)),

  listShippingMethods: (input) => readShippingMethods(cart, input),
  createShippingMethod: (input, context) => createShippingMethod(cart, input, context),
  getShippingMethod: (input) => getShippingMethod(cart, input),
  updateShippingMethod: (input, context) => changeShippingMethod(cart, input, context),
  deleteShippingMethod: (input, context) => nothing(removeShippingMethod(cart, input, context)),

  listTaxRates: (input) => readTaxRates(cart, input),
  createTaxRate: (input, context) => createTaxRate(cart, input, context),
  getTaxRate: (input) => getTaxRate(cart, input),
  updateTaxRate: (input, context) => changeTaxRate(cart, input, context),
  deleteTaxRate: (input, context) => nothing(removeTaxRate(cart, input, context)),

  claim: (input, context) => claimCart(cart, input, context),
  finish: async ({ body }) => ({ finished: await cart.finishOne(body.orderId) }),
  releaseClaim: async ({ body }) => ({ released: await cart.releaseOne(body.orderId) }),
});

const nothing = (work: Promise<void>): Promise<undefined> => work.then(() => undefined);
