/** How refunds stand at the gateway: ours end, and those made in its dashboard become known here. */
import type { PaymentBase, Tx } from '../base.ts';
import { refundUndone } from '../domain/accounts.ts';
import { capturedCurrencyOf } from '../domain/refundable.ts';
import type { ObservedRefund } from '../providers/gateway.ts';
import { post } from '../store/ledger.ts';
import type { PayableRow } from '../store/payables.ts';
import { finishRefund, type PaymentRow, paymentById, releaseRefund, reserveRefund } from '../store/payments.ts';
import { endRefund, insertRefund, type RefundRow, refundsOfPayments } from '../store/refunds.ts';
import { takeBackRefund, undoRefund } from '../store/undone-refunds.ts';
import { audited, paymentRefunded } from './payment-events.ts';
import { postRefund } from './post-payments.ts';
import { foundOf, recordFinding } from './record-finding.ts';
import { newReference } from './reference.ts';

export async function recordRefunds(
  service: PaymentBase,
  tx: Tx,
  payable: PayableRow,
  payment: PaymentRow,
  observed: readonly ObservedRefund[],
  requestId: string,
): Promise<void> {
  const ended = observed.filter((refund) => refund.status !== 'pending');
  if (ended.length === 0 || payment.captured_minor === 0) return;
  const ours = await refundsOfPayments(tx, [payment.id]);
  for (const news of ended) {
    const known = ours.find((refund) => refund.reference === news.reference || refund.gateway_ref === news.gatewayRef);
    if (known) await recordEnd(service, tx, payable, payment, known, news, requestId);
    else if (news.status === 'success') await adopt(service, tx, payable, payment, news, requestId);
  }
}

/** The end of one of our refunds; counted once, whoever brings the news. */
export async function recordEnd(
  service: PaymentBase,
  tx: Tx,
  payable: PayableRow,
  payment: PaymentRow,
  refund: RefundRow,
  news: ObservedRefund,
  requestId: string,
): Promise<void> {
  if (news.status === 'pending') return;
  const end = {
    status: news.status,
    gateway_ref: news.gatewayRef || null,
    failure_reason: news.failureReason?.slice(0, 300) ?? null,
  };
  const ended = await endRefund(tx, refund.id, end);
  if (!ended) {
    if (end.status === 'failed') await recordReturn(service, tx, payment, refund, end.failure_reason, requestId);
    return;
  }
  if (ended.status === 'success') {
    const paid = await finishRefund(tx, payment.id, ended.amount_minor);
    await postRefund(service, tx, { payment: paid, payable, refund: ended, requestId });
    await service.outbox.emit(tx, [paymentRefunded(paid, payable, ended, requestId)]);
    return;
  }
  await releaseRefund(tx, payment.id, ended.amount_minor);
  await tellFailure(service, tx, payment, ended, 'failed', requestId);
}

/**
 * It had succeeded, and the bank sent the money back afterwards: the gateway holds it again, and the buyer is still owed it.
 * What of the sale was taken back stays so; staff ask again.
 */
async function recordReturn(
  service: PaymentBase,
  tx: Tx,
  payment: PaymentRow,
  refund: RefundRow,
  reason: string | null,
  requestId: string,
): Promise<void> {
  const undone = await undoRefund(tx, refund.id, reason);
  if (!undone) return;
  const now = (await paymentById(tx, payment.id))!;
  await post(tx, [refundUndone(undone, now, new Date())]);
  const after = await takeBackRefund(tx, now, undone.amount_minor);
  await tellFailure(service, tx, after, undone, 'came back after it had gone', requestId);
}

async function tellFailure(
  service: PaymentBase,
  tx: Tx,
  payment: PaymentRow,
  { id, amount_minor: amountMinor, currency, failure_reason: reason }: RefundRow,
  how: string,
  requestId: string,
): Promise<void> {
  const summary = `Refund ${id} of payment ${payment.id} ${how}: ${reason ?? 'no reason given'}`;
  const found = foundOf(payment, 'refund_failed', String(id), summary, { amountMinor, currency });
  await recordFinding(service, tx, found, requestId);
  const details = { refundId: id, amountMinor, reason };
  await service.outbox.emit(tx, [audited('refund.failed', payment, details, requestId)]);
}

/** Given back at the gateway without us: our books follow. */
async function adopt(
  service: PaymentBase,
  tx: Tx,
  payable: PayableRow,
  payment: PaymentRow,
  news: ObservedRefund,
  requestId: string,
): Promise<void> {
  const details = { gatewayRef: news.gatewayRef, amountMinor: news.money.minor };
  if (news.money.currency !== capturedCurrencyOf(payment) || !(await reserveRefund(tx, payment.id, news.money.minor))) {
    const summary = `Payment ${payment.id}: the gateway gave back ${news.money.minor} ${news.money.currency}, more than is left of it.`;
    const found = foundOf(payment, 'refund_unknown', news.gatewayRef, summary, { details });
    await recordFinding(service, tx, found, requestId);
    return;
  }
  const refund = await insertRefund(tx, {
    payment_id: payment.id,
    order_id: payment.order_id,
    reference: newReference(),
    cause: `gateway:${news.gatewayRef}`.slice(0, 100),
    amount_minor: news.money.minor,
    currency: news.money.currency,
    reason: 'Given back at the gateway.',
    duplicate: false,
    return_id: null,
    requested_by: null,
  });
  if (!refund) throw new Error('This refund was adopted before.');
  await recordEnd(service, tx, payable, payment, refund, news, requestId);
  await service.outbox.emit(tx, [audited('refund.found', payment, details, requestId)]);
}
