/** What Stripe tells: events with an id of their own, signed with a time, kept for listing. */
import type { News } from '../../core/payment.ts';
import type { WireEvent } from '../../memory/deliveries.ts';
import { chargeOf, intentOf, refundOf, sessionOf, unix } from './objects.ts';
import { DEFAULT_VERSION } from './requests.ts';
import type { Stripe } from './stripe.ts';

export interface StripeEvent {
  id: string;
  object: 'event';
  type: string;
  created: number;
  [name: string]: unknown;
}

export function stripeEvents(stripe: Stripe, news: News): WireEvent[] {
  return objectsOf(stripe, news).map(([type, object]) => {
    const event: StripeEvent = {
      id: `evt_${stripe.world.random.text(24)}`,
      object: 'event',
      api_version: DEFAULT_VERSION,
      created: unix(news.at),
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
    stripe.events.push(event);
    return { id: event.id, type, body: JSON.stringify(event) };
  });
}

function objectsOf(stripe: Stripe, { type, payment, refund, at }: News): Array<[string, object]> {
  const session = () => sessionOf(stripe.world, payment, at);
  const attempt = payment.attempts.at(-1)!;
  const charge = () => chargeOf(payment, attempt);
  const captured = () => chargeOf(payment, payment.attempts.find(({ id }) => id === payment.captureId)!);
  switch (type) {
    case 'payment.processing':
      return [
        ['payment_intent.processing', intentOf(payment)],
        ['checkout.session.completed', session()],
      ];
    case 'payment.paid': {
      // The session was completed before the bank answered.
      const told = stripe.completed.has(payment.seq);
      return [
        ['charge.succeeded', charge()],
        ['payment_intent.succeeded', intentOf(payment)],
        [told ? 'checkout.session.async_payment_succeeded' : 'checkout.session.completed', session()],
      ];
    }
    case 'payment.attempt_failed':
      return [
        ['charge.failed', charge()],
        ['payment_intent.payment_failed', intentOf(payment)],
      ];
    case 'payment.failed':
      return [
        ['payment_intent.payment_failed', intentOf(payment)],
        ['checkout.session.async_payment_failed', session()],
      ];
    case 'payment.cancelled':
    case 'payment.expired':
      return [['checkout.session.expired', session()]];
    case 'refund.created':
      return [['refund.created', refundOf(payment, refund!)]];
    case 'refund.succeeded':
      return [
        ['refund.updated', refundOf(payment, refund!)],
        ['charge.refunded', captured()],
      ];
    case 'refund.failed':
      return [
        ['refund.failed', refundOf(payment, refund!)],
        ['charge.refund.updated', refundOf(payment, refund!)],
      ];
    case 'payment.approved':
      return [];
  }
}
