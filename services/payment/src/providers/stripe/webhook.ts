/** Stripe's events: which of them concern a payment here, and how to find it. */
import { problem } from '#platform/errors/problem.ts';
import type { GatewayEvent } from '../gateway.ts';
import { isGenuine } from '../timed-signature.ts';
import { readBody, textIn } from '../webhook-body.ts';
import { REFERENCE } from './observe.ts';

export const SIGNATURE_HEADER = 'stripe-signature';

/** `secrets`: two while the endpoint's secret is changed. */
export function parseStripeWebhook(
  secrets: readonly string[],
  body: Buffer,
  signature: string | undefined,
): GatewayEvent[] {
  const nowS = Math.floor(Date.now() / 1_000);
  if (!secrets.some((secret) => isGenuine(secret, signature, body, nowS))) throw problem('payment.bad_signature');
  const event = readBody(body);
  const id = textIn(event.id);
  if (id === null) throw problem('body.malformed', { detail: 'The event has no id.' });
  const type = textIn(event.type) ?? 'unknown';
  const object = event.data?.object ?? {};
  const session = object.object === 'checkout.session';
  return [
    {
      dedupeKey: id,
      kind: kindOf(type),
      type,
      gatewayRef: session ? textIn(object.id) : null,
      paymentRef: object.object === 'payment_intent' ? textIn(object.id) : intentIn(object.payment_intent),
      // A refund has a reference of its own, which is not the payment's.
      reference:
        object.object === 'refund'
          ? null
          : (textIn(object.client_reference_id) ?? textIn(object.metadata?.[REFERENCE])),
    },
  ];
}

const intentIn = (value: any): string | null => textIn(value) ?? textIn(value?.id);

function kindOf(type: string): GatewayEvent['kind'] {
  if (type.startsWith('charge.dispute.')) return 'dispute';
  if (type.startsWith('refund.') || type.startsWith('charge.refund')) return 'refund';
  const payments = ['checkout.session.', 'payment_intent.succeeded', 'payment_intent.payment_failed'];
  return payments.some((prefix) => type.startsWith(prefix)) ? 'payment' : 'ignored';
}
