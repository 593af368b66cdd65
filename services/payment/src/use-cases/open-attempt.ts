/**
 * The one open attempt of an order: the one that is there, or a new row with a reference of our own, before any gateway
 * hears of it. Under the lock of the order's row, which has room for one open attempt only.
 */
import { type Problem, problem } from '#platform/errors/problem.ts';
import { type Outcome, refused, succeeded } from '#platform/sql/batcher.ts';
import type { PaymentBase, Tx } from '../base.ts';
import { pollGapS } from '../domain/poll-gaps.ts';
import type { Method, PaymentGateway } from '../providers/gateway.ts';
import { insertAttempts, type LockedPayable, lockPayables } from '../store/batches/attempts.ts';
import { insertPayables, type NewPayable, type PayableRow } from '../store/payables.ts';
import type { PaymentRow } from '../store/payments.ts';
import type { OrderToPay } from './order-to-pay.ts';
import { newReference } from './reference.ts';

export interface AttemptWish {
  order: OrderToPay;
  gateway: PaymentGateway;
  method: Method | null;
}

/** The open attempt and its order. */
export interface Attempt {
  payment: PaymentRow;
  payable: PayableRow;
}

export async function openAttempts(
  service: PaymentBase,
  tx: Tx,
  wishes: readonly AttemptWish[],
): Promise<Array<Outcome<Attempt>>> {
  const orderIds = [...new Set(wishes.map(({ order }) => order.orderId))];
  const payables = await lockPayables(tx, orderIds);
  const unheard = wishes.filter(({ order }) => !payables.has(order.orderId));
  if (unheard.length > 0) {
    // Usually `order.placed` made the row; a shopper can be faster. Only then, since to insert waits for whoever is inserting.
    await insertPayables(
      tx,
      unheard.map(({ order }) => payableIn(order)),
    );
    const made = await lockPayables(
      tx,
      unheard.map(({ order }) => order.orderId),
    );
    for (const [orderId, payable] of made) payables.set(orderId, payable);
  }
  const decisions = new Map<number, Problem | LockedPayable>();
  const wanted: AttemptWish[] = [];
  for (const wish of wishes) {
    const { orderId } = wish.order;
    if (decisions.has(orderId)) continue;
    const payable = payables.get(orderId)!;
    const refusal = refusalOf(payable, wish.order);
    decisions.set(orderId, refusal ?? payable);
    if (!refusal && payable.open === null) wanted.push(wish);
  }
  const made = await insertAttempts(
    tx,
    wanted.map((wish) => attemptFor(service, wish)),
  );
  const byOrder = new Map(made.map((payment) => [payment.order_id, payment]));
  return wishes.map(({ order }) => {
    const decision = decisions.get(order.orderId)!;
    if (!('order_id' in decision)) return refused(decision);
    return succeeded({ payment: decision.open ?? byOrder.get(order.orderId)!, payable: decision });
  });
}

const payableIn = (order: OrderToPay): NewPayable => ({
  order_id: order.orderId,
  order_number: order.number,
  user_id: order.userId,
  email: order.email,
  name: order.name,
  amount_minor: order.amountMinor,
  currency: order.currency,
});

function refusalOf(payable: LockedPayable, order: OrderToPay): Problem | null {
  if (payable.paid_payment_id !== null) return problem('payment.already_paid');
  if (payable.state === 'closing' || payable.state === 'closed') return problem('order.expired');
  if (payable.state !== 'open') return problem('payment.not_payable');
  // Another amount was asked before, or money came that is not what was asked: a second payment would only add to it.
  const differs = payable.amount_minor !== order.amountMinor || payable.currency !== order.currency;
  return differs || payable.open?.held_reason ? problem('payment.amount_mismatch') : null;
}

const attemptFor = (service: PaymentBase, { order, gateway, method }: AttemptWish) => ({
  reference: newReference(),
  order_id: order.orderId,
  user_id: order.userId,
  gateway: gateway.name,
  method,
  amount_minor: order.amountMinor,
  currency: order.currency,
  expires_at: expiryOf(service, gateway),
  next_poll_at: new Date(Date.now() + pollGapS(0) * 1_000),
});

function expiryOf(service: PaymentBase, { caps }: PaymentGateway): Date {
  const wishedS = service.config.PAYMENT_MINUTES * 60;
  const lives = caps.expiry ? Math.min(Math.max(wishedS, caps.expiry.minS), caps.expiry.maxS) : wishedS;
  return new Date(Date.now() + lives * 1_000);
}
