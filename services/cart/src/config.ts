/** Settings of the cart service. */
import Type, { type Static } from 'typebox';

export const cartConfig = Type.Object({
  ESTIMATE_COUNTRY: Type.String({
    default: 'IN',
    pattern: '^[A-Z]{2}$',
    description:
      'Where a cart is taken to go until an address is known: `GET /cart` estimates tax and shipping for it.',
  }),
  GUEST_CART_DAYS: Type.Integer({
    default: 90,
    minimum: 1,
    maximum: 3_650,
    description: 'Days after its last change at which a guest’s cart is forgotten; also the life of its cookie.',
  }),
});
export type CartConfig = Static<typeof cartConfig>;
