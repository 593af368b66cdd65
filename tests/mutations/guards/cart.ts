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
    'BUMP state version': [
      'services/cart/src/use-cases/two-processes.test.ts',
      'additions to one cart through both all count',
    ],
    'BUMP state claimed_by': [
      'services/cart/src/use-cases/claim-cart.test.ts',
      'additions while orders are placed are ordered once',
    ],
    'additions conflict': [
      'services/cart/src/use-cases/cart.test.ts',
      'adding answers the line and the cart, and adding again adds up',
    ],
    'additions conflict 2': [
      'services/cart/src/use-cases/coupon-uses.test.ts',
      'a code with 50 uses and 200 orders at once: exactly 50 get it, the others once a refusal and then an order without',
    ],
  },
  'services/cart/src/store/claims.ts': {
    'CLAIM state version': [
      'services/cart/src/use-cases/claim-cart.test.ts',
      'additions while orders are placed are ordered once',
    ],
    'CLAIM state claimed_by': [
      'services/cart/src/use-cases/two-processes.test.ts',
      'of many orders for one cart, one wins',
    ],
    'FINISH state status': [
      'services/cart/src/use-cases/claim-cart.test.ts',
      'finishing empties the cart and its codes, once; the order cannot claim again',
    ],
    'BURY conflict': [
      'services/cart/src/use-cases/claim-cart.test.ts',
      'equal claims at the same moment are one claim, different ones are one winner',
    ],
  },
  'services/cart/src/store/discounts.ts': {
    'lockDiscount lock': ['tests/races/locks.test.ts', 'held while it is judged: …a code'],
    'listDiscounts owner seller_id': [
      'services/cart/src/use-cases/discounts.test.ts',
      'a seller makes codes for own products only, and sees and changes only own codes',
    ],
    'readDiscount owner seller_id': [
      'services/cart/src/use-cases/discounts.test.ts',
      'a seller makes codes for own products only, and sees and changes only own codes',
    ],
    'lockDiscount owner seller_id': [
      'services/cart/src/use-cases/discounts.test.ts',
      'a seller makes codes for own products only, and sees and changes only own codes',
    ],
  },
  'services/cart/src/store/forget.ts': {
    'LINES owner user_id': ['services/cart/src/use-cases/guest-cart.test.ts', 'an erased user’s cart is gone'],
  },
  'services/cart/src/store/uses.ts': {
    'LOCK lock': [
      'services/cart/src/use-cases/coupon-uses.test.ts',
      'who comes second at the last use waits for the first',
    ],
  },
  'services/cart/src/use-cases/discounts.ts': {
    'createDiscount key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …cart.createDiscount',
    ],
  },
  'services/cart/src/use-cases/shipping-methods.ts': {
    'createShippingMethod key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …cart.createShippingMethod',
    ],
  },
  'services/cart/src/use-cases/tax-rates.ts': {
    'createTaxRate key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …cart.createTaxRate',
    ],
  },
  'services/cart/src/use-cases/edit-cart.ts': {
    'editCartOnce key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …cart.addToCart',
    ],
  },
  'services/cart/src/store/shipping-methods.ts': {
    'lockShippingMethod lock': ['tests/races/locks.test.ts', 'held while it is judged: …a shipping method'],
  },
  'services/cart/src/store/tax-rates.ts': {
    'lockTaxRate lock': ['tests/races/locks.test.ts', 'held while it is judged: …a tax rate'],
  },
  'services/cart/src/store/merge-carts.ts': {
    'LOCK lock': ['tests/races/locks.test.ts', 'held while it is judged: …a cart that a guest’s joins'],
  },
};
