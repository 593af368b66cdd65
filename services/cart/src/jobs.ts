/** Recurring work of the cart service. */
import type { Schedule } from '#platform/service/manifest.ts';
import type { CartService } from './base.ts';
import { purgeClaims, purgeGuestCarts } from './store/purge.ts';

const HOUR_MS = 3_600_000;

export const schedules = ({ database, config, kept, log }: CartService): Schedule[] => [
  {
    name: 'cart.purge',
    everyMs: HOUR_MS,
    async run() {
      const carts = await purgeGuestCarts(database, config.GUEST_CART_DAYS, kept);
      const claims = await purgeClaims(database);
      if (carts + claims > 0) log.info({ carts, claims }, 'forgotten: old carts of guests, claims of decided orders');
    },
  },
];
