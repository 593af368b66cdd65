/** Payments to look at: one's own, or all for who may. */
import type { Static } from 'typebox';
import {
  gatewayAliases,
  type Payment,
  type PaymentFilter,
  type PaymentPage,
  type PaymentQuery,
} from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { PaymentService } from '../base.ts';
import { cursorOf, periodOf, placeOf } from '../domain/list-place.ts';
import { type PaymentFilter as Filter, listPayments as listRows, paymentOf } from '../store/payment-lists.ts';
import { refundsOfPayments } from '../store/refunds.ts';
import { paymentView } from './payment-views.ts';

/** Whose payments the caller sees: null means everyone's. */
export const visibleTo = (context: Context): number | null =>
  may(context, 'payments.read_all') ? null : callerOf(context).userId;

export async function getPayment(
  service: PaymentService,
  { params }: { params: { id: number } },
  context: Context,
): Promise<Payment> {
  const { kysely } = service.database;
  const payment = await paymentOf(kysely, params.id, visibleTo(context));
  if (!payment) throw problem('payment.not_found');
  return paymentView(payment, await refundsOfPayments(kysely, [payment.id]));
}

export async function listPayments(
  service: PaymentService,
  { query }: { query: Static<typeof PaymentQuery> },
  context: Context,
): Promise<PaymentPage> {
  const { kysely } = service.database;
  const filter = filterOf(query, context);
  if (filter === null) return { items: [], nextCursor: null };
  const rows = await listRows(kysely, filter, { ...placeOf(query), limit: query.limit + 1 });
  const items = rows.slice(0, query.limit);
  const refunds = Map.groupBy(
    await refundsOfPayments(
      kysely,
      items.map((payment) => payment.id),
    ),
    (refund) => refund.payment_id,
  );
  const last = items.at(-1);
  return {
    items: items.map((payment) => paymentView(payment, refunds.get(payment.id) ?? [])),
    nextCursor: rows.length > query.limit && last ? cursorOf(last.id) : null,
  };
}

/** Null: nothing. One's own list filtered by somebody else is empty, not an error that tells who exists. */
export function filterOf(query: Static<typeof PaymentFilter>, context: Context): Filter | null {
  const own = query.as === 'buyer' || visibleTo(context) !== null;
  const userId = own ? callerOf(context).userId : (query.userId ?? null);
  if (own && query.userId !== undefined && query.userId !== userId) return null;
  return {
    userId,
    status: query.status,
    orderId: query.orderId,
    held: query.held === 'true',
    gateway: query.gateway === undefined ? undefined : canonical(query.gateway),
    ...periodOf(query),
  };
}

const canonical = (name: string): string => gatewayAliases.get(name.toLowerCase()) ?? name.toLowerCase();
