/** What Stripe says of a Checkout Session and of refunds, in our words. */
import type { Stripe } from 'stripe';
import type { GatewayStatus, ListedPayment, ObservedPayment, ObservedRefund } from '../gateway.ts';

/** Our references in Stripe's metadata. */
export const REFERENCE = 'reference';

type Session = Stripe.Checkout.Session;

export function paymentIntentOf({ payment_intent: intent }: Session): Stripe.PaymentIntent | null {
  return typeof intent === 'object' ? intent : null;
}

export const paymentRefOf = ({ payment_intent: intent }: Session): string | null =>
  typeof intent === 'string' ? intent : (intent?.id ?? null);

function chargeOf(session: Session): Stripe.Charge | null {
  const charge = paymentIntentOf(session)?.latest_charge;
  return typeof charge === 'object' ? charge : null;
}

/** Known to have given nothing back; false where the answer does not tell. */
export const nothingRefunded = (session: Session): boolean => chargeOf(session)?.amount_refunded === 0;

export function observedSession(session: Session, refunds: readonly Stripe.Refund[]): ObservedPayment {
  const status = statusOf(session);
  const charge = chargeOf(session);
  const intent = paymentIntentOf(session);
  const createdS = charge?.created ?? intent?.created ?? session.created;
  return {
    gatewayRef: session.id,
    reference: session.client_reference_id ?? session.metadata?.[REFERENCE] ?? null,
    status,
    paid:
      status === 'paid'
        ? {
            paymentRef: paymentRefOf(session) ?? session.id,
            money: { minor: session.amount_total ?? 0, currency: (session.currency ?? '').toUpperCase() },
            method: charge?.payment_method_details?.type ?? null,
            at: new Date(createdS * 1_000),
          }
        : null,
    failureReason: intent?.last_payment_error?.message ?? null,
    refunds: refunds.map(observedRefund),
  };
}

export function listedSession(session: Session): ListedPayment {
  const { status, paid, gatewayRef, reference } = observedSession(session, []);
  return {
    gatewayRef,
    paymentRef: paid?.paymentRef ?? null,
    reference,
    status,
    paid: paid?.money ?? null,
    refundedMinor: chargeOf(session)?.amount_refunded ?? null,
  };
}

/** A declined card leaves the session open: the shopper may try another one on the same page. */
function statusOf(session: Session): GatewayStatus {
  if (session.payment_status === 'paid') return 'paid';
  if (session.status === 'expired') return 'expired';
  if (session.status !== 'complete') return 'open';
  // Complete and unpaid: a method that takes days. It has failed when the intent waits for another method.
  const intent = paymentIntentOf(session)?.status;
  return intent === 'requires_payment_method' || intent === 'canceled' ? 'failed' : 'processing';
}

export const observedRefund = (refund: Stripe.Refund): ObservedRefund => ({
  reference: refund.metadata?.[REFERENCE] ?? null,
  gatewayRef: refund.id,
  status:
    refund.status === 'succeeded'
      ? 'success'
      : refund.status === 'failed' || refund.status === 'canceled'
        ? 'failed'
        : 'pending',
  money: { minor: refund.amount, currency: refund.currency.toUpperCase() },
  failureReason: refund.failure_reason ?? null,
});
