/** What the cart service does when orders move and users go. */
import type { EventHandler } from '#platform/events/events.ts';
import { afterCommit } from '#platform/sql/database.ts';
import { forgetUser } from './store/forget.ts';
import type { KeptCarts } from './store/kept-carts.ts';
import { giveBackUses } from './store/uses.ts';
import { finishMany, releaseMany } from './use-cases/batches.ts';

export const listensTo = ['order.placed', 'order.rejected', 'order.cancelled', 'user.erased'] as const;

type Handled = Record<(typeof listensTo)[number], EventHandler<any>>;

export const handlers = ({ kept }: { kept: KeptCarts }): Handled => ({
  // The order service empties the cart itself; this is for when it died before.
  'order.placed': async (tx, { data }) => void (await finishMany(tx, kept, [data.orderId])),
  'order.rejected': async (tx, { data }) => void (await releaseMany(tx, kept, [data.orderId])),
  'order.cancelled': (tx, { data }) => giveBackUses(tx, [data.orderId]),
  async 'user.erased'(tx, { data }) {
    await forgetUser(tx, data.userId);
    afterCommit(tx, () => kept.drop({ userId: data.userId, guestId: null }));
  },
});
