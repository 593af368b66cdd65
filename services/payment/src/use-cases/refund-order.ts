/**
 * The order service asks for money back: of an order that was cancelled, returned, or paid too late. The money may lie
 * on several payments; it is taken from the named one, else from the one that paid the order first.
 */
import type { Static } from 'typebox';
import type { orderEvents } from '#contracts/order/events.ts';
import type { EventOf } from '#platform/events/events.ts';
import type { PaymentService, Tx } from '../base.ts';
import { refundableMinor } from '../domain/refundable.ts';
import { lockPayable } from '../store/payables.ts';
import { capturedOf } from '../store/payments.ts';
import { askRefund } from './ask-refund.ts';

export type RefundRequested = EventOf<string, Static<(typeof orderEvents)['order.refund_requested']>>;

/** A return may be told of by its event, and by the request that took it: it is one cause. */
export const causeOfReturn = (returnId: number): string => `order-event:return-${returnId}`;

export async function refundOrder(service: PaymentService, tx: Tx, event: RefundRequested): Promise<void> {
  const { orderId, amountMinor, paymentId, returnId, reason } = event.data;
  const payable = await lockPayable(tx, orderId);
  const preferred = paymentId ?? payable?.paid_payment_id ?? null;
  const captured = (await capturedOf(tx, orderId)).filter((payment) => paymentId === null || payment.id === paymentId);
  captured.sort((a, b) => Number(b.id === preferred) - Number(a.id === preferred));
  let left = amountMinor;
  for (const payment of captured) {
    const amount = Math.min(left, refundableMinor(payment));
    if (amount <= 0) continue;
    await askRefund(service, tx, payment, {
      cause: returnId === null ? `order-event:${event.id}` : causeOfReturn(returnId),
      amountMinor: amount,
      duplicate: false,
      reason,
      returnId,
      requestedBy: null,
      requestId: event.requestId,
    });
    left -= amount;
  }
  // Nothing was captured (cash on delivery), or it has gone back already: a late payment is returned without being asked.
  if (left > 0) service.log.warn({ orderId, left, eventId: event.id }, 'less was left to give back than was asked');
}
