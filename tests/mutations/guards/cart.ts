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
    'makeFor conflict': [
      'services/cart/src/use-cases/two-processes.test.ts',
      'additions to one cart through both all count',
    ],
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
    'TAKE_BACK state status': [
      'services/cart/src/store/left-alone.test.ts',
      'a claim that was decided is neither released nor taken back',
    ],
    'BURY state status': [
      'services/cart/src/store/left-alone.test.ts',
      'a claim that was decided is neither released nor taken back',
    ],
    'FINISH state claimed_by': [
      'services/cart/src/store/left-alone.test.ts',
      'an order that ends empties and frees the cart that it holds, alone',
    ],
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
    'listDiscounts owner seller_id 2': [
      'services/cart/src/store/left-alone.test.ts',
      'codes are listed by their seller',
    ],
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
    'CART state claimed_by': [
      'services/cart/src/store/left-alone.test.ts',
      'who is erased while an order is made of the cart keeps it',
    ],
    'CART owner user_id': ['services/cart/src/use-cases/guest-cart.test.ts', 'an erased user’s cart is gone'],
    'LINES state claimed_by': [
      'services/cart/src/store/left-alone.test.ts',
      'who is erased while an order is made of the cart keeps it',
    ],
    'LINES owner user_id': ['services/cart/src/use-cases/guest-cart.test.ts', 'an erased user’s cart is gone'],
  },
  'services/cart/src/store/uses.ts': {
    'COUNT conflict': [
      'services/cart/src/use-cases/coupon-uses.test.ts',
      'a limit for each user holds for each user, over orders at the same moment and after each other',
    ],
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
    'mergeGuestCart owner user_id': [
      'services/cart/src/use-cases/guest-cart.test.ts',
      'the first call with token and cookie makes the guest’s cart the user’s, and takes the cookie',
    ],
    'PUT_CODES conflict': [
      'services/cart/src/store/left-alone.test.ts',
      'of two carts with the same code the joined one has it once',
    ],
    'PUT_LINES conflict': [
      'services/cart/src/use-cases/guest-cart.test.ts',
      'two carts are added up; what is in both is one line',
    ],
    'LOCK owner guest_id': [
      'services/cart/src/use-cases/guest-cart.test.ts',
      'two carts are added up; what is in both is one line',
    ],
    'LOCK owner user_id': [
      'services/cart/src/use-cases/guest-cart.test.ts',
      'two carts are added up; what is in both is one line',
    ],
    'LOCK lock': ['tests/races/locks.test.ts', 'held while it is judged: …a cart that a guest’s joins'],
  },
  'services/cart/src/store/list-carts.ts': {
    'listCartRows owner user_id': [
      'services/cart/src/use-cases/cart.test.ts',
      'admins read any cart, by id and by user; others do not',
    ],
  },
  'services/cart/src/store/purge.ts': {
    'CLAIMS state status': [
      'services/cart/src/store/left-alone.test.ts',
      'cleared away are old carts of guests that no order holds',
    ],
    'GUEST_CARTS state claimed_by': [
      'services/cart/src/store/left-alone.test.ts',
      'cleared away are old carts of guests that no order holds',
    ],
    'GUEST_CARTS owner guest_id': [
      'services/cart/src/store/left-alone.test.ts',
      'cleared away are old carts of guests that no order holds',
    ],
  },
  'services/cart/src/store/read-carts.ts': {
    'readBothCarts owner userId': [
      'services/cart/src/store/left-alone.test.ts',
      'of two carts with the same code the joined one has it once',
    ],
    'BY_BOTH owner guest_id': [
      'services/cart/src/use-cases/guest-cart.test.ts',
      'the first call with token and cookie makes the guest’s cart the user’s, and takes the cookie',
    ],
    'BY_BOTH owner user_id': [
      'services/cart/src/use-cases/guest-cart.test.ts',
      'two carts are added up; what is in both is one line',
    ],
    'codeCells owner user_id': [
      'services/cart/src/use-cases/coupon-uses.test.ts',
      'a limit for each user holds for each user, over orders at the same moment and after each other',
    ],
  },
  'services/cart/src/use-cases/discount-fields.ts': {
    'sellerOf owner sellerId': [
      'services/cart/src/use-cases/discounts.test.ts',
      'a seller makes codes for own products only, and sees and changes only own codes',
    ],
  },
  'services/cart/src/use-cases/claim-cart.ts': {
    'joinGuestCart owner userId': [
      'services/cart/src/use-cases/guest-cart.test.ts',
      'a cart joined in the very call that orders is ordered',
    ],
  },
};
