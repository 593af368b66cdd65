/** Pending becomes completed: paid, delivered with cash, or free. Product turns the hold into a sale. */
import type { OrderService } from '../base.ts';
import type { LineRow, OrderRow } from '../domain/model.ts';
import { orderCompleted } from '../domain/order-news.ts';
import { completePending } from '../store/crowds.ts';
import { type Change, eventOf, type OrderTx, recordChange, tellChanges } from './record-change.ts';

export interface Completion extends Omit<Change, 'sellerIds'> {
  /** Null: cash, or nothing to pay. */
  paymentId: number | null;
}

/** `patch`, `news` and `mails` of the change come on top, as when a parcel's arrival completes the order. */
function changeOf(lines: readonly LineRow[], { paymentId, ...change }: Completion): Change {
  const { at, requestId } = change;
  return {
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
  };
}

export const completeOrder = (
  service: OrderService,
  tx: OrderTx,
  order: OrderRow,
  lines: readonly LineRow[],
  completion: Completion,
): Promise<OrderRow> => recordChange(service, tx, order, changeOf(lines, completion));

export interface PaidOrder {
  order: OrderRow;
  lines: readonly LineRow[];
  completion: Completion & { paymentId: number };
}

/** Locked pending orders that were paid, all in a few statements. */
export async function completeMany(service: OrderService, tx: OrderTx, paid: readonly PaidOrder[]): Promise<void> {
  const wanted = paid.map(({ order, completion: { paymentId, at } }) => ({ id: order.id, paymentId, at }));
  const completed = await completePending(tx, wanted);
  const changes = paid.map(({ order, lines, completion }) => {
    const after = completed.get(order.id);
    if (!after) throw new Error(`Order ${order.id} was locked as pending and is not.`);
    return { before: order, after, change: changeOf(lines, completion) };
  });
  await tellChanges(service, tx, changes);
}
