/**
 * Unpaid orders past their time. One for which a payment was opened is closed at the gateway first: payment is told by
 * `order.expiry_due` and answers `payment.attempts_closed`. One that nobody ever tried to pay is cancelled at once.
 */
import { randomUUID } from 'node:crypto';
import type { OrderService } from '../base.ts';
import { expiryDue } from '../domain/order-news.ts';
import { lockDue, markAsked } from '../store/expiries.ts';
import { endOrder } from './cancel-order.ts';
import { eventOf } from './record-change.ts';

const BATCH = 100;

export async function expireOrders(service: OrderService): Promise<void> {
  const requestId = `expiry-${randomUUID()}`;
  while ((await expireSome(service, requestId)) === BATCH);
}

function expireSome(service: OrderService, requestId: string): Promise<number> {
  return service.database.tx(async (tx) => {
    const due = await lockDue(tx);
    for (const order of due) {
      if (!order.payment_tried) await endOrder(service, tx, order, { reason: 'not paid in time', requestId });
    }
    const tried = due.filter((order) => order.payment_tried);
    if (tried.length > 0) {
      await markAsked(
        tx,
        tried.map(({ id }) => id),
      );
      const at = new Date();
      await service.outbox.emit(
        tx,
        tried.map((order) => eventOf(order, expiryDue(order, at), requestId)),
      );
    }
    return due.length;
  });
}
