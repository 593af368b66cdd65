/** What the payment service does on hearing from the others: it writes rows, and leaves the gateways to jobs. */
import type { Static, TObject } from 'typebox';
import type { orderEvents } from '#contracts/order/events.ts';
import type { EventOf } from '#platform/events/events.ts';
import type { EventHandlers } from '#platform/events/inbox.ts';
import type { PaymentService, Tx } from './base.ts';
import { insertPayables, movePayable, payableOf } from './store/payables.ts';
import { hearErasure, hearPayee, hearPerson, hearSeller } from './use-cases/hear-people.ts';
import { attemptsClosed } from './use-cases/payment-events.ts';
import { reverseCancelled, reverseReturned } from './use-cases/post-reversals.ts';
import { postSales } from './use-cases/post-sales.ts';
import { refundOrder } from './use-cases/refund-order.ts';

type Heard<S extends TObject> = EventOf<string, Static<S>>;
type OrderEvent<K extends keyof typeof orderEvents> = Heard<(typeof orderEvents)[K]>;

export const listensTo = [
  'order.placed',
  'order.completed',
  'order.cancelled',
  'order.expiry_due',
  'order.refund_requested',
  'order.returned',
  'seller.approved',
  'seller.changed',
  'seller.rejected',
  'seller.payee_changed',
  'user.registered',
  'user.changed',
  'user.erased',
] as const;

export function handlers(service: PaymentService): EventHandlers {
  /** What is open of an ended order is closed at its gateway, off this transaction. */
  const close = (tx: Tx, event: EventOf<string, { orderId: number }>, tell: boolean) =>
    service.jobs.enqueue(tx, [
      {
        kind: 'payment.close',
        key: `${event.type}:${event.id}`,
        data: { orderId: event.data.orderId, tell },
        requestId: event.requestId,
      },
    ]);

  return {
    'order.placed': {
      many: (tx: Tx, events: OrderEvent<'order.placed'>[]) =>
        insertPayables(
          tx,
          events.map(({ data }) => payableIn(data)),
        ),
    },

    /** The sale stands in the books. Paid at the door, nothing is left to pay besides. */
    'order.completed': {
      async many(tx: Tx, events: OrderEvent<'order.completed'>[]) {
        for (const event of events.filter(({ data }) => data.paymentId === null)) {
          await insertPayables(tx, [payableIn(event.data)], 'settled');
          await movePayable(tx, event.data.orderId, 'settled');
          await close(tx, event, false);
        }
        await postSales(service, tx, events);
      },
    },

    'order.cancelled': async (tx: Tx, event: OrderEvent<'order.cancelled'>) => {
      // Also when the order was never heard of: a late `order.placed` must not open it.
      await insertPayables(tx, [payableIn(event.data)], 'cancelled');
      await movePayable(tx, event.data.orderId, 'cancelled');
      await reverseCancelled(service, tx, event.data.orderId, new Date(event.data.at));
      await close(tx, event, false);
    },

    'order.expiry_due': async (tx: Tx, event: OrderEvent<'order.expiry_due'>) => {
      const { orderId } = event.data;
      if (await payableOf(tx, orderId)) {
        await movePayable(tx, orderId, 'closing');
        await close(tx, event, true);
        return;
      }
      // Never heard of, so nothing was ever opened; the cancellation that follows brings what is to be remembered.
      const unknown = { order_id: orderId, paid_payment_id: null, version: 1 };
      await service.outbox.emit(tx, [attemptsClosed(unknown, event.requestId)]);
    },

    'order.refund_requested': (tx: Tx, event: OrderEvent<'order.refund_requested'>) => refundOrder(service, tx, event),

    'order.returned': (tx: Tx, event: OrderEvent<'order.returned'>) => reverseReturned(service, tx, event),

    'seller.approved': hearSeller,
    'seller.changed': hearSeller,
    'seller.rejected': hearSeller,
    'seller.payee_changed': hearPayee,
    'user.registered': hearPerson,
    'user.changed': hearPerson,
    'user.erased': hearErasure,
  };
}

interface OrderFacts {
  orderId: number;
  number: string;
  userId: number;
  email: string;
  name: string;
  totalMinor: number;
  currency: string;
}

const payableIn = (order: OrderFacts) => ({
  order_id: order.orderId,
  order_number: order.number,
  user_id: order.userId,
  email: order.email,
  name: order.name,
  amount_minor: order.totalMinor,
  currency: order.currency,
});
