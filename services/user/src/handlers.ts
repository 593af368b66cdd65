/** Events that the user service listens to. */
import type { Static } from 'typebox';
import type { AuditRecord } from '#contracts/common/audit.ts';
import type { orderEvents } from '#contracts/order/events.ts';
import type { EventHandlers } from '#platform/events/inbox.ts';
import { storeAudit } from './store/audit.ts';
import { rememberBuyers } from './store/sellers.ts';

export const handlers: EventHandlers = {
  'audit.recorded': (tx, event) => storeAudit(tx, event.source, event.requestId, event.data as AuditRecord),

  /** From now on each seller of the order may see this user. */
  'order.placed': {
    many: (tx, events) =>
      rememberBuyers(
        tx,
        events.flatMap((event) => {
          const { userId, lines } = event.data as Static<(typeof orderEvents)['order.placed']>;
          return lines.map(({ sellerId }) => ({ sellerId, buyerId: userId }));
        }),
      ),
  },
};
