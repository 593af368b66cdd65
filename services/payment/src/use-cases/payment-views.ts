/** From rows to what the contract promises. */
import { formatMoney } from '#contracts/common/money.ts';
import type { Payment, PaymentStart, Refund } from '#contracts/payment/schemas.ts';
import { capturedCurrencyOf } from '../domain/refundable.ts';
import type { ListedPayment } from '../store/payment-lists.ts';
import type { PaymentRow } from '../store/payments.ts';
import type { RefundRow } from '../store/refunds.ts';

export const startOf = (payment: PaymentRow): PaymentStart => ({
  url: payment.pay_url!,
  paymentId: payment.id,
  orderId: payment.order_id,
  gateway: payment.gateway,
  method: payment.method,
  status: payment.status,
  amount: formatMoney(payment.amount_minor, payment.currency),
  currency: payment.currency,
  expiresAt: payment.expires_at.toISOString(),
});

export const refundView = (refund: RefundRow): Refund => ({
  id: refund.id,
  paymentId: refund.payment_id,
  orderId: refund.order_id,
  amount: formatMoney(refund.amount_minor, refund.currency),
  currency: refund.currency,
  status: refund.status,
  reason: refund.reason,
  gatewayReference: refund.gateway_ref,
  createdAt: refund.created_at.toISOString(),
  finishedAt: refund.finished_at?.toISOString() ?? null,
});

export const paymentView = (payment: ListedPayment, refunds: readonly RefundRow[]): Payment => ({
  id: payment.id,
  orderId: payment.order_id,
  orderNumber: payment.order_number,
  userId: payment.user_id,
  gateway: payment.gateway,
  method: payment.method,
  status: payment.status,
  amount: formatMoney(payment.amount_minor, payment.currency),
  currency: payment.currency,
  refundedAmount: formatMoney(payment.refunded_minor, capturedCurrencyOf(payment)),
  capturedCurrency: payment.captured_currency,
  reference: payment.reference,
  gatewayReference: payment.gateway_payment_ref ?? payment.gateway_ref,
  failureReason: payment.failure_reason,
  heldReason: payment.held_reason,
  url: payment.status === 'pending' ? payment.pay_url : null,
  refunds: refunds.map(refundView),
  expiresAt: payment.status === 'pending' ? payment.expires_at.toISOString() : null,
  paidAt: payment.paid_at?.toISOString() ?? null,
  createdAt: payment.created_at.toISOString(),
  updatedAt: payment.updated_at.toISOString(),
});
