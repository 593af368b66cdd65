/**
 * The one function that moves a payment. Redirect, webhook, poll and reconciliation are roads to it: it asks the gateway
 * how the payment stands, compares that with what was asked, and moves the state once, in one transaction with its
 * events and with the webhook that brought the news.
 */
import type { PaymentService, Tx } from '../base.ts';
import { judge, type Verdict } from '../domain/judge.ts';
import type { ObservedPayment } from '../providers/gateway.ts';
import { freeOpenAttempt, lockPayable, markPaid, type PayableRow } from '../store/payables.ts';
import { adoptGatewayRef, hold, lockPayment, movePayment, type PaymentRow } from '../store/payments.ts';
import { markProcessed } from '../store/webhook-events.ts';
import { askRefund } from './ask-refund.ts';
import { audited, paymentEnded, paymentSucceeded } from './payment-events.ts';
import { recordRefunds } from './record-refunds.ts';

export interface News {
  requestId: string;
  /** Why an attempt that the gateway calls cancelled was cancelled, where we did it. */
  because?: string;
  /** The stored webhook that brought the news; done with in the same transaction. */
  webhookEventId?: number;
}

/** Asks the gateway and records the answer. Throws `payment.gateway_unavailable` when it cannot be asked. */
export async function settlePayment(service: PaymentService, payment: PaymentRow, news: News): Promise<PaymentRow> {
  if (payment.gateway_ref === null) return payment;
  const report = await observe(service, payment, payment.gateway_ref);
  return recordReport(service, payment, report, news);
}

async function observe(service: PaymentService, payment: PaymentRow, gatewayRef: string): Promise<ObservedPayment> {
  const gateway = service.gateways.find(payment.gateway);
  const report = await service.gateways.call(gateway, 'get', () => gateway.get(gatewayRef));
  if (report.status !== 'approved' || !gateway.complete) return report;
  // The shopper agreed; the money is ours only once we take it.
  return service.gateways.call(gateway, 'complete', () => gateway.complete!(gatewayRef, payment.reference));
}

/** What reconciliation reads from a gateway's list goes in here directly. */
export function recordReport(
  service: PaymentService,
  { id, order_id }: Pick<PaymentRow, 'id' | 'order_id'>,
  report: ObservedPayment,
  news: News,
): Promise<PaymentRow> {
  return service.database.tx(async (tx) => {
    // The order's row first, then the payment's: everyone locks in this order.
    const payable = (await lockPayable(tx, order_id))!;
    const before = await lockPayment(tx, id);
    if (before.gateway_ref === null) await adoptGatewayRef(tx, id, report.gatewayRef);
    const verdict = judge(
      {
        status: before.status,
        reference: before.reference,
        money: { minor: before.amount_minor, currency: before.currency },
      },
      { state: payable.state, paidBy: payable.paid_payment_id },
      { status: report.status, reference: report.reference, paid: report.paid?.money ?? null },
    );
    const after = await apply(service, tx, payable, before, report, verdict, news);
    await recordRefunds(service, tx, payable, after, report.refunds, news.requestId);
    if (news.webhookEventId !== undefined) await markProcessed(tx, news.webhookEventId, id);
    return after;
  });
}

async function apply(
  service: PaymentService,
  tx: Tx,
  payable: PayableRow,
  payment: PaymentRow,
  report: ObservedPayment,
  verdict: Verdict,
  news: News,
): Promise<PaymentRow> {
  switch (verdict.kind) {
    case 'unchanged':
      return payment;
    case 'held':
      return holdBack(service, tx, payment, report, verdict.reason, news);
    case 'success':
      return succeed(service, tx, payable, payment, report, verdict, news);
    case 'failed':
      return end(service, tx, payable, payment, 'failed', report.failureReason, news);
    case 'cancelled': {
      const reason = verdict.expired ? 'It was not paid in time.' : (news.because ?? 'The shopper cancelled.');
      return end(service, tx, payable, payment, 'cancelled', reason, news);
    }
  }
}

async function succeed(
  service: PaymentService,
  tx: Tx,
  payable: PayableRow,
  payment: PaymentRow,
  report: ObservedPayment,
  verdict: Extract<Verdict, { kind: 'success' }>,
  { requestId }: News,
): Promise<PaymentRow> {
  const paid = report.paid!;
  const moved = await movePayment(tx, payment.id, ['pending', 'failed', 'cancelled'], {
    status: 'success',
    captured_minor: paid.money.minor,
    gateway_payment_ref: paid.paymentRef,
    method: paid.method ?? payment.method,
    paid_at: paid.at,
    failure_reason: null,
    held_reason: null,
  });
  if (!moved) return payment;
  await freeOpenAttempt(tx, payment.order_id, payment.id);
  // `first` was judged under the order's lock; the column makes it certain.
  const first = verdict.first && (await markPaid(tx, payment.order_id, payment.id));
  if (first) await service.outbox.emit(tx, [paymentSucceeded(moved, payable, requestId)]);
  const giveBack = first ? verdict.giveBack : 'duplicate';
  if (giveBack !== null) await sendBack(service, tx, moved, giveBack, requestId);
  // Another attempt may still be open: close it before the shopper pays it too.
  if (first && payable.open_payment_id !== null && payable.open_payment_id !== payment.id) {
    await service.jobs.enqueue(tx, [
      { kind: 'payment.close', key: `paid:${payment.id}`, data: { orderId: payment.order_id, tell: false }, requestId },
    ]);
  }
  return moved;
}

async function sendBack(
  service: PaymentService,
  tx: Tx,
  payment: PaymentRow,
  why: 'duplicate' | 'late',
  requestId: string,
): Promise<void> {
  await askRefund(service, tx, payment, {
    cause: why,
    amountMinor: null,
    duplicate: why === 'duplicate',
    reason: why === 'duplicate' ? 'The order was paid already.' : 'The order was cancelled before the payment arrived.',
    returnId: null,
    requestedBy: null,
    requestId,
  });
  const details = { amountMinor: payment.captured_minor };
  await service.outbox.emit(tx, [audited(`payment.${why}`, payment, details, requestId)]);
}

async function end(
  service: PaymentService,
  tx: Tx,
  payable: PayableRow,
  payment: PaymentRow,
  status: 'failed' | 'cancelled',
  reason: string | null,
  { requestId }: News,
): Promise<PaymentRow> {
  const moved = await movePayment(tx, payment.id, ['pending'], {
    status,
    failure_reason: reason?.slice(0, 300) ?? null,
  });
  if (!moved) return payment;
  await freeOpenAttempt(tx, payment.order_id, payment.id);
  await service.outbox.emit(tx, [paymentEnded(`payment.${status}`, moved, payable, requestId)]);
  return moved;
}

/** Told once; the state stays, so nothing is shipped for money that is not there. */
async function holdBack(
  service: PaymentService,
  tx: Tx,
  payment: PaymentRow,
  report: ObservedPayment,
  reason: string,
  { requestId }: News,
): Promise<PaymentRow> {
  if (await hold(tx, payment.id, reason)) {
    service.log.error({ paymentId: payment.id, reason }, 'a payment is held: the gateway reports something else');
    const details = { reason, reported: report.paid, gatewayRef: report.gatewayRef };
    await service.outbox.emit(tx, [audited('payment.held', payment, details, requestId)]);
  }
  return { ...payment, held_reason: reason, next_poll_at: null };
}
