/** Razorpay's entities, drawn from the core's payments: a link or an order, its payments, its refunds. */
import type { Attempt, Payment, Refund } from '../../core/payment.ts';
import type { World } from '../../http/dialect.ts';

export interface RazorpayDetails {
  kind: 'link' | 'order';
  /** As the shop named it: `reference_id` of a link, `receipt` of an order. */
  shopReference: string | null;
  notes: Record<string, string>;
  customer: Record<string, string>;
  notify: Record<string, boolean>;
  reminders: boolean;
  callbackMethod: string | null;
  methods: string[];
  expireBy: number;
  cancelledAt?: number;
}

export const unix = (time: Date): number => Math.floor(time.getTime() / 1_000);
export const detailsOf = (payment: Payment) => payment.details as unknown as RazorpayDetails;
const suffixOf = ({ id }: Payment): string => id.slice(id.indexOf('_') + 1);
export const orderIdOf = (payment: Payment): string => `order_${suffixOf(payment)}`;
export const paymentIdOf = (orderId: string): string => `plink_${orderId.slice('order_'.length)}`;

const linkStatus = {
  open: 'created',
  processing: 'created',
  approved: 'created',
  failed: 'created',
  paid: 'paid',
  cancelled: 'cancelled',
  expired: 'expired',
} as const;

export function linkOf(world: World, payment: Payment) {
  const details = detailsOf(payment);
  const status = linkStatus[payment.status];
  const captured = payment.attempts.find(({ status: now }) => now === 'captured');
  return {
    accept_partial: false,
    amount: payment.amountMinor,
    amount_paid: payment.status === 'paid' ? payment.amountMinor : 0,
    callback_method: details.callbackMethod ?? '',
    callback_url: payment.returnUrl,
    cancelled_at: status === 'cancelled' ? (details.cancelledAt ?? unix(payment.createdAt)) : 0,
    created_at: unix(payment.createdAt),
    currency: payment.currency,
    customer: details.customer,
    description: payment.description,
    expire_by: details.expireBy,
    expired_at: status === 'expired' ? unix(payment.expiresAt) : 0,
    first_min_partial_amount: 0,
    id: payment.id,
    notes: details.notes,
    notify: details.notify,
    order_id: orderIdOf(payment),
    payments: captured
      ? [
          {
            amount: payment.amountMinor,
            created_at: unix(captured.at),
            method: captured.method,
            payment_id: captured.id,
            plink_id: payment.id,
            status: 'captured',
          },
        ]
      : null,
    reference_id: details.shopReference ?? '',
    reminder_enable: details.reminders,
    reminders: [],
    short_url: world.pageOf(payment),
    status,
    updated_at: unix(captured?.at ?? payment.createdAt),
    upi_link: false,
    user_id: '',
  };
}

export function orderOf(payment: Payment) {
  const paid = payment.status === 'paid' ? payment.amountMinor : 0;
  return {
    amount: payment.amountMinor,
    amount_due: payment.amountMinor - paid,
    amount_paid: paid,
    attempts: payment.attempts.length,
    created_at: unix(payment.createdAt),
    currency: payment.currency,
    entity: 'order',
    id: orderIdOf(payment),
    notes: detailsOf(payment).notes,
    offer_id: null,
    receipt: detailsOf(payment).shopReference,
    status: paid > 0 ? 'paid' : payment.attempts.length > 0 ? 'attempted' : 'created',
  };
}

/** Two in a hundred, and 18 in a hundred of that as tax. */
export function feeOf(amount: number): { fee: number; tax: number } {
  const plain = Math.round(amount * 0.02);
  const tax = Math.round(plain * 0.18);
  return { fee: plain + tax, tax };
}

const attemptStatus = { processing: 'authorized', captured: 'captured', failed: 'failed' } as const;

export function paymentOf(payment: Payment, attempt: Attempt) {
  const details = detailsOf(payment);
  const captured = attempt.status === 'captured';
  const failed = attempt.status === 'failed';
  const refunded = captured ? payment.refundedMinor : 0;
  return {
    acquirer_data: {},
    amount: payment.amountMinor,
    amount_refunded: refunded,
    bank: attempt.method === 'netbanking' ? 'HDFC' : null,
    captured,
    card_id: null,
    contact: details.customer.contact ?? '',
    created_at: unix(attempt.at),
    currency: payment.currency,
    // A payment of a link names it so, and in no other way.
    description: details.kind === 'link' ? `#${suffixOf(payment)}` : payment.description,
    email: details.customer.email ?? '',
    entity: 'payment',
    error_code: failed ? 'BAD_REQUEST_ERROR' : null,
    error_description: attempt.failureReason,
    error_reason: failed ? 'payment_failed' : null,
    error_source: failed ? 'bank' : null,
    error_step: failed ? 'payment_authorization' : null,
    fee: captured ? feeOf(payment.amountMinor).fee : null,
    id: attempt.id,
    international: false,
    invoice_id: null,
    method: attempt.method,
    notes: details.notes,
    order_id: orderIdOf(payment),
    refund_status: refunded === 0 ? null : refunded === payment.amountMinor ? 'full' : 'partial',
    status: captured && refunded === payment.amountMinor ? 'refunded' : attemptStatus[attempt.status],
    tax: captured ? feeOf(payment.amountMinor).tax : null,
    vpa: attempt.method === 'upi' ? 'asha@testbank' : null,
    wallet: null,
  };
}

const refundStatus = { pending: 'pending', succeeded: 'processed', failed: 'failed' } as const;

export interface RefundDetails {
  speed: string;
  receipt: string | null;
  notes: Record<string, string>;
}

export function refundOf(payment: Payment, refund: Refund) {
  const { speed, receipt, notes } = refund.details as unknown as RefundDetails;
  return {
    acquirer_data: { arn: refund.status === 'succeeded' ? `1${String(refund.seq).padStart(22, '0')}` : null },
    amount: refund.amountMinor,
    batch_id: null,
    created_at: unix(refund.createdAt),
    currency: payment.currency,
    entity: 'refund',
    id: refund.id,
    notes,
    payment_id: payment.captureId,
    receipt,
    speed_processed: 'normal',
    speed_requested: speed,
    status: refundStatus[refund.status],
  };
}

export const collectionOf = (items: readonly object[]) => ({ entity: 'collection', count: items.length, items });
