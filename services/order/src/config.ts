/** The order service's own settings. */
import Type, { type Static } from 'typebox';

export const orderConfig = Type.Object({
  UNPAID_ORDER_MINUTES: Type.Integer({
    default: 30,
    minimum: 1,
    maximum: 120,
    description: 'After this an unpaid order is cancelled and its stock given back; a payment begun extends it to 2 h.',
  }),
});
export type OrderConfig = Static<typeof orderConfig>;
