/** PayPal's resources, drawn from the core's payments: an order, its capture, its refunds. */
import type { Payment, Refund } from '../../core/payment.ts';
import type { World } from '../../http/dialect.ts';
import { moneyOf } from './amounts.ts';

export interface PayPalDetails {
  referenceId: string;
  customId: string | null;
  invoiceId: string | null;
  cancelUrl: string | null;
  /** Made with a payment source, which changes two words of the answer. */
  withSource: boolean;
}

export const detailsOf = (payment: Payment) => payment.details as unknown as PayPalDetails;
export const isoSeconds = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

export const baseOf = (world: World): string => `${world.origin()}/paypal`;
const given = (values: Record<string, string | null>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

function orderStatus(payment: Payment): string {
  switch (payment.status) {
    case 'open':
      return detailsOf(payment).withSource ? 'PAYER_ACTION_REQUIRED' : 'CREATED';
    case 'approved':
      return 'APPROVED';
    case 'cancelled':
    case 'expired':
      return 'VOIDED';
    default:
      return 'COMPLETED';
  }
}

function orderLinks(world: World, payment: Payment) {
  const self = `${baseOf(world)}/v2/checkout/orders/${payment.id}`;
  const links = [{ href: self, rel: 'self', method: 'GET' }];
  const { withSource } = detailsOf(payment);
  if (payment.status === 'open') {
    links.push({ href: world.pageOf(payment), rel: withSource ? 'payer-action' : 'approve', method: 'GET' });
  }
  if (payment.status === 'open' || payment.status === 'approved') {
    links.push({ href: `${self}/capture`, rel: 'capture', method: 'POST' });
  }
  return links;
}

export const PAYER_ID = 'SIMULATORPAYR';

export function orderOf(world: World, payment: Payment, refunds: readonly Refund[]) {
  const details = detailsOf(payment);
  const captured = payment.attempts.filter(({ status }) => status !== 'failed');
  const payments = {
    captures: captured.map(() => captureOf(world, payment)),
    ...(refunds.length > 0 ? { refunds: refunds.map((refund) => refundOf(world, payment, refund)) } : {}),
  };
  const approved = payment.status !== 'open';
  return {
    id: payment.id,
    intent: 'CAPTURE',
    status: orderStatus(payment),
    ...(details.withSource || approved
      ? { payment_source: { paypal: approved ? { email_address: 'payer@example.com', account_id: PAYER_ID } : {} } }
      : {}),
    purchase_units: [
      {
        reference_id: details.referenceId,
        amount: moneyOf(payment.amountMinor, payment.currency),
        ...given({
          custom_id: details.customId,
          invoice_id: details.invoiceId,
          description: payment.description || null,
        }),
        ...(captured.length > 0 ? { payments } : {}),
      },
    ],
    create_time: isoSeconds(payment.createdAt),
    ...(approved ? { payer: { payer_id: PAYER_ID, email_address: 'payer@example.com' } } : {}),
    links: orderLinks(world, payment),
  };
}

/** The short answer that PayPal gives unless more is preferred. */
export function briefly({ id, status, payment_source, links }: ReturnType<typeof orderOf>) {
  return { id, status, ...(payment_source ? { payment_source } : {}), links };
}

function captureStatus(payment: Payment): string {
  if (payment.status === 'processing') return 'PENDING';
  if (payment.status === 'failed') return 'DECLINED';
  if (payment.refundedMinor === 0) return 'COMPLETED';
  return payment.refundedMinor === payment.amountMinor ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}

/** A capture has its name from the start, also while the bank has not answered. */
export const captureIdOf = ({ id }: Pick<Payment, 'id'>): string => [...id].reverse().join('');
export const orderIdOfCapture = (id: string): string => captureIdOf({ id });

export function captureOf(world: World, payment: Payment) {
  const details = detailsOf(payment);
  const status = captureStatus(payment);
  const fee = Math.round(payment.amountMinor * 0.0349);
  const at = payment.attempts.at(-1)!.at;
  const id = captureIdOf(payment);
  const self = `${baseOf(world)}/v2/payments/captures/${id}`;
  return {
    id,
    status,
    ...(status === 'PENDING' ? { status_details: { reason: 'PENDING_REVIEW' } } : {}),
    amount: moneyOf(payment.amountMinor, payment.currency),
    final_capture: true,
    seller_protection: { status: 'ELIGIBLE', dispute_categories: ['ITEM_NOT_RECEIVED', 'UNAUTHORIZED_TRANSACTION'] },
    ...(payment.capturedAt
      ? {
          seller_receivable_breakdown: {
            gross_amount: moneyOf(payment.amountMinor, payment.currency),
            paypal_fee: moneyOf(fee, payment.currency),
            net_amount: moneyOf(payment.amountMinor - fee, payment.currency),
          },
        }
      : {}),
    ...given({ custom_id: details.customId, invoice_id: details.invoiceId }),
    supplementary_data: { related_ids: { order_id: payment.id } },
    create_time: isoSeconds(at),
    update_time: isoSeconds(at),
    links: [
      { href: self, rel: 'self', method: 'GET' },
      { href: `${self}/refund`, rel: 'refund', method: 'POST' },
      { href: `${baseOf(world)}/v2/checkout/orders/${payment.id}`, rel: 'up', method: 'GET' },
    ],
  };
}

const refundStatus = { pending: 'PENDING', succeeded: 'COMPLETED', failed: 'FAILED' } as const;

export interface RefundDetails {
  customId: string | null;
  invoiceId: string | null;
  note: string | null;
}

export function refundOf(world: World, payment: Payment, refund: Refund) {
  const { customId, invoiceId, note } = refund.details as unknown as RefundDetails;
  const amount = moneyOf(refund.amountMinor, payment.currency);
  return {
    id: refund.id,
    status: refundStatus[refund.status],
    ...(refund.status === 'pending' ? { status_details: { reason: 'ECHECK' } } : {}),
    amount,
    ...given({ custom_id: customId, invoice_id: invoiceId, note_to_payer: note }),
    seller_payable_breakdown: {
      gross_amount: amount,
      net_amount: amount,
      total_refunded_amount: moneyOf(payment.refundedMinor, payment.currency),
    },
    create_time: isoSeconds(refund.createdAt),
    update_time: isoSeconds(refund.createdAt),
    links: [
      { href: `${baseOf(world)}/v2/payments/refunds/${refund.id}`, rel: 'self', method: 'GET' },
      { href: `${baseOf(world)}/v2/payments/captures/${captureIdOf(payment)}`, rel: 'up', method: 'GET' },
    ],
  };
}
