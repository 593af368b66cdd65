/** Cancelling: while nothing has left the house. Stock and coupon uses come back by the event; what was paid, too. */

import { shareOut } from '#contracts/common/money.ts';
import type { orderApi } from '#contracts/order/api.ts';
import type { Order } from '#contracts/order/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { OrderService } from '../base.ts';
import { isAtHome } from '../domain/fulfilment.ts';
import type { LineRow, OrderRow } from '../domain/model.ts';
import { orderCancelled, type RefundWish, refundRequested } from '../domain/order-news.ts';
import { mayBecome } from '../domain/order-state.ts';
import { paidFor } from '../domain/refund-share.ts';
import { mailJob } from '../mails/mail-job.ts';
import { linesOf, lockOrder, shipmentsOf } from '../store/orders.ts';
import { readOrderIn } from '../store/read-orders.ts';
import { audited } from './audit.ts';
import { eventOf, type OrderTx, recordChange } from './record-change.ts';
import { badTransition } from './refusals.ts';
import { orderFor, viewerOf } from './viewer.ts';

export async function cancelOrder(
  service: OrderService,
  input: Input<typeof orderApi.cancelOrder>,
  context: Context,
): Promise<Order> {
  const { params, body } = input;
  return idempotently(service.database, context, 'order.cancel', { params, body }, async (tx) => {
    await cancelIn(service, tx, params.id, body.reason, context);
    const whole = await readOrderIn(tx, params.id);
    return orderFor(viewerOf(context), whole!);
  });
}

/** By its buyer or the staff; to anyone else it does not exist. */
export async function cancelIn(
  service: OrderService,
  tx: OrderTx,
  id: number,
  reason: string | undefined,
  context: Context,
): Promise<void> {
  const order = await lockOrder(tx, id);
  const { userId } = callerOf(context);
  if (!order || (order.user_id !== userId && !may(context, 'orders.manage'))) throw problem('order.not_found');
  if (!mayBecome(order.status, 'cancelled')) throw badTransition(order.status, 'cancelled');
  const parcels = await shipmentsOf(tx, id);
  if (!parcels.every(({ status }) => isAtHome(status))) throw problem('order.not_cancellable');
  const by = order.user_id === userId ? 'buyer' : 'staff';
  await endOrder(service, tx, order, {
    reason: reason || `cancelled by the ${by}`,
    requestId: context.requestId,
    context,
  });
}

export interface Ending {
  reason: string;
  requestId: string;
  /** Who did it; missing for the system itself. */
  context?: Context;
}

/** Pending or completed becomes cancelled; what was paid is asked back. */
export async function endOrder(service: OrderService, tx: OrderTx, order: OrderRow, ending: Ending): Promise<OrderRow> {
  const { reason, requestId, context } = ending;
  const at = new Date();
  const lines = await linesOf(tx, order.id);
  // Partly refunded is paid too: the rest goes back.
  const refund = order.payment_id === null ? null : wholeRefund(order, lines, reason, at);
  const wasCompleted = order.status === 'completed';
  return recordChange(service, tx, order, {
    patch: {
      status: 'cancelled',
      payment_status: order.paid_at === null ? 'cancelled' : order.payment_status,
      cancelled_at: at,
      cancel_reason: reason.slice(0, 500),
      expires_at: null,
      expiry_asked_at: null,
    },
    at,
    requestId,
    sellerIds: lines.map(({ seller_id }) => seller_id),
    reason,
    news: (after) => [
      eventOf(after, orderCancelled(after, lines, { reason, wasCompleted, at }), requestId),
      ...(refund ? [eventOf(after, refundRequested(after, refund), requestId)] : []),
      ...(context ? audited(context, after, 'order.cancelled', { reason }, at) : []),
    ],
    mails: [mailJob('cancelled', order.id, null, requestId)],
  });
}

/** All that was paid and not given back yet; null when that is nothing. */
export function wholeRefund(order: OrderRow, lines: readonly LineRow[], reason: string, at: Date): RefundWish | null {
  const amountMinor = order.total_minor - order.refunded_minor;
  if (amountMinor <= 0) return null;
  const paid = lines.map(paidFor);
  const goods = paid.reduce((sum, amount) => sum + amount, 0);
  // Shipping is nobody's line.
  const shares = shareOut(Math.min(goods, amountMinor), paid);
  return {
    amountMinor,
    paymentId: order.payment_id,
    returnId: null,
    reason,
    lines: lines.map(({ id, seller_id, quantity }, index) => ({
      lineId: id,
      sellerId: seller_id,
      quantity,
      amountMinor: shares[index]!,
    })),
    at,
  };
}
