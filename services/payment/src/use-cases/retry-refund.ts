/** A refund that failed is asked for again: a new one in its place, once. */
import type { Refund } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { PaymentService, Tx } from '../base.ts';
import { closeFindingNamed } from '../store/findings.ts';
import { lockPayment, paymentById } from '../store/payments.ts';
import { type RefundRow, refundById } from '../store/refunds.ts';
import { askRefund } from './ask-refund.ts';
import { audited } from './payment-events.ts';
import { keyOf } from './record-finding.ts';
import { sendRefund } from './refund-payment.ts';

export async function retryRefund(
  service: PaymentService,
  { params }: { params: { id: number; refundId: number } },
  context: Context,
): Promise<Refund> {
  const work = (tx: Tx) => askAgain(service, tx, params, context);
  const operation = `payment.retry_refund:${params.refundId}`;
  const { refundId } = await idempotently(service.database, context, operation, params, work);
  return sendRefund(service, refundId, context);
}

async function askAgain(
  service: PaymentService,
  tx: Tx,
  { id, refundId }: { id: number; refundId: number },
  context: Context,
): Promise<{ refundId: number }> {
  const failed = await refundById(tx, refundId);
  if (failed?.payment_id !== id) throw problem('payment.not_found');
  if (failed.status !== 'failed')
    throw problem('payment.bad_transition', { detail: `The refund is ${failed.status}.` });
  const payment = (await paymentById(tx, id))!;
  await lockPayment(tx, id);
  const asked = await askRefund(service, tx, payment, {
    cause: againOf(failed),
    amountMinor: failed.amount_minor,
    duplicate: failed.duplicate,
    reason: failed.reason,
    returnId: failed.return_id,
    requestedBy: callerOf(context).userId,
    requestId: context.requestId,
  });
  if (asked.kind === 'nothing') throw problem('payment.bad_transition', { detail: 'It was asked for again already.' });
  if (asked.kind === 'too-large') throw problem('payment.refund_too_large');
  const note = `Asked for again as refund ${asked.refund.id}.`;
  const key = keyOf({ gateway: payment.gateway, kind: 'refund_failed', key: `${id}:${refundId}` });
  await closeFindingNamed(tx, key, { note, resolvedBy: callerOf(context).userId });
  const details = { refundId: asked.refund.id, amountMinor: asked.refund.amount_minor, insteadOf: refundId };
  await service.outbox.emit(tx, [audited('refund.requested', payment, details, context.requestId, context)]);
  return { refundId: asked.refund.id };
}

/** Unique for the failed one, and beginning with what asked for it first. */
const againOf = ({ cause, id }: RefundRow): string => `${cause.replace(/:again-\d+$/, '').slice(0, 75)}:again-${id}`;
