/** What the cart service does when orders move and users go. */
import type { EventHandlers } from '#platform/events/inbox.ts';
import { finishClaims } from './store/claims.ts';
import { forgetUser } from './store/forget.ts';
import { giveBackUses } from './store/uses.ts';
import { releaseMany } from './use-cases/batches.ts';

export const handlers = {
  // The order service empties the cart itself; this is for when it died before.
  'order.placed': async (tx, event) => void (await finishClaims(tx, [event.data.orderId])),
  'order.rejected': async (tx, event) => void (await releaseMany(tx, [event.data.orderId])),
  'order.cancelled': (tx, event) => giveBackUses(tx, [event.data.orderId]),
  'user.erased': (tx, event) => forgetUser(tx, event.data.userId),
} satisfies EventHandlers;
