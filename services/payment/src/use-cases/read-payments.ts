/** Payments to look at: one's own, or all for who may. */
import type { Static } from 'typebox';
import { gatewayAliases, type Payment, type PaymentPage, type PaymentQuery } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { PaymentService } from '../base.ts';
import { cursorOf, placeOf, timeOf } from '../domain/list-place.ts';
import { listPayments as listRows, paymentOf } from '../store/payment-lists.ts';
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
  const own = query.as === 'buyer' || visibleTo(context) !== null;
  const userId = own ? callerOf(context).userId : (query.userId ?? null);
  // One's own list filtered by somebody else is empty, not an error that tells who exists.
  if (own && query.userId !== undefined && query.userId !== userId) return { items: [], nextCursor: null };
  const filter = {
    userId,
    status: query.status,
    orderId: query.orderId,
    held: query.held === 'true',
    gateway: query.gateway === undefined ? undefined : canonical(query.gateway),
    from: query.from === undefined ? undefined : timeOf(query.from, 'from', 0),
    to: query.to === undefined ? undefined : timeOf(query.to, 'to', 1),
  };
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

const canonical = (name: string): string => gatewayAliases.get(name.toLowerCase()) ?? name.toLowerCase();
