/**
 * Razorpay by payment links: a hosted page without scripts of ours. Our reference is the link's, which Razorpay takes
 * once: where the answer to the first try was lost, the second finds the link by it.
 */

import type { CreateRequest, Method, PaymentGateway, RefundRequest } from '../gateway.ts';
import { isRefusal } from '../gateway-error.ts';
import { openRazorpay, type RazorpayKeys } from './client.ts';
import { razorpayMoney } from './money.ts';
import {
  type Link,
  listedPayment,
  observedLink,
  observedRefund,
  paymentOf,
  type RazorpayPayment,
  type RazorpayRefund,
} from './observe.ts';
import { parseRazorpayReturn, parseRazorpayWebhook } from './webhook.ts';

export interface RazorpaySettings extends RazorpayKeys {
  webhookSecret: string;
}

const PAGE = 100;
const methods: readonly Method[] = ['card', 'upi', 'netbanking', 'wallet'];

export function razorpayGateway(settings: RazorpaySettings): PaymentGateway {
  const http = openRazorpay(settings);
  const get = (path: string, query?: Record<string, string | number>) => http.call({ method: 'GET', path, query });
  const post = (path: string, json: unknown, headers?: Record<string, string>) =>
    http.call({ method: 'POST', path, json, headers });

  async function linkOf(reference: string): Promise<Link | undefined> {
    const { payment_links: links } = await get('/payment_links', { reference_id: reference });
    return (links as Link[] | undefined)?.find((link) => link.reference_id === reference);
  }

  const refundsOf = async (paymentId: string): Promise<RazorpayRefund[]> =>
    (await get(`/payments/${encodeURIComponent(paymentId)}/refunds`, { count: PAGE })).items ?? [];

  return {
    name: 'razorpay',
    title: 'Razorpay',
    test: settings.keyId.startsWith('rzp_test_'),
    caps: {
      methods,
      cancel: true,
      needsCapture: false,
      listByTime: true,
      signedWebhook: true,
      // Razorpay takes 15 minutes to 6 months, and reads the request later than we wrote it.
      expiry: { minS: 20 * 60, maxS: 180 * 24 * 3_600 },
      money: razorpayMoney,
    },

    async create(request) {
      const link: Link = await post('/payment_links', linkFor(request)).catch(async (error: unknown) => {
        // Perhaps made by a try whose answer was lost; Razorpay's text for that has changed, so it is not looked at.
        const earlier = isRefusal(error) ? await linkOf(request.reference) : undefined;
        if (earlier) return earlier;
        throw error;
      });
      const expiresAt = link.expire_by > 0 ? new Date(link.expire_by * 1_000) : request.expiresAt;
      return { gatewayRef: link.id, payUrl: link.short_url, expiresAt };
    },

    async get(gatewayRef) {
      const link: Link = await get(`/payment_links/${encodeURIComponent(gatewayRef)}`);
      const payment = paymentOf(link);
      const refunds = payment && link.amount_paid > 0 ? await refundsOf(payment.payment_id) : [];
      return observedLink(link, refunds);
    },

    async cancel(gatewayRef) {
      try {
        await post(`/payment_links/${encodeURIComponent(gatewayRef)}/cancel`, {});
        return 'cancelled';
      } catch (error) {
        if (isRefusal(error)) return 'refused';
        throw error;
      }
    },

    async refund(request) {
      // Razorpay does not promise its idempotency key in test mode, so it is asked for the receipt before.
      const earlier = (await refundsOf(request.paymentRef)).find(({ receipt }) => receipt === request.reference);
      if (earlier) return observedRefund(earlier);
      try {
        const path = `/payments/${encodeURIComponent(request.paymentRef)}/refund`;
        return observedRefund(
          await post(path, refundFor(request), { 'x-refund-idempotency': `refund-${request.reference}` }),
        );
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const { reference, money } = request;
        return { reference, gatewayRef: '', status: 'failed', money, failureReason: error.reason };
      }
    },

    getRefund: async (gatewayRef) => observedRefund(await get(`/refunds/${encodeURIComponent(gatewayRef)}`)),

    async *list(from, to) {
      const period = { from: secondsOf(from), to: secondsOf(to) - 1, count: PAGE };
      for (let skip = 0; ; skip += PAGE) {
        const { items }: { items: RazorpayPayment[] } = await get('/payments', { ...period, skip });
        for (const payment of items) yield listedPayment(payment);
        if (items.length < PAGE) return;
      }
    },

    parseWebhook: async (body, headers) => parseRazorpayWebhook(settings.webhookSecret, body, headers),
    parseReturn: (query) => parseRazorpayReturn(settings.keySecret, query),
    close: () => http.close(),
  };
}

const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1_000);

const linkFor = (request: CreateRequest) => ({
  amount: request.money.minor,
  currency: request.money.currency,
  reference_id: request.reference,
  description: `Order ${request.orderNumber}`,
  expire_by: secondsOf(request.expiresAt),
  customer: { name: request.customer.name, email: request.customer.email },
  notify: { sms: false, email: false },
  reminder_enable: false,
  notes: { reference: request.reference, order: request.orderNumber },
  callback_url: request.returnUrl,
  callback_method: 'get',
  ...(request.method === null
    ? {}
    : {
        options: {
          checkout: { method: Object.fromEntries(methods.map((method) => [method, method === request.method])) },
        },
      }),
});

const refundFor = ({ money, reference }: RefundRequest) => ({
  amount: money.minor,
  speed: 'normal',
  receipt: reference,
  notes: { reference },
});
