/**
 * Stripe by Checkout Sessions: one session for each attempt, made under our reference as its idempotency key, so a lost
 * answer is answered again. Which methods the page offers is set in Stripe's dashboard: the field that would choose them
 * differs between versions of its API.
 */
import type { Stripe } from 'stripe';
import type { CreateRequest, ObservedPayment, ObservedRefund, PaymentGateway, RefundRequest } from '../gateway.ts';
import { GatewayOutage, isRefusal } from '../gateway-error.ts';
import { openStripe } from './client.ts';
import { stripeMoney } from './money.ts';
import { listedSession, nothingRefunded, observedRefund, observedSession, paymentRefOf, REFERENCE } from './observe.ts';
import { parseStripeWebhook, SIGNATURE_HEADER } from './webhook.ts';

export interface StripeSettings {
  secretKey: string;
  webhookSecrets: readonly string[];
  baseUrl: string;
}

const PAGE = 100;
const EXPAND = ['payment_intent.latest_charge'];

export function stripeGateway({ secretKey, webhookSecrets, baseUrl }: StripeSettings): PaymentGateway {
  const client = openStripe({ secretKey, baseUrl });

  const create = (request: CreateRequest, idempotencyKey: string): Promise<Stripe.Checkout.Session> =>
    client.call((stripe) => stripe.checkout.sessions.create(sessionFor(request), { idempotencyKey }));

  const refundsOf = async (paymentRef: string): Promise<Stripe.Refund[]> =>
    (await client.call((stripe) => stripe.refunds.list({ payment_intent: paymentRef, limit: PAGE }))).data;

  async function observed(session: Stripe.Checkout.Session, refunds: boolean): Promise<ObservedPayment> {
    const paymentRef = paymentRefOf(session);
    const paid = session.payment_status === 'paid' && paymentRef !== null;
    // A refund that has failed no longer counts as given back.
    const some = paid && (refunds || !nothingRefunded(session));
    return observedSession(session, some ? await refundsOf(paymentRef) : []);
  }

  return {
    name: 'stripe',
    title: 'Stripe',
    test: !secretKey.includes('_live_'),
    caps: {
      methods: ['card', 'upi'],
      cancel: true,
      needsCapture: false,
      listByTime: true,
      signedWebhook: true,
      // Stripe takes 30 minutes to 24 hours from when it reads the request, which is later than when we wrote it.
      expiry: { minS: 35 * 60, maxS: 24 * 3_600 - 60 },
      money: stripeMoney,
    },

    async create(request) {
      const session = await create(request, `payment-${request.reference}`).catch((error: unknown) => {
        // Stripe repeats a failure of its own for a day under the same key. What that call may have made all the same is
        // a page whose address nobody knows.
        if (!(error instanceof GatewayOutage) || error.status < 500) throw error;
        return create(request, `payment-${request.reference}-again`);
      });
      return { gatewayRef: session.id, payUrl: session.url!, expiresAt: new Date(session.expires_at * 1_000) };
    },

    async get(gatewayRef, { refunds } = { refunds: true }) {
      const session = await client.call((stripe) => stripe.checkout.sessions.retrieve(gatewayRef, { expand: EXPAND }));
      return observed(session, refunds);
    },

    async cancel(gatewayRef) {
      try {
        await client.call((stripe) => stripe.checkout.sessions.expire(gatewayRef));
        return 'cancelled';
      } catch (error) {
        if (isRefusal(error)) return 'refused';
        throw error;
      }
    },

    async refund(request) {
      // Stripe forgets an idempotency key after a day; the metadata of the refund it keeps.
      const earlier = (await refundsOf(request.paymentRef)).find(
        (refund) => refund.metadata?.[REFERENCE] === request.reference,
      );
      if (earlier) return observedRefund(earlier);
      try {
        return observedRefund(
          await client.call((stripe) =>
            stripe.refunds.create(refundFor(request), { idempotencyKey: `refund-${request.reference}` }),
          ),
        );
      } catch (error) {
        if (isRefusal(error)) return refusedRefund(request, error.reason);
        throw error;
      }
    },

    getRefund: async (gatewayRef) => observedRefund(await client.call((stripe) => stripe.refunds.retrieve(gatewayRef))),

    async *list(from, to) {
      const created = { gte: secondsOf(from), lt: secondsOf(to) };
      for await (const session of pages(client, created)) yield listedSession(session);
    },

    parseWebhook: async (body, headers) => parseStripeWebhook(webhookSecrets, body, headers[SIGNATURE_HEADER]),
    parseReturn: () => ({ gatewayRef: null, forged: false }),
    close: () => client.close(),
  };
}

const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1_000);

/** Page by page, so that each call has its own deadline. */
async function* pages(client: ReturnType<typeof openStripe>, created: Stripe.RangeQueryParam) {
  let after: string | undefined;
  for (;;) {
    const page = await client.call((stripe) =>
      stripe.checkout.sessions.list({
        created,
        limit: PAGE,
        expand: EXPAND.map((path) => `data.${path}`),
        ...(after === undefined ? {} : { starting_after: after }),
      }),
    );
    yield* page.data;
    if (!page.has_more || page.data.length === 0) return;
    after = page.data.at(-1)!.id;
  }
}

const sessionFor = (request: CreateRequest): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  client_reference_id: request.reference,
  success_url: request.returnUrl,
  cancel_url: request.returnUrl,
  expires_at: secondsOf(request.expiresAt),
  ...(request.customer.email ? { customer_email: request.customer.email } : {}),
  line_items: [
    {
      quantity: 1,
      price_data: {
        currency: request.money.currency.toLowerCase(),
        unit_amount: request.money.minor,
        product_data: { name: `Order ${request.orderNumber}` },
      },
    },
  ],
  metadata: { [REFERENCE]: request.reference, order: request.orderNumber },
  // What is made of the session gets only what is said here.
  payment_intent_data: { metadata: { [REFERENCE]: request.reference, order: request.orderNumber } },
});

const refundFor = (request: RefundRequest): Stripe.RefundCreateParams => ({
  payment_intent: request.paymentRef,
  amount: request.money.minor,
  reason: 'requested_by_customer',
  metadata: { [REFERENCE]: request.reference },
});

const refusedRefund = ({ reference, money }: RefundRequest, failureReason: string): ObservedRefund => ({
  reference,
  gatewayRef: '',
  status: 'failed',
  money,
  failureReason,
});
