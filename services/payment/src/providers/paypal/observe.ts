/** What PayPal says of orders, captures and refunds, in our words. */
import type { GatewayStatus, Money, ObservedPayment, ObservedRefund } from '../gateway.ts';
import { fromMajor } from '../money-rules.ts';
import { textIn } from '../webhook-body.ts';

/** Parts of PayPal's representations that are read here. */
export interface PaypalOrder {
  id: string;
  status: string;
  links?: PaypalLink[];
  purchase_units?: Array<{
    custom_id?: string;
    payments?: { captures?: Capture[]; refunds?: PaypalRefund[] };
  }>;
}

export interface PaypalLink {
  rel: string;
  href: string;
}

interface PaypalAmount {
  currency_code: string;
  value: string;
}

interface Capture {
  id: string;
  status: string;
  amount: PaypalAmount;
  create_time?: string;
  custom_id?: string;
  status_details?: { reason?: string };
}

export interface PaypalRefund {
  id: string;
  status: string;
  amount?: PaypalAmount;
  custom_id?: string;
  status_details?: { reason?: string };
}

/** The order's own status says that a capture was tried; how it went, its capture says. */
const ofOrders: Readonly<Record<string, GatewayStatus>> = {
  CREATED: 'open',
  SAVED: 'open',
  PAYER_ACTION_REQUIRED: 'open',
  APPROVED: 'approved',
  VOIDED: 'cancelled',
};

const ofCaptures: Readonly<Record<string, GatewayStatus>> = {
  COMPLETED: 'paid',
  PARTIALLY_REFUNDED: 'paid',
  REFUNDED: 'paid',
  PENDING: 'processing',
  DECLINED: 'failed',
  FAILED: 'failed',
};

export const moneyOf = (amount: PaypalAmount | undefined): Money | null => {
  const currency = amount?.currency_code ?? '';
  const minor = amount && /^[A-Z]{3}$/.test(currency) ? fromMajor(amount.value, currency) : null;
  return minor === null ? null : { minor, currency };
};

export function observedOrder(order: PaypalOrder): ObservedPayment {
  const unit = order.purchase_units?.[0];
  const captures = unit?.payments?.captures ?? [];
  const capture = captures.find(({ status }) => ofCaptures[status] === 'paid') ?? captures[0];
  const status = capture ? (ofCaptures[capture.status] ?? 'processing') : (ofOrders[order.status] ?? 'processing');
  return {
    gatewayRef: order.id,
    reference: textIn(unit?.custom_id) ?? textIn(capture?.custom_id),
    status,
    paid:
      status === 'paid' && capture
        ? {
            paymentRef: capture.id,
            money: moneyOf(capture.amount) ?? { minor: 0, currency: '' },
            method: 'paypal',
            at: timeOf(capture.create_time),
          }
        : null,
    failureReason: textIn(capture?.status_details?.reason),
    refunds: (unit?.payments?.refunds ?? []).map(observedRefund),
  };
}

export const observedRefund = (refund: PaypalRefund): ObservedRefund => ({
  reference: textIn(refund.custom_id),
  gatewayRef: refund.id,
  status:
    refund.status === 'COMPLETED'
      ? 'success'
      : refund.status === 'FAILED' || refund.status === 'CANCELLED'
        ? 'failed'
        : 'pending',
  money: moneyOf(refund.amount) ?? { minor: 0, currency: '' },
  failureReason: textIn(refund.status_details?.reason),
});

const timeOf = (text: string | undefined): Date => {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? new Date() : time;
};
