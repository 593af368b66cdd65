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
  'services/cart/src/store/change-carts.ts': {
    'CHANGE state version': [
      'services/cart/src/use-cases/cart.test.ts',
      'additions at the same moment all count, each once',
    ],
    'CHANGE state claimed_by': [
      'services/cart/src/use-cases/claim-cart.test.ts',
      'additions while orders are placed are ordered once or stay in the cart: none lost, none twice',
    ],
    'CHANGE lock': [
      'services/cart/src/use-cases/claim-cart.test.ts',
      'additions while orders are placed are ordered once or stay in the cart: none lost, none twice',
    ],
    'CHANGE conflict': [
      'services/cart/src/use-cases/cart.test.ts',
      'additions at the same moment all count, each once',
    ],
    'CHANGE conflict 2': [
      'services/cart/src/use-cases/cart.test.ts',
      'adding answers the line and the cart, and adding again adds up',
    ],
    'CHANGE conflict 3': [
      'services/cart/src/use-cases/coupon-uses.test.ts',
      'a code with 50 uses and 200 orders at once: exactly 50 get it, the others once a refusal and then an order without',
    ],
  },
};
