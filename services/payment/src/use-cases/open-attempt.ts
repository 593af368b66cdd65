/**
 * The one open attempt of an order: the one that is there, or a new row with a reference of our own, before any gateway
 * hears of it. Under the lock of the order's row, which has room for one open attempt only.
 */
import { problem } from '#platform/errors/problem.ts';
import type { PaymentService, Tx } from '../base.ts';
import type { Method, PaymentGateway } from '../providers/gateway.ts';
import { insertPayable, lockPayable, type PayableRow, setOpenAttempt } from '../store/payables.ts';
import { insertPayment, paymentById } from '../store/payments.ts';
import type { OrderToPay } from './order-to-pay.ts';
import { newReference } from './reference.ts';

export interface AttemptWish {
  gateway: PaymentGateway;
  method: Method | null;
}

/** What an Idempotency-Key stands for: the payment, and the method as it was asked. */
export interface Attempt {
  paymentId: number;
  method: string | null;
}

export async function openAttempt(
  service: PaymentService,
  tx: Tx,
  order: OrderToPay,
  wish: AttemptWish,
): Promise<Attempt> {
  // Usually `order.placed` made the row; a shopper can be faster.
  await insertPayable(tx, {
    order_id: order.orderId,
    order_number: order.number,
    user_id: order.userId,
    email: order.email,
    name: order.name,
    amount_minor: order.amountMinor,
    currency: order.currency,
  });
  const payable = (await lockPayable(tx, order.orderId))!;
  refuseUnlessOpen(payable, order);
  if (payable.open_payment_id !== null) return payableAttempt(tx, payable.open_payment_id);
  const payment = await insertPayment(tx, {
    reference: newReference(),
    order_id: payable.order_id,
    user_id: payable.user_id,
    gateway: wish.gateway.name,
    method: wish.method,
    amount_minor: payable.amount_minor,
    currency: payable.currency,
    expires_at: expiryOf(service, wish.gateway),
  });
  if (!(await setOpenAttempt(tx, payable.order_id, payment.id))) throw problem('payment.not_payable');
  return { paymentId: payment.id, method: payment.method };
}

function refuseUnlessOpen(payable: PayableRow, order: OrderToPay): void {
  if (payable.paid_payment_id !== null) throw problem('payment.already_paid');
  if (payable.state === 'closing' || payable.state === 'closed') throw problem('order.expired');
  if (payable.state !== 'open') throw problem('payment.not_payable');
  if (payable.amount_minor !== order.amountMinor || payable.currency !== order.currency) {
    throw problem('payment.amount_mismatch');
  }
}

async function payableAttempt(tx: Tx, id: number): Promise<Attempt> {
  const payment = (await paymentById(tx, id))!;
  // Money came that is not what was asked; a second payment would only add to it.
  if (payment.held_reason) throw problem('payment.amount_mismatch');
  return { paymentId: id, method: payment.method };
}

function expiryOf(service: PaymentService, { caps }: PaymentGateway): Date {
  const wishedS = service.config.PAYMENT_MINUTES * 60;
  const lives = caps.expiry ? Math.min(Math.max(wishedS, caps.expiry.minS), caps.expiry.maxS) : wishedS;
  return new Date(Date.now() + lives * 1_000);
}
