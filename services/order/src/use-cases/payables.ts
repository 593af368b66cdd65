/** What the payment service asks: what is to be paid, and to keep the order while a payment is open. */
import type { Static } from 'typebox';
import type { orderApi } from '#contracts/order/api.ts';
import type { OrderExpiry, OrderStatus, Payable } from '#contracts/order/schemas.ts';
import type { Input, Reply } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { OrderService } from '../base.ts';
import type { OrderRow } from '../domain/model.ts';
import { newestPayable } from '../store/expiries.ts';
import { readOrderRow } from '../store/read-orders.ts';
import { badTransition } from './refusals.ts';

type PayableReply = Static<typeof Payable>;

export async function payable(
  service: OrderService,
  { params }: Input<typeof orderApi.payable>,
): Promise<PayableReply> {
  const order = await readOrderRow(service.database, params.id);
  if (!order) throw problem('order.not_found');
  return payableOf(order);
}

export async function latestPayable(
  service: OrderService,
  { query }: Input<typeof orderApi.latestPayable>,
): Promise<Reply<typeof orderApi.latestPayable>> {
  const order = await newestPayable(service.database, query.userId);
  return { payable: order ? payableOf(order) : null };
}

export async function paymentStarted(
  service: OrderService,
  { body }: Input<typeof orderApi.paymentStarted>,
): Promise<Static<typeof OrderExpiry>> {
  const until = await service.writers.extend({ id: body.orderId, attemptEndsAt: new Date(body.expiresAt) });
  if (until) return { expiresAt: until.toISOString() };
  const order = await readOrderRow(service.database, body.orderId);
  if (!order) throw problem('order.not_found');
  if (order.status !== 'pending') throw badTransition(order.status, 'completed');
  // Cash on delivery has no time to extend.
  if (order.expires_at === null) return { expiresAt: null };
  throw problem('order.expired');
}

const payableOf = (order: OrderRow): PayableReply => ({
  orderId: order.id,
  number: order.number,
  userId: order.user_id,
  email: order.user_email,
  name: order.user_name,
  amountMinor: order.total_minor,
  currency: order.currency,
  status: order.status as OrderStatus,
  paymentStatus: order.payment_status,
  paymentMethod: order.payment_method,
  expiresAt: order.expires_at?.toISOString() ?? null,
});
