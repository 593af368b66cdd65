/** What Razorpay says of payment links, payments and refunds, in our words. */
import type { GatewayStatus, ListedPayment, ObservedPayment, ObservedRefund } from '../gateway.ts';
import { fromMinor } from '../money-rules.ts';
import { textIn } from '../webhook-body.ts';

/** Parts of Razorpay's entities that are read here. */
export interface Link {
  id: string;
  short_url: string;
  status: string;
  amount_paid: number;
  currency: string;
  reference_id: string;
  expire_by: number;
  payments: LinkPayment[] | null;
}

export interface LinkPayment {
  payment_id: string;
  amount: number;
  method: string;
  status: string;
  created_at: number;
}

export interface RazorpayPayment {
  id: string;
  amount: number;
  currency: string;
  status: string;
  method: string | null;
  amount_refunded: number | null;
  description: string | null;
  notes: Record<string, string> | unknown[] | null;
  created_at: number;
}

export interface RazorpayRefund {
  id: string;
  amount: number;
  currency: string;
  status: string;
  receipt: string | null;
  notes: Record<string, string> | unknown[] | null;
}

const statuses: Readonly<Record<string, GatewayStatus>> = {
  created: 'open',
  paid: 'paid',
  // Never asked for; the money is there all the same, and another amount than was asked.
  partially_paid: 'paid',
  expired: 'expired',
  cancelled: 'cancelled',
};

const taken = new Set(['captured', 'refunded']);

export const paymentOf = (link: Link): LinkPayment | undefined =>
  link.payments?.find(({ status }) => taken.has(status)) ?? link.payments?.[0];

export function observedLink(link: Link, refunds: readonly RazorpayRefund[]): ObservedPayment {
  const status = statuses[link.status] ?? 'open';
  const payment = paymentOf(link);
  return {
    gatewayRef: link.id,
    reference: textIn(link.reference_id),
    status,
    paid:
      status === 'paid' && payment
        ? {
            paymentRef: payment.payment_id,
            money: { minor: fromMinor(link.amount_paid) ?? 0, currency: link.currency },
            method: textIn(payment.method),
            at: new Date(payment.created_at * 1_000),
          }
        : null,
    failureReason: null,
    refunds: refunds.map(observedRefund),
  };
}

/** From the list of payments, which knows the link only by the description that Razorpay gives its payments. */
export function listedPayment(payment: RazorpayPayment): ListedPayment {
  const paid = taken.has(payment.status);
  return {
    gatewayRef: linkIn(payment.description),
    paymentRef: payment.id,
    reference: noteIn(payment.notes),
    status: paid ? 'paid' : payment.status === 'failed' ? 'failed' : 'processing',
    paid: paid ? { minor: fromMinor(payment.amount) ?? 0, currency: payment.currency } : null,
    refundedMinor: fromMinor(payment.amount_refunded),
  };
}

export const observedRefund = (refund: RazorpayRefund): ObservedRefund => ({
  reference: textIn(refund.receipt) ?? noteIn(refund.notes),
  gatewayRef: refund.id,
  status: refund.status === 'processed' ? 'success' : refund.status === 'failed' ? 'failed' : 'pending',
  money: { minor: fromMinor(refund.amount) ?? 0, currency: refund.currency },
  failureReason: null,
});

/** `#<id without its prefix>` in the description of a link's payment. */
export function linkIn(description: unknown): string | null {
  const id = /^#(?:plink_)?([A-Za-z0-9_]{6,40})$/.exec(textIn(description) ?? '')?.[1];
  return id === undefined ? null : `plink_${id}`;
}

/** Notes are an object, or an empty list where there are none. */
export const noteIn = (notes: unknown): string | null => textIn((notes as Record<string, unknown> | null)?.reference);
