/** Pending becomes completed: paid, delivered with cash, or free. Product turns the hold into a sale. */
import type { OrderService } from '../base.ts';
import type { LineRow, OrderRow } from '../domain/model.ts';
import { orderCompleted } from '../domain/order-news.ts';
import { eventOf, type OrderTx, recordChange } from './record-change.ts';

export interface Completion {
  /** Null: cash, or nothing to pay. */
  paymentId: number | null;
  at: Date;
  /** What changes with it, when a parcel's arrival completes the order. */
  patch?: Partial<OrderRow>;
}

export function completeOrder(
  service: OrderService,
  tx: OrderTx,
  order: OrderRow,
  lines: readonly LineRow[],
  { paymentId, at, patch }: Completion,
  requestId: string,
): Promise<OrderRow> {
  return recordChange(service, tx, order, {
    patch: {
      ...patch,
      status: 'completed',
      payment_status: 'success',
      payment_id: paymentId,
      paid_at: at,
      expires_at: null,
      expiry_asked_at: null,
    },
    at,
    requestId,
    sellerIds: lines.map(({ seller_id }) => seller_id),
    news: (after) => [eventOf(after, orderCompleted(after, lines, at), requestId)],
    mails: paymentId === null ? [] : ['paid'],
  });
}
