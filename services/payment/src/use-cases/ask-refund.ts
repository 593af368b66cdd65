/**
 * Asks for money to be given back: sets it aside under the limit of what was captured, writes the refund, and leaves
 * the gateway call to a job. The same cause never asks twice.
 */

import type { PaymentBase, Tx } from '../base.ts';
import { capturedCurrencyOf, refundAmount } from '../domain/refundable.ts';
import { lockPayment, type PaymentRow, reserveRefund } from '../store/payments.ts';
import { insertRefund, type RefundRow } from '../store/refunds.ts';
import { newReference } from './reference.ts';

export interface RefundWish {
  /** Unique for the payment, e.g. `order-event:17`. */
  cause: string;
  /** Null: all that is left. */
  amountMinor: number | null;
  duplicate: boolean;
  reason: string | null;
  returnId: number | null;
  requestedBy: number | null;
  requestId: string;
}

export type RefundAsked =
  | { kind: 'asked'; refund: RefundRow }
  | { kind: 'nothing' }
  | { kind: 'too-large'; refundable: number };

export async function askRefund(
  service: PaymentBase,
  tx: Tx,
  { id }: Pick<PaymentRow, 'id'>,
  wish: RefundWish,
): Promise<RefundAsked> {
  const payment = await lockPayment(tx, id);
  const amount = refundAmount(payment, wish.amountMinor);
  if (typeof amount !== 'number') {
    return amount.refused === 'nothing' ? { kind: 'nothing' } : { kind: 'too-large', refundable: amount.refundable };
  }
  const refund = await insertRefund(tx, {
    payment_id: payment.id,
    order_id: payment.order_id,
    reference: newReference(),
    cause: wish.cause,
    amount_minor: amount,
    currency: capturedCurrencyOf(payment),
    reason: wish.reason?.slice(0, 500) ?? null,
    duplicate: wish.duplicate,
    return_id: wish.returnId,
    requested_by: wish.requestedBy,
  });
  if (!refund) return { kind: 'nothing' };
  if (!(await reserveRefund(tx, payment.id, amount))) throw new Error('More was asked back than is left.');
  await service.jobs.enqueue(tx, [
    { kind: 'payment.refund', key: `${refund.id}:0`, data: { refundId: refund.id }, requestId: wish.requestId },
  ]);
  return { kind: 'asked', refund };
}
