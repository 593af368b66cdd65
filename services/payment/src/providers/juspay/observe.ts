/** What Juspay says of an order and its refunds, in our words. Amounts come as numbers or as texts. */
import type { GatewayStatus, ObservedPayment, ObservedRefund } from '../gateway.ts';
import { fromMajor } from '../money-rules.ts';
import { textIn } from '../webhook-body.ts';

/** Parts of Juspay's order that are read here. */
export interface JuspayOrder {
  order_id: string;
  status: string;
  amount: unknown;
  currency: string;
  txn_id?: string;
  payment_method_type?: string;
  bank_error_message?: string;
  txn_detail?: { created?: string; error_message?: string };
  refunds?: JuspayRefund[];
  payment_links?: { web?: string; expiry?: string };
  order_expiry?: string;
}

export interface JuspayRefund {
  unique_request_id: string;
  id?: string;
  status: string;
  amount: unknown;
  error_message?: string;
}

/** A failed try leaves the order payable: the shopper tries again on the same page, until it runs out. */
const statuses: Readonly<Record<string, GatewayStatus>> = {
  NEW: 'open',
  STARTED: 'open',
  CREATED: 'open',
  PENDING_VBV: 'open',
  JUSPAY_DECLINED: 'open',
  AUTHENTICATION_FAILED: 'open',
  AUTHORIZATION_FAILED: 'open',
  AUTHORIZING: 'processing',
  AUTHORIZED: 'processing',
  CAPTURE_INITIATED: 'processing',
  CAPTURE_FAILED: 'failed',
  CHARGED: 'paid',
  VOIDED: 'cancelled',
  AUTO_REFUNDED: 'failed',
  NOT_FOUND: 'expired',
};

const methods: Readonly<Record<string, string>> = { CARD: 'card', UPI: 'upi', NB: 'netbanking', WALLET: 'wallet' };

export function observedOrder(order: JuspayOrder): ObservedPayment {
  const status = statuses[order.status] ?? 'processing';
  const currency = /^[A-Z]{3}$/.test(order.currency ?? '') ? order.currency : '';
  const minor = currency === '' ? null : fromMajor(order.amount, currency);
  const created = new Date(order.txn_detail?.created ?? '');
  return {
    gatewayRef: order.order_id,
    // The order's id is our reference; Juspay does not tell upper from lower case.
    reference: order.order_id.toLowerCase(),
    status,
    paid:
      status === 'paid'
        ? {
            paymentRef: textIn(order.txn_id) ?? order.order_id,
            money: { minor: minor ?? 0, currency },
            method:
              methods[order.payment_method_type ?? ''] ?? textIn(order.payment_method_type)?.toLowerCase() ?? null,
            at: Number.isNaN(created.getTime()) ? new Date() : created,
          }
        : null,
    failureReason: textIn(order.bank_error_message) ?? textIn(order.txn_detail?.error_message),
    refunds: (order.refunds ?? []).map((refund) => observedRefund(refund, currency)),
  };
}

const observedRefund = (refund: JuspayRefund, currency: string): ObservedRefund => ({
  reference: refund.unique_request_id,
  gatewayRef: textIn(refund.id) ?? refund.unique_request_id,
  status: refund.status === 'SUCCESS' ? 'success' : refund.status === 'FAILURE' ? 'failed' : 'pending',
  money: { minor: (currency === '' ? null : fromMajor(refund.amount, currency)) ?? 0, currency },
  failureReason: textIn(refund.error_message),
});
