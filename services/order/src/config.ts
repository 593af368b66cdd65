/** The order service's own settings. */
import Type, { type Static } from 'typebox';

export const orderConfig = Type.Object({
  UNPAID_ORDER_MINUTES: Type.Integer({
    default: 30,
    minimum: 1,
    maximum: 120,
    description: 'After this an unpaid order is cancelled and its stock given back; a payment begun extends it to 2 h.',
  }),
  COMMISSION_PERCENT: Type.String({
    default: '0',
    pattern: '^(100|\\d{1,2}(\\.\\d{1,4})?)$',
    description: 'What the shop keeps of a seller’s sale where no commission rule says otherwise, in percent.',
  }),
});
export type OrderConfig = Static<typeof orderConfig>;
