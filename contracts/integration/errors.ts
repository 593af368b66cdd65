/** What the integration service itself may refuse; everything else it passes on from the owners. */
import type { ErrorTable } from '#platform/errors/problem.ts';

export const integrationErrors = {
  'checkout.address_required': {
    status: 422,
    title: 'Say where the order goes',
    retry: 'after-change',
    about: 'There is no pending order to pay, so the cart would be ordered first, and that needs a `shippingAddress`.',
  },
} as const satisfies ErrorTable;
