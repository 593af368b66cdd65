/** The events of a payment, made from its rows. */
import type { PaymentEvent } from '#contracts/payment/events.ts';
import type { Context } from '#platform/service/context.ts';
import type { FindingRow } from '../store/findings.ts';
import type { PayableRow } from '../store/payables.ts';
import type { PaymentRow } from '../store/payments.ts';
import type { RefundRow } from '../store/refunds.ts';

/** What every event says of the payment. */
const aboutPayment = (payment: PaymentRow, payable: PayableRow) => ({
  paymentId: payment.id,
  orderId: payment.order_id,
  orderNumber: payable.order_number,
  userId: payment.user_id,
  email: payable.email,
  name: payable.name,
  gateway: payment.gateway,
  method: payment.method,
  amountMinor: payment.amount_minor,
  currency: payment.currency,
  at: new Date().toISOString(),
});

/** Its place in the row of events of this payment, and the request that led to it. */
const placeOf = (payment: PaymentRow, requestId: string) => ({
  entityId: payment.id,
  version: payment.version,
  requestId,
});

export const paymentStarted = (payment: PaymentRow, payable: PayableRow, requestId: string): PaymentEvent => ({
  type: 'payment.started',
  ...placeOf(payment, requestId),
  data: { ...aboutPayment(payment, payable), expiresAt: payment.expires_at.toISOString() },
});

export const paymentSucceeded = (payment: PaymentRow, payable: PayableRow, requestId: string): PaymentEvent => ({
  type: 'payment.succeeded',
  ...placeOf(payment, requestId),
  data: { ...aboutPayment(payment, payable), gatewayReference: payment.gateway_payment_ref },
});

export const paymentEnded = (
  type: 'payment.failed' | 'payment.cancelled',
  payment: PaymentRow,
  payable: PayableRow,
  requestId: string,
): PaymentEvent => ({
  type,
  ...placeOf(payment, requestId),
  data: { ...aboutPayment(payment, payable), reason: payment.failure_reason },
});

export const paymentReconciled = (payment: PaymentRow, payable: PayableRow, requestId: string): PaymentEvent => ({
  type: 'payment.reconciled',
  ...placeOf(payment, requestId),
  data: aboutPayment(payment, payable),
});

export const paymentRefunded = (
  payment: PaymentRow,
  payable: PayableRow,
  refund: RefundRow,
  requestId: string,
): PaymentEvent => ({
  type: 'payment.refunded',
  ...placeOf(payment, requestId),
  data: {
    ...aboutPayment(payment, payable),
    refundId: refund.id,
    refundMinor: refund.amount_minor,
    refundedTotalMinor: payment.refunded_minor,
    whole: payment.refunded_minor === payment.captured_minor,
    returnId: refund.return_id,
    duplicate: refund.duplicate,
    reason: refund.reason,
  },
});

export const attemptsClosed = (
  payable: Pick<PayableRow, 'order_id' | 'paid_payment_id' | 'version'>,
  requestId: string,
): PaymentEvent => ({
  type: 'payment.attempts_closed',
  entityId: payable.order_id,
  version: payable.version,
  requestId,
  data: { orderId: payable.order_id, paid: payable.paid_payment_id !== null, at: new Date().toISOString() },
});

/** For the audit log: money that moved or was stopped, and who did it; null when nobody did. */
export const audited = (
  action: string,
  payment: PaymentRow,
  details: Record<string, unknown>,
  requestId: string,
  context: Context | null = null,
): PaymentEvent => ({
  type: 'audit.recorded',
  ...placeOf(payment, requestId),
  data: {
    actorId: context?.caller?.userId ?? null,
    actorEmail: context?.caller?.email ?? null,
    action,
    entity: 'payment',
    entityId: payment.id,
    details: { orderId: payment.order_id, gateway: payment.gateway, currency: payment.currency, ...details },
    ip: context?.ip || null,
    at: new Date().toISOString(),
  },
});

/** For the audit log: something that a person has to look at, or that was put right. */
export const auditedFinding = (
  action: string,
  finding: FindingRow,
  requestId: string,
  context: Context | null = null,
): PaymentEvent => ({
  type: 'audit.recorded',
  entityId: finding.id,
  version: 1,
  requestId,
  data: {
    actorId: context?.caller?.userId ?? null,
    actorEmail: context?.caller?.email ?? null,
    action,
    entity: 'payment_finding',
    entityId: finding.id,
    details: {
      gateway: finding.gateway,
      paymentId: finding.payment_id,
      orderId: finding.order_id,
      amountMinor: finding.amount_minor,
      currency: finding.currency,
      summary: finding.summary,
      note: finding.note,
    },
    ip: context?.ip || null,
    at: new Date().toISOString(),
  },
});
