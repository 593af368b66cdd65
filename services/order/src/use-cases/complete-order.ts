/** Pending becomes completed: paid, delivered with cash, or free. Product turns the hold into a sale. */
import type { OrderService } from '../base.ts';
import type { LineRow, OrderRow } from '../domain/model.ts';
import { orderCompleted } from '../domain/order-news.ts';
import { type Change, eventOf, type OrderTx, recordChange } from './record-change.ts';

export interface Completion extends Omit<Change, 'sellerIds'> {
  /** Null: cash, or nothing to pay. */
  paymentId: number | null;
}

/** `patch`, `news` and `mails` of the change come on top, as when a parcel's arrival completes the order. */
export function completeOrder(
  service: OrderService,
  tx: OrderTx,
  order: OrderRow,
  lines: readonly LineRow[],
  { paymentId, ...change }: Completion,
): Promise<OrderRow> {
  const { at, requestId } = change;
  return recordChange(service, tx, order, {
    ...change,
    patch: {
      ...change.patch,
      status: 'completed',
      payment_status: 'success',
      payment_id: paymentId,
      paid_at: at,
      expires_at: null,
      expiry_asked_at: null,
    },
    sellerIds: lines.map(({ seller_id }) => seller_id),
    news: (after) => [eventOf(after, orderCompleted(after, lines, at), requestId), ...(change.news?.(after) ?? [])],
  });
}
