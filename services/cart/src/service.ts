/** The cart service: carts and what they are reckoned with. */
import { cartApi } from '#contracts/cart/api.ts';
import { cartErrors } from '#contracts/cart/errors.ts';
import { cartEvents } from '#contracts/cart/events.ts';
import { deriveKey } from '#platform/auth/signed.ts';
import { defineService } from '#platform/service/manifest.ts';
import { migrations } from '../migrations/index.ts';
import type { CartBase, CartService } from './base.ts';
import { cartConfig } from './config.ts';
import { handlers, listensTo } from './handlers.ts';
import { schedules } from './jobs.ts';
import { routes } from './routes.ts';
import { keepCarts, keepNoCarts } from './store/kept-carts.ts';
import { keepRules } from './store/rules.ts';
import { openBatches } from './use-cases/batches.ts';

export const cartService = defineService({
  name: 'cart',
  about: 'Carts with their prices, discounts, tax and shipping, and the claim of an order on a cart.',
  api: cartApi,
  errors: cartErrors,
  events: cartEvents,
  calls: ['product'],
  listensTo,
  config: cartConfig,
  migrations,
  async start(base: CartBase) {
    // With several processes a cart that is kept here would miss what a neighbour writes.
    const kept = base.neighbours.alone ? keepCarts() : keepNoCarts();
    const cart: CartService = {
      ...base,
      ...openBatches(base, kept),
      kept,
      rules: keepRules(base.database, base.neighbours),
      guestKey: deriveKey(base.common.secretKey, 'guest'),
    };
    return { routes: routes(cart), handlers: handlers(cart), schedules: schedules(cart) };
  },
});
