/** The sandbox as one gateway among others: translates between our interface and the simulator's API. */
import { MAX_MINOR } from '#contracts/common/money.ts';
import { problem } from '#platform/errors/problem.ts';
import { Refused } from '../../simulator/core/payments.ts';
import type { NativeApi, NativePayment, NativeRefund } from '../../simulator/dialects/native/api.ts';
import { SIGNATURE_HEADER } from '../../simulator/dialects/native/habits.ts';
import type { GatewayEvent, ObservedPayment, ObservedRefund, PaymentGateway } from '../gateway.ts';
import { GatewayRefusal, isRefusal } from '../gateway-error.ts';
import { isGenuine } from '../timed-signature.ts';
import { readBody, textIn } from '../webhook-body.ts';

export interface SandboxParts {
  api: NativeApi & { close?(): Promise<void> };
  webhookSecret: string;
}

export function sandboxGateway({ api, webhookSecret }: SandboxParts): PaymentGateway {
  return {
    name: 'sandbox',
    title: 'Sandbox',
    test: true,
    caps: {
      methods: ['card', 'upi', 'netbanking'],
      cancel: true,
      needsCapture: false,
      listByTime: true,
      signedWebhook: true,
      expiry: null,
      money: {
        currencies: null,
        refused: new Set(),
        steps: {},
        minimums: {},
        minimum: 1,
        maximum: MAX_MINOR,
      },
    },
    async create(request) {
      const payment = await refusable(() =>
        api.create({
          reference: request.reference,
          description: `Order ${request.orderNumber}`,
          amountMinor: request.money.minor,
          currency: request.money.currency,
          method: request.method,
          returnUrl: request.returnUrl,
          expiresAt: request.expiresAt,
        }),
      );
      return { gatewayRef: payment.id, payUrl: payment.url, expiresAt: payment.expiresAt };
    },
    get: async (gatewayRef) => observed(await refusable(() => api.get(gatewayRef))),
    async cancel(gatewayRef) {
      const { status } = await refusable(() => api.cancel(gatewayRef));
      return status === 'paid' || status === 'processing' ? 'refused' : 'cancelled';
    },
    async refund(request) {
      const { reference, gatewayRef, money } = request;
      try {
        const wish = { key: reference, amountMinor: money.minor };
        return observedRefund(await refusable(() => api.refund(gatewayRef, wish)), money.currency);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return { reference, gatewayRef: '', status: 'failed', money, failureReason: error.reason };
      }
    },
    async *list(from, to) {
      for await (const payment of api.list(from, to)) {
        const { gatewayRef, reference, status, paid, refunds } = observed(payment);
        yield {
          gatewayRef,
          paymentRef: paid?.paymentRef ?? null,
          reference,
          status,
          paid: paid?.money ?? null,
          refundedMinor: refunds.reduce((sum, { money }) => sum + money.minor, 0),
        };
      }
    },
    async parseWebhook(body, headers) {
      const nowS = Math.floor(Date.now() / 1_000);
      if (!isGenuine(webhookSecret, headers[SIGNATURE_HEADER], body, nowS)) {
        throw problem('payment.bad_signature');
      }
      return [toEvent(body)];
    },
    parseReturn: () => ({ gatewayRef: null, forged: false }),
    close: async () => api.close?.(),
  };
}

/** What the simulator refuses in this process, as another gateway refuses it over the wire. */
async function refusable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const status = error.reason === 'not_found' ? 404 : 400;
    throw new GatewayRefusal({ gateway: 'The sandbox', status, code: error.reason, message: error.message });
  }
}

function observed(payment: NativePayment): ObservedPayment {
  const money = { minor: payment.amountMinor, currency: payment.currency };
  return {
    gatewayRef: payment.id,
    reference: payment.reference,
    status: payment.status,
    paid:
      payment.status === 'paid'
        ? { paymentRef: payment.captureId!, money, method: payment.method, at: payment.capturedAt! }
        : null,
    failureReason: payment.failureReason,
    refunds: payment.refunds.map((refund) => observedRefund(refund, payment.currency)),
  };
}

const refundStatus = { pending: 'pending', succeeded: 'success', failed: 'failed' } as const;

const observedRefund = (refund: NativeRefund, currency: string): ObservedRefund => ({
  reference: refund.key,
  gatewayRef: refund.id,
  status: refundStatus[refund.status],
  money: { minor: refund.amountMinor, currency },
  failureReason: refund.failureReason,
});

/** Genuine, but perhaps of a newer version than this code: what is not understood is acknowledged and kept. */
function toEvent(body: Buffer): GatewayEvent {
  const event = readBody(body);
  const type = textIn(event.type) ?? 'unknown';
  const id = textIn(event.id);
  if (id === null) throw problem('body.malformed', { detail: 'The event has no id.' });
  const kind = type.startsWith('payment.') ? 'payment' : type.startsWith('refund.') ? 'refund' : 'ignored';
  return {
    dedupeKey: id,
    kind,
    type,
    gatewayRef: textIn(event.data?.paymentId),
    paymentRef: null,
    reference: textIn(event.data?.reference),
  };
}
