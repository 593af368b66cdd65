/** Juspay's orders as their status call shows them: one order, its tries, its refunds. */
import type { Payment, Refund } from '../../core/payment.ts';
import type { World } from '../../http/dialect.ts';

export interface JuspayDetails {
  /** As the shop wrote it; in capitals or not, it is the same order. */
  orderId: string;
  customerId: string;
  customerEmail: string;
  customerPhone: string;
  description: string;
  userDefined: Record<string, string>;
  webhookUrl: string | null;
  methods: string[];
}

/** Every currency is written with two decimals at most, so its books are kept in hundredths. */
export const DECIMALS = 2;

export const detailsOf = (payment: Payment) => payment.details as unknown as JuspayDetails;
export const numberOf = (minor: number): number => minor / 10 ** DECIMALS;
export const isoSeconds = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

const types: Readonly<Record<string, string>> = { card: 'CARD', upi: 'UPI', netbanking: 'NB', wallet: 'WALLET' };

/** An order that has run out says nothing of it: it stays as the last try left it. */
export function statusOf(payment: Payment): { status: string; status_id: number } {
  switch (payment.status) {
    case 'paid':
      return { status: 'CHARGED', status_id: 21 };
    case 'processing':
      return payment.method === 'upi'
        ? { status: 'AUTHORIZING', status_id: 28 }
        : { status: 'PENDING_VBV', status_id: 23 };
    default: {
      const last = payment.attempts.at(-1);
      if (last?.status !== 'failed') return { status: 'NEW', status_id: 10 };
      return last.method === 'card'
        ? { status: 'AUTHENTICATION_FAILED', status_id: 26 }
        : { status: 'AUTHORIZATION_FAILED', status_id: 27 };
    }
  }
}

const refundStatus = { pending: 'PENDING', succeeded: 'SUCCESS', failed: 'FAILURE' } as const;

export const refundOf = (refund: Refund) => ({
  unique_request_id: refund.key,
  id: refund.id,
  ref: refund.status === 'succeeded' ? `ref${refund.seq}` : null,
  // As a text here and as a number elsewhere, as its samples have both.
  amount: numberOf(refund.amountMinor).toFixed(DECIMALS),
  status: refundStatus[refund.status],
  initiated_by: 'API',
  error_message: refund.failureReason ?? '',
  created: isoSeconds(refund.createdAt),
  refund_source: 'SIMULATOR',
  sent_to_gateway: refund.status !== 'pending',
});

export function orderOf(world: World, payment: Payment, refunds: readonly Refund[]) {
  const details = detailsOf(payment);
  const last = payment.attempts.at(-1);
  const refunded = refunds
    .filter(({ status }) => status === 'succeeded')
    .reduce((sum, refund) => sum + refund.amountMinor, 0);
  const transaction = last
    ? {
        txn_id: `simulator-${details.orderId}-${payment.attempts.length}`,
        txn_uuid: last.id,
        gateway_id: 100,
        payment_method_type: types[last.method] ?? 'CARD',
        payment_method: types[last.method] ?? 'CARD',
        txn_detail: {
          txn_id: `simulator-${details.orderId}-${payment.attempts.length}`,
          order_id: details.orderId,
          txn_uuid: last.id,
          txn_amount: numberOf(payment.amountMinor),
          status: statusOf(payment).status,
          currency: payment.currency,
          created: isoSeconds(last.at),
          gateway: 'SIMULATOR',
        },
        payment_gateway_response: {
          resp_code: last.status === 'captured' ? 'success' : (last.failureReason ?? 'pending'),
          txn_id: last.id,
          created: isoSeconds(last.at),
        },
      }
    : {};
  return {
    order_id: details.orderId,
    id: payment.id,
    merchant_id: world.secrets.juspay.merchantId,
    customer_id: details.customerId,
    customer_email: details.customerEmail,
    customer_phone: details.customerPhone,
    ...statusOf(payment),
    amount: numberOf(payment.amountMinor),
    currency: payment.currency,
    amount_refunded: numberOf(refunded),
    effective_amount: numberOf(payment.amountMinor - refunded),
    refunded: refunded === payment.amountMinor,
    date_created: isoSeconds(payment.createdAt),
    return_url: payment.returnUrl,
    product_id: '',
    bank_error_code: last?.failureReason ? 'DECLINED' : '',
    bank_error_message: last?.failureReason ?? '',
    ...details.userDefined,
    payment_links: { web: world.pageOf(payment) },
    ...transaction,
    ...(refunds.length > 0 ? { refunds: refunds.map(refundOf) } : {}),
  };
}
