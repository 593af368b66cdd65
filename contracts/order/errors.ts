/** What the order service may refuse. A placement also passes on what cart and product refuse. */
import type { ErrorTable } from '#platform/errors/problem.ts';

export const orderErrors = {
  'order.not_found': {
    status: 404,
    title: 'There is no such order',
    retry: 'never',
    about: 'The id is unknown, or the order is not the caller’s to see.',
  },
  'order.bad_transition': {
    status: 409,
    title: 'The order cannot take this step now',
    retry: 'after-change',
    about: 'Orders and shipments move only along their state table; `from` and `to` name the step that was refused.',
  },
  'order.not_cancellable': {
    status: 409,
    title: 'The order can no longer be cancelled',
    retry: 'never',
    about: 'A part of it is on its way or it has ended. What was delivered can be returned.',
  },
  'order.return_invalid': {
    status: 422,
    title: 'These items cannot be returned',
    retry: 'after-change',
    about: 'Only delivered lines of this order, and no more of them than were bought and not returned yet.',
  },
  'order.rejected': {
    status: 409,
    title: 'The order was not placed',
    retry: 'later',
    about: 'Its placement took too long and was undone: nothing was taken, the cart is as before. Place it again.',
  },
  'order.expired': {
    status: 409,
    title: 'The order is past its time',
    retry: 'never',
    about: 'An order that stays unpaid is given up and its stock given back. Order again.',
  },
  'commission.not_found': {
    status: 404,
    title: 'There is no such commission rule',
    retry: 'never',
    about: 'The id is unknown, or the rule was deleted.',
  },
  'commission.exists': {
    status: 409,
    title: 'There is such a rule already',
    retry: 'after-change',
    about: 'A seller and category have one rule: change that one.',
  },
  'shipment.not_found': {
    status: 404,
    title: 'There is no such shipment',
    retry: 'never',
    about: 'The id is unknown, or the shipment is not the caller’s to see.',
  },
  'shipment.assignee_invalid': {
    status: 422,
    title: 'This user does not deliver',
    retry: 'after-change',
    about: 'A shipment is given to a user who holds the permission `shipments.deliver`.',
  },
} as const satisfies ErrorTable;
