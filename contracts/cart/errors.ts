/** What the cart service may refuse. */
import type { ErrorTable } from '#platform/errors/problem.ts';

export const cartErrors = {
  'cart.not_found': {
    status: 404,
    title: 'There is no such cart',
    retry: 'never',
    about: 'The id is unknown, or the cart was emptied and forgotten.',
  },
  'cart.item_not_found': {
    status: 404,
    title: 'There is no such line in your cart',
    retry: 'never',
    about: 'The id is unknown, was removed, or belongs to another cart.',
  },
  'cart.empty': {
    status: 422,
    title: 'The cart is empty',
    retry: 'after-change',
    about: 'Add a product before ordering. Nothing was changed.',
  },
  'cart.changed': {
    status: 409,
    title: 'The cart is not what you were shown',
    retry: 'after-change',
    about:
      'A price, a total or a line differs from what was shown or sent. `cart` is how it is now; order again to accept.',
  },
  'cart.claimed': {
    status: 409,
    title: 'An order is being made of this cart',
    retry: 'later',
    about: 'While an order is placed its cart takes no changes and no second order. Repeat in a moment.',
  },
  'cart.claim_refused': {
    status: 409,
    title: 'The cart cannot be claimed for this order',
    retry: 'never',
    about: 'The order was released or finished before; a late claim of it must not take the cart.',
  },
  'cart.full': {
    status: 422,
    title: 'The cart cannot take more',
    retry: 'after-change',
    about: 'A cart has at most 200 lines, a line at most 10,000 units, and a total that the shop can charge.',
  },
  'discount.not_found': {
    status: 404,
    title: 'There is no such discount',
    retry: 'never',
    about: 'The id is unknown, the code is not in the cart, or the discount is not the caller’s to see.',
  },
  'discount.code_taken': {
    status: 409,
    title: 'A discount has this code already',
    retry: 'after-change',
    about: 'Codes are unique without regard to case.',
  },
  'discount.invalid': {
    status: 422,
    title: 'This code does not apply',
    retry: 'after-change',
    about: 'It is unknown or off, no product in the cart is in its scope, or the cart is below its minimum.',
  },
  'discount.expired': {
    status: 422,
    title: 'This code is not valid now',
    retry: 'after-change',
    about: 'The code has not begun yet or has ended.',
  },
  'discount.exhausted': {
    status: 422,
    title: 'This code is used up',
    retry: 'after-change',
    about: 'Its uses, in total or for this user, are spent. It stays in the cart at 0; the next order goes without it.',
  },
  'discount.stacked': {
    status: 422,
    title: 'The cart has all the codes it may have',
    retry: 'after-change',
    about: 'Remove a code with `DELETE /cart/discounts/{code}` before adding another.',
  },
  'shipping.not_found': {
    status: 404,
    title: 'There is no such shipping method',
    retry: 'never',
    about: 'The id is unknown; `GET /shipping-methods` lists them.',
  },
  'shipping.code_taken': {
    status: 409,
    title: 'A shipping method has this code already',
    retry: 'after-change',
    about: 'Codes of shipping methods are unique.',
  },
  'shipping.unavailable': {
    status: 422,
    title: 'Nothing is sent there this way',
    retry: 'after-change',
    about: 'The method is unknown or off, or does not serve this address or weight. Leave it out or choose another.',
  },
  'tax.not_found': {
    status: 404,
    title: 'There is no such tax rate',
    retry: 'never',
    about: 'The id is unknown; `GET /tax-rates` lists them.',
  },
  'tax.exists': {
    status: 409,
    title: 'There is a rate for this category and place',
    retry: 'after-change',
    about:
      'Two rates for the same category, country, state and postal prefix would leave open which one applies. Change the first.',
  },
} as const satisfies ErrorTable;
