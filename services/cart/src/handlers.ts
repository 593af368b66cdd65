/** What the cart service does when orders move and users go. */
import type { EventOf } from '#platform/events/events.ts';
import type { EventHandlers } from '#platform/events/inbox.ts';
import { afterCommit } from '#platform/sql/database.ts';
import { forgetUser } from './store/forget.ts';
import type { KeptCarts } from './store/kept-carts.ts';
import { giveBackUses } from './store/uses.ts';
import { finishMany, releaseMany, type Tx } from './use-cases/batches.ts';

export const listensTo = ['order.placed', 'order.rejected', 'order.cancelled', 'user.erased'] as const;

type Orders = EventOf<string, { orderId: number }>[];

const idsIn = (events: Orders): number[] => events.map(({ data }) => data.orderId);

export const handlers = ({ kept }: { kept: KeptCarts }) =>
  ({
    // The order service empties the cart itself; this is for when it died before.
    'order.placed': { many: async (tx: Tx, events: Orders) => void (await finishMany(tx, kept, idsIn(events))) },
    'order.rejected': { many: async (tx: Tx, events: Orders) => void (await releaseMany(tx, kept, idsIn(events))) },
    'order.cancelled': { many: (tx: Tx, events: Orders) => giveBackUses(tx, idsIn(events)) },
    async 'user.erased'(tx: Tx, { data }: EventOf<string, { userId: number }>) {
      await forgetUser(tx, data.userId);
      afterCommit(tx, () => kept.drop({ userId: data.userId, guestId: null }));
    },
  }) satisfies Record<(typeof listensTo)[number], EventHandlers[string]>;
