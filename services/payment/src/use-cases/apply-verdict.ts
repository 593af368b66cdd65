/** One payment moved as the verdict says, with its events: what is not the plain first success of an order. */
import type { PaymentBase, Tx } from '../base.ts';
import type { Verdict } from '../domain/judge.ts';
import type { ObservedPayment } from '../providers/gateway.ts';
import { freeOpenAttempt, markPaid, type PayableRow } from '../store/payables.ts';
import { hold, movePayment, type PaymentRow } from '../store/payments.ts';
import { askRefund } from './ask-refund.ts';
import { audited, paymentEnded, paymentSucceeded } from './payment-events.ts';
import { postPayments } from './post-payments.ts';
import { foundOf, recordFinding } from './record-finding.ts';

export interface News {
  requestId: string;
  /** Why an attempt that the gateway calls cancelled or run out has ended, where we did it. */
  because?: string;
  /** Set: what the shopper has approved is not taken, since the attempt is being given up. */
  leave?: boolean;
  /** The stored webhook that brought the news; done with in the same transaction. */
  webhookEventId?: number;
}

export async function applyVerdict(
  service: PaymentBase,
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
      const reason = news.because ?? (verdict.expired ? 'It was not paid in time.' : 'The shopper cancelled.');
      return end(service, tx, payable, payment, 'cancelled', reason, news);
    }
  }
}

/** Also for what a person decides of held money. */
export async function succeed(
  service: PaymentBase,
  tx: Tx,
  payable: PayableRow,
  payment: PaymentRow,
  report: ObservedPayment,
  verdict: { first: boolean; giveBack: GiveBack | null },
  { requestId }: News,
): Promise<PaymentRow> {
  const paid = report.paid!;
  const moved = await movePayment(tx, payment.id, ['pending', 'failed', 'cancelled'], {
    status: 'success',
    captured_minor: paid.money.minor,
    captured_currency: paid.money.currency === payment.currency ? null : paid.money.currency,
    gateway_payment_ref: paid.paymentRef,
    method: paid.method ?? payment.method,
    paid_at: paid.at,
    failure_reason: null,
    held_reason: null,
  });
  if (!moved) return payment;
  await postPayments(service, tx, [{ payment: moved, payable }]);
  await freeOpenAttempt(tx, payment.order_id, payment.id);
  // `first` was judged under the order's lock; the column makes it certain.
  const first = verdict.first && (await markPaid(tx, payment.order_id, payment.id));
  if (first) await service.outbox.emit(tx, [paymentSucceeded(moved, payable, requestId)]);
  const giveBack = verdict.first && !first ? 'duplicate' : verdict.giveBack;
  if (giveBack !== null) await sendBack(service, tx, moved, giveBack, requestId);
  // Another attempt may still be open: close it before the shopper pays it too.
  if (first && payable.open_payment_id !== null && payable.open_payment_id !== payment.id) {
    await service.jobs.enqueue(tx, [
      { kind: 'payment.close', key: `paid:${payment.id}`, data: { orderId: payment.order_id, tell: false }, requestId },
    ]);
  }
  return moved;
}

type GiveBack = 'duplicate' | 'late' | 'held';

const reasons: Readonly<Record<GiveBack, string>> = {
  duplicate: 'The order was paid already.',
  late: 'The order was cancelled before the payment arrived.',
  held: 'It was not what was asked for.',
};

async function sendBack(
  service: PaymentBase,
  tx: Tx,
  payment: PaymentRow,
  why: GiveBack,
  requestId: string,
): Promise<void> {
  await askRefund(service, tx, payment, {
    cause: why,
    amountMinor: null,
    // Held money never paid the order either.
    duplicate: why !== 'late',
    reason: reasons[why],
    returnId: null,
    requestedBy: null,
    requestId,
  });
  const details = { amountMinor: payment.captured_minor };
  await service.outbox.emit(tx, [audited(`payment.${why}`, payment, details, requestId)]);
}

async function end(
  service: PaymentBase,
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
  service: PaymentBase,
  tx: Tx,
  payment: PaymentRow,
  report: ObservedPayment,
  reason: string,
  { requestId }: News,
): Promise<PaymentRow> {
  if (await hold(tx, payment.id, reason)) {
    const summary = `Payment ${payment.id} is held: ${reason}`;
    const { minor = null, currency = null } = report.paid?.money ?? {};
    const found = foundOf(payment, 'held', String(payment.version), summary, { amountMinor: minor, currency });
    await recordFinding(service, tx, found, requestId);
    const details = { reason, reported: report.paid, gatewayRef: report.gatewayRef };
    await service.outbox.emit(tx, [audited('payment.held', payment, details, requestId)]);
  }
  return { ...payment, held_reason: reason, next_poll_at: null };
}
