/** Pages of payments, newest first, which is by falling id: one statement for the page, one for its refunds. */
import type { PaymentStatus } from '#contracts/payment/schemas.ts';
import type { Rows } from '../base.ts';
import type { PayableRow } from './payables.ts';
import type { PaymentRow } from './payments.ts';

export type ListedPayment = PaymentRow & Pick<PayableRow, 'order_number'>;

export interface PaymentFilter {
  /** Null: of all users. */
  userId: number | null;
  status?: PaymentStatus | undefined;
  orderId?: number | undefined;
  held?: boolean | undefined;
  gateway?: string | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
}

export interface Place {
  /** The id that the page before ended with. */
  before?: number | undefined;
  offset: number;
  limit: number;
}

export async function listPayments(rows: Rows, filter: PaymentFilter, place: Place): Promise<ListedPayment[]> {
  let query = rows
    .selectFrom('payment')
    .innerJoin('payable', 'payable.order_id', 'payment.order_id')
    .selectAll('payment')
    .select('payable.order_number')
    .orderBy('payment.id', 'desc')
    .limit(place.limit)
    .offset(place.offset);
  if (filter.userId !== null) query = query.where('payment.user_id', '=', filter.userId);
  if (filter.status !== undefined) query = query.where('payment.status', '=', filter.status);
  if (filter.orderId !== undefined) query = query.where('payment.order_id', '=', filter.orderId);
  if (filter.held) query = query.where('payment.held_reason', 'is not', null);
  if (filter.gateway !== undefined) query = query.where('payment.gateway', '=', filter.gateway);
  if (filter.from !== undefined) query = query.where('payment.created_at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('payment.created_at', '<', filter.to);
  if (place.before !== undefined) query = query.where('payment.id', '<', place.before);
  return query.execute();
}

/** Null user: whoever's it is. */
export const paymentOf = (rows: Rows, id: number, userId: number | null): Promise<ListedPayment | undefined> => {
  let query = rows
    .selectFrom('payment')
    .innerJoin('payable', 'payable.order_id', 'payment.order_id')
    .selectAll('payment')
    .select('payable.order_number')
    .where('payment.id', '=', id);
  if (userId !== null) query = query.where('payment.user_id', '=', userId);
  return query.executeTakeFirst();
};
