import type { Guards } from '../guards.ts';

export const cartGuards: Guards = {
  'services/cart/src/domain/discount.ts': {
    'inScope owner sellerId': [
      'services/cart/src/domain/discount.test.ts',
      'each hindrance is named, and the first that holds is said',
    ],
    'takesFrom owner sellerId': [
      'services/cart/src/domain/discount.test.ts',
      "a seller's coupon never takes from another seller",
    ],
  },
};
