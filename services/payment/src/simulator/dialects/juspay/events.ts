/** What Juspay tells: the whole order under the name of what happened, unsigned, behind a user name and a password. */
import type { News } from '../../core/payment.ts';
import type { WireEvent } from '../../memory/deliveries.ts';
import type { Juspay } from './juspay.ts';
import { isoSeconds, orderOf } from './orders.ts';

const names: Readonly<Record<News['type'], readonly string[]>> = {
  'payment.approved': [],
  'payment.processing': ['TXN_CREATED'],
  'payment.paid': ['TXN_CHARGED', 'ORDER_SUCCEEDED'],
  'payment.attempt_failed': ['TXN_FAILED', 'ORDER_FAILED'],
  'payment.failed': ['TXN_FAILED', 'ORDER_FAILED'],
  'payment.cancelled': [],
  // Time runs out in silence.
  'payment.expired': [],
  'refund.created': ['REFUND_INITIATED'],
  'refund.succeeded': ['ORDER_REFUNDED'],
  'refund.failed': ['ORDER_REFUND_FAILED'],
};

export function juspayEvents(juspay: Juspay, { type, payment, at }: News): WireEvent[] {
  return names[type].map((name) => {
    const id = `evt_V2_${juspay.world.random.text(24, 'lower')}`;
    const refunds = juspay.store.refunds().filter(({ paymentSeq }) => paymentSeq === payment.seq);
    const order = orderOf(juspay.world, payment, refunds);
    const content = name.startsWith('TXN_') ? { txn: { ...order } } : { order };
    const body = { id, date_created: isoSeconds(at), event_name: name, content };
    return { id, type: name, body: JSON.stringify(body) };
  });
}
