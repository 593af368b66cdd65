/** Stripe's objects, drawn from the core's payments: a session with its intent, charges, refunds, balance entries. */
import type { Attempt, Payment, Refund } from '../../core/payment.ts';
import type { World } from '../../http/dialect.ts';

export interface SessionDetails {
  client_reference_id: string | null;
  cancel_url: string | null;
  metadata: Record<string, string>;
  intentMetadata: Record<string, string>;
  intentDescription: string | null;
  customer_email: string | null;
  methods: string[];
  lines: Array<{ name: string; unitAmount: number; quantity: number }>;
}

export const unix = (time: Date): number => Math.floor(time.getTime() / 1_000);
export const detailsOf = (payment: Payment) => payment.details as unknown as SessionDetails;
const suffix = ({ id }: Payment) => id.slice('cs_test_'.length);
export const intentIdOf = (payment: Payment): string => `pi_${suffix(payment)}`;
export const sessionIdOfIntent = (id: string): string => `cs_test_${id.slice('pi_'.length)}`;

/** Declined tries leave a session open; it is complete once the bank said yes or will answer later. */
function sessionStatus(payment: Payment, now: Date): 'open' | 'complete' | 'expired' {
  if (payment.status === 'cancelled' || payment.status === 'expired') return 'expired';
  if (payment.status !== 'open') return 'complete';
  return payment.expiresAt <= now ? 'expired' : 'open';
}

export function sessionOf(world: World, payment: Payment, now: Date) {
  const details = detailsOf(payment);
  const status = sessionStatus(payment, now);
  return {
    id: payment.id,
    object: 'checkout.session',
    after_expiration: null,
    allow_promotion_codes: null,
    amount_subtotal: payment.amountMinor,
    amount_total: payment.amountMinor,
    automatic_tax: { enabled: false, liability: null, status: null },
    billing_address_collection: null,
    cancel_url: details.cancel_url,
    client_reference_id: details.client_reference_id,
    client_secret: null,
    consent: null,
    consent_collection: null,
    created: unix(payment.createdAt),
    currency: payment.currency.toLowerCase(),
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: null,
    customer_creation: 'if_required',
    customer_details:
      details.customer_email === null
        ? null
        : { address: null, email: details.customer_email, name: null, phone: null, tax_exempt: 'none', tax_ids: null },
    customer_email: details.customer_email,
    expires_at: unix(payment.expiresAt),
    invoice: null,
    livemode: false,
    locale: null,
    metadata: details.metadata,
    mode: 'payment',
    payment_intent: payment.attempts.length > 0 ? intentIdOf(payment) : null,
    payment_link: null,
    payment_method_collection: 'always',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: details.methods,
    payment_status: payment.status === 'paid' ? 'paid' : 'unpaid',
    phone_number_collection: { enabled: false },
    recovered_from: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_details: null,
    shipping_options: [],
    status,
    submit_type: null,
    subscription: null,
    success_url: payment.returnUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted',
    url: status === 'open' ? world.pageOf(payment) : null,
  };
}

function intentStatus({ status }: Payment): string {
  if (status === 'paid') return 'succeeded';
  if (status === 'processing') return 'processing';
  if (status === 'cancelled' || status === 'expired') return 'canceled';
  return 'requires_payment_method';
}

export function intentOf(payment: Payment) {
  const details = detailsOf(payment);
  const last = payment.attempts.at(-1);
  return {
    id: intentIdOf(payment),
    object: 'payment_intent',
    amount: payment.amountMinor,
    amount_capturable: 0,
    amount_received: payment.status === 'paid' ? payment.amountMinor : 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${intentIdOf(payment)}_secret_simulator`,
    confirmation_method: 'automatic',
    created: unix(payment.createdAt),
    currency: payment.currency.toLowerCase(),
    customer: null,
    description: details.intentDescription,
    last_payment_error:
      last?.status === 'failed'
        ? {
            type: 'card_error',
            code: 'card_declined',
            decline_code: 'generic_decline',
            message: last.failureReason,
            charge: last.id,
          }
        : null,
    latest_charge: last?.id ?? null,
    livemode: false,
    metadata: details.intentMetadata,
    payment_method: null,
    payment_method_types: details.methods,
    status: intentStatus(payment),
  };
}

export function chargeOf(payment: Payment, attempt: Attempt) {
  const captured = attempt.status === 'captured';
  return {
    id: attempt.id,
    object: 'charge',
    amount: payment.amountMinor,
    amount_captured: captured ? payment.amountMinor : 0,
    amount_refunded: captured ? payment.refundedMinor : 0,
    balance_transaction: captured ? balanceIdOf(attempt.id) : null,
    billing_details: { address: null, email: detailsOf(payment).customer_email, name: null, phone: null },
    captured,
    created: unix(attempt.at),
    currency: payment.currency.toLowerCase(),
    description: detailsOf(payment).intentDescription,
    disputed: false,
    failure_code: attempt.status === 'failed' ? 'card_declined' : null,
    failure_message: attempt.failureReason,
    livemode: false,
    metadata: detailsOf(payment).intentMetadata,
    paid: captured,
    payment_intent: intentIdOf(payment),
    payment_method_details: { type: attempt.method },
    refunded: captured && payment.refundedMinor === payment.amountMinor,
    status: captured ? 'succeeded' : attempt.status === 'failed' ? 'failed' : 'pending',
  };
}

export interface RefundDetails {
  metadata: Record<string, string>;
  reason: string | null;
}

export function refundOf(payment: Payment, refund: Refund) {
  const { metadata, reason } = refund.details as unknown as RefundDetails;
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amountMinor,
    balance_transaction: refund.status === 'succeeded' ? balanceIdOf(refund.id) : null,
    charge: payment.captureId,
    created: unix(refund.createdAt),
    currency: payment.currency.toLowerCase(),
    ...(refund.failureReason === null ? {} : { failure_reason: 'declined' }),
    metadata,
    payment_intent: intentIdOf(payment),
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  };
}

const balanceIdOf = (sourceId: string) => `txn_${sourceId.replace(/^[a-z]+_/, '')}`;

export function balanceEntryOf(source: string, kind: 'charge' | 'refund', amount: number, payment: Payment, at: Date) {
  const signed = kind === 'charge' ? amount : -amount;
  // Stripe keeps its fee when money goes back.
  const fee = kind === 'charge' ? Math.round(amount * 0.029) : 0;
  return {
    id: balanceIdOf(source),
    object: 'balance_transaction',
    amount: signed,
    available_on: unix(at) + 7 * 86_400,
    created: unix(at),
    currency: payment.currency.toLowerCase(),
    description: null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: payment.currency.toLowerCase(),
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: signed - fee,
    reporting_category: kind,
    source,
    status: 'pending',
    type: kind,
  };
}
