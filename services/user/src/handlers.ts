/** Events that the user service listens to. */
import type { Static } from 'typebox';
import type { AuditRecord } from '#contracts/common/audit.ts';
import { formatMoney } from '#contracts/common/money.ts';
import type { orderEvents } from '#contracts/order/events.ts';
import type { paymentEvents } from '#contracts/payment/events.ts';
import type { EventOf } from '#platform/events/events.ts';
import type { EventHandlers } from '#platform/events/inbox.ts';
import type { Rows, UserBase } from './base.ts';
import { storeAudit } from './store/audit.ts';
import { rememberBuyers } from './store/sellers.ts';
import type { PayoutNews } from './use-cases/mailing.ts';

export const listensTo = ['audit.recorded', 'order.placed', 'payout.sent', 'payout.bounced'] as const;

type PayoutEvent = EventOf<string, Static<(typeof paymentEvents)['payout.sent']>>;

export function handlers({ jobs }: Pick<UserBase, 'jobs'>): EventHandlers {
  const mailSeller = (what: PayoutNews['what']) => (tx: Rows, event: PayoutEvent) => {
    const { sellerId, payoutId, amountMinor, currency, account, reason } = event.data;
    const amount = formatMoney(amountMinor, currency);
    const data: PayoutNews = { sellerId, what, payoutId, amount, currency, account, reason };
    return jobs.enqueue(tx, [
      { kind: 'mail-payout', key: `${event.source}:${event.id}`, data, requestId: event.requestId },
    ]);
  };

  return {
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

    'payout.sent': mailSeller('sent'),
    'payout.bounced': mailSeller('bounced'),
  };
}
