/** News of payments. Each handler locks its order first, so a payment and a cancellation never pass each other. */
import type { Static } from 'typebox';
import type { paymentEvents } from '#contracts/payment/events.ts';
import type { EventOf } from '#platform/events/events.ts';
import type { OrderService } from '../base.ts';
import type { OrderRow } from '../domain/model.ts';
import { refundRequested } from '../domain/order-news.ts';
import { isNewer, mayTurn } from '../domain/payment-status.ts';
import { noteStarted } from '../store/crowds.ts';
import { extendExpiries } from '../store/expiries.ts';
import { linesOf, linesOfMany, lockOrder, lockOrders } from '../store/orders.ts';
import { endOrder, wholeRefund } from './cancel-order.ts';
import { completeMany } from './complete-order.ts';
import { eventOf, type OrderTx, recordChange } from './record-change.ts';

type News<Type extends keyof typeof paymentEvents> = EventOf<string, Static<(typeof paymentEvents)[Type]>>;

/** The first success makes the order complete. One that was given up meanwhile stays so, and the money goes back. */
export async function hearSuccesses(
  service: OrderService,
  tx: OrderTx,
  events: News<'payment.succeeded'>[],
): Promise<void> {
  const orders = await lockOrders(
    tx,
    events.map(({ data }) => data.orderId),
  );
  const paid = new Map<number, News<'payment.succeeded'>>();
  for (const event of events) {
    const order = agreedOrder(orders, event);
    if (order.status === 'pending' && !paid.has(order.id)) paid.set(order.id, event);
    else if (order.status === 'cancelled' && order.payment_id === null) await refundLate(service, tx, order, event);
  }
  if (paid.size > 0) await completePaid(service, tx, orders, paid);
}

/** The order that was paid. What does not agree waits as a dead delivery for a person to look at. */
function agreedOrder(orders: ReadonlyMap<number, OrderRow>, { data }: News<'payment.succeeded'>): OrderRow {
  const order = orders.get(data.orderId);
  if (!order) throw new Error(`Payment ${data.paymentId} is for order ${data.orderId}, which does not exist.`);
  if (data.amountMinor !== order.total_minor || data.currency !== order.currency) {
    throw new Error(
      `Payment ${data.paymentId} is over ${data.amountMinor} ${data.currency}, order ${order.id} over ${order.total_minor} ${order.currency}.`,
    );
  }
  return order;
}

async function completePaid(
  service: OrderService,
  tx: OrderTx,
  orders: ReadonlyMap<number, OrderRow>,
  paid: ReadonlyMap<number, News<'payment.succeeded'>>,
): Promise<void> {
  const lines = await linesOfMany(tx, [...paid.keys()]);
  const wanted = [...paid].map(([id, { data, requestId }]) => ({
    order: orders.get(id)!,
    lines: lines.get(id) ?? [],
    completion: {
      paymentId: data.paymentId,
      patch: {},
      at: new Date(data.at),
      requestId,
    },
  }));
  await completeMany(service, tx, wanted);
}

async function refundLate(
  service: OrderService,
  tx: OrderTx,
  order: OrderRow,
  { data: { paymentId, at: time }, requestId }: News<'payment.succeeded'>,
): Promise<void> {
  const at = new Date(time);
  const lines = await linesOf(tx, order.id);
  const reason = 'late payment';
  await recordChange(service, tx, order, {
    patch: { payment_status: 'success', payment_id: paymentId, paid_at: at },
    at,
    requestId,
    sellerIds: lines.map(({ seller_id }) => seller_id),
    reason,
    news: (after) => {
      const refund = wholeRefund(after, lines, reason, at);
      return refund ? [eventOf(after, refundRequested(after, refund), requestId)] : [];
    },
  });
}

/** Attempts that began: most change nothing that anybody sees, and are noted together. */
export async function hearStarts(service: OrderService, tx: OrderTx, events: News<'payment.started'>[]): Promise<void> {
  // Two attempts of one order follow each other.
  const distinct = new Set(events.map(({ data }) => data.orderId)).size === events.length;
  const started = events.map(({ data, version }) => ({ ...data, version }));
  const noted = distinct ? await noteStarted(tx, started) : new Set<number>();
  for (const event of events) if (!noted.has(event.data.orderId)) await hearAttempt(service, tx, event);
}

/** An attempt began, failed or was given up: the order stays as it is and can be paid again. */
export async function hearAttempt(
  service: OrderService,
  tx: OrderTx,
  event: News<'payment.started' | 'payment.failed' | 'payment.cancelled'>,
): Promise<void> {
  const { data, version, requestId } = event;
  const to = event.type === 'payment.started' ? 'pending' : event.type === 'payment.failed' ? 'failed' : 'cancelled';
  const order = await lockOrder(tx, data.orderId);
  if (!order || !isNewer({ paymentId: data.paymentId, version }, order)) return;
  const attempt = { attempt_id: data.paymentId, attempt_version: version, payment_tried: true };
  // An order that has ended, or is paid, keeps its own word on the money.
  const turns = order.status === 'pending' && mayTurn(order.payment_status, to);
  await recordChange(service, tx, order, {
    patch: turns ? { ...attempt, payment_status: to } : attempt,
    at: new Date(data.at),
    requestId,
    sellerIds: [],
  });
  if ('expiresAt' in data)
    await extendExpiries(tx, [{ id: order.id, attemptEndsAt: new Date(data.expiresAt as string) }]);
}

/** Money went back. Wholly: a completed order is `refunded`; a cancelled one stays cancelled. */
export async function hearRefund(service: OrderService, tx: OrderTx, event: News<'payment.refunded'>): Promise<void> {
  const { data, requestId } = event;
  // A second payment of an order that stays paid by the first.
  if (data.duplicate) return;
  const order = await lockOrder(tx, data.orderId);
  if (!order) return;
  const refunded = Math.min(order.total_minor, Math.max(order.refunded_minor, data.refundedTotalMinor));
  const whole = data.whole && order.status === 'completed';
  const at = new Date(data.at);
  await recordChange(service, tx, order, {
    patch: {
      refunded_minor: refunded,
      refunded_at: at,
      ...(mayTurn(order.payment_status, 'refunded') ? { payment_status: 'refunded' } : {}),
      ...(whole ? { status: 'refunded' } : {}),
    },
    at,
    requestId,
    sellerIds: (await linesOf(tx, order.id)).map(({ seller_id }) => seller_id),
    reason: data.reason,
  });
}

export async function hearReconciled(
  service: OrderService,
  tx: OrderTx,
  { data, requestId }: News<'payment.reconciled'>,
): Promise<void> {
  const order = await lockOrder(tx, data.orderId);
  if (!order || order.payment_id !== data.paymentId || !mayTurn(order.payment_status, 'reconciled')) return;
  const patch = { payment_status: 'reconciled' as const };
  await recordChange(service, tx, order, { patch, at: new Date(data.at), requestId, sellerIds: [] });
}

/** The answer to `order.expiry_due`: nothing is open at any gateway. Paid after all: its own event completes it. */
export async function hearClosed(
  service: OrderService,
  tx: OrderTx,
  { data, requestId }: News<'payment.attempts_closed'>,
): Promise<void> {
  if (data.paid) return;
  const order = await lockOrder(tx, data.orderId);
  if (order?.status !== 'pending' || order.expiry_asked_at === null) return;
  await endOrder(service, tx, order, { reason: 'not paid in time', requestId });
}
