/**
 * Juspay's payment page. Built from Juspay's documents alone. The order there has our reference as its id, so it is found
 * again whatever was lost. Nothing that comes from outside is believed: how an order stands is asked for each time. An
 * order cannot be cancelled and is not told as run out, so our own timer ends it, and late money goes back.
 */

import type { CreateRequest, Method, PaymentGateway, RefundRequest } from '../gateway.ts';
import { isRefusal } from '../gateway-error.ts';
import { toMajor } from '../money-rules.ts';
import { type JuspayKeys, openJuspay } from './client.ts';
import { DECIMALS_AT_JUSPAY, juspayMoney } from './money.ts';
import { type JuspayOrder, observedOrder } from './observe.ts';
import { type JuspayCredentials, parseJuspayReturn, parseJuspayWebhook } from './webhook.ts';

export interface JuspaySettings extends JuspayKeys {
  clientId: string;
  webhook: JuspayCredentials;
  responseKey: string | undefined;
  /** The address is none of Juspay's own. */
  rehearsal: boolean;
}

const methodTypes: Partial<Record<Method, string>> = { card: 'CARD', upi: 'UPI', netbanking: 'NB', wallet: 'WALLET' };

export function juspayGateway(settings: JuspaySettings): PaymentGateway {
  const juspay = openJuspay(settings);
  const orderPath = (id: string) => `/orders/${encodeURIComponent(id)}`;

  /** Undefined: Juspay knows no such order. */
  async function orderOf(id: string): Promise<JuspayOrder | undefined> {
    try {
      return await juspay.call(id, { method: 'GET', path: orderPath(id) });
    } catch (error) {
      if (isRefusal(error) && (error.status === 404 || /NOT_FOUND/i.test(error.code))) return undefined;
      throw error;
    }
  }

  const refundIn = (order: JuspayOrder | undefined, reference: string) =>
    order && observedOrder(order).refunds.find((refund) => refund.reference === reference);

  return {
    name: 'juspay',
    title: 'Juspay',
    test: settings.rehearsal || settings.baseUrl.includes('sandbox'),
    caps: {
      methods: ['card', 'upi', 'netbanking', 'wallet'],
      cancel: false,
      needsCapture: false,
      listByTime: false,
      signedWebhook: false,
      expiry: { minS: 5 * 60, maxS: 24 * 3_600 },
      money: juspayMoney,
    },

    async create(request) {
      // Whether the same id may open a second session is not documented, so it is asked for first.
      const known = await orderOf(request.reference);
      const order: JuspayOrder = known?.payment_links?.web
        ? known
        : await juspay.call(request.reference, {
            method: 'POST',
            path: '/session',
            json: sessionFor(request, settings.clientId),
          });
      const payUrl = order.payment_links?.web;
      if (!payUrl) throw new Error('Juspay answered an order without a page to pay it.');
      return { gatewayRef: order.order_id, payUrl, expiresAt: request.expiresAt };
    },

    async get(gatewayRef) {
      const order = await orderOf(gatewayRef);
      if (order) return observedOrder(order);
      return { gatewayRef, reference: null, status: 'expired', paid: null, failureReason: null, refunds: [] };
    },

    cancel: async () => 'unsupported',

    async refund(request) {
      const { gatewayRef, reference, money } = request;
      const earlier = refundIn(await orderOf(gatewayRef), reference);
      if (earlier) return earlier;
      try {
        const answer = await juspay.call(gatewayRef, {
          method: 'POST',
          path: `${orderPath(gatewayRef)}/refunds`,
          form: refundFor(request),
        });
        const made = refundIn(answer, reference) ?? refundIn(await orderOf(gatewayRef), reference);
        if (made) return made;
        throw new Error('Juspay took a refund and does not show it.');
      } catch (error) {
        if (!isRefusal(error)) throw error;
        // Which error a repeated id brings is not documented: the order tells whether it is there.
        const made = refundIn(await orderOf(gatewayRef), reference);
        return made ?? { reference, gatewayRef: '', status: 'failed', money, failureReason: error.reason };
      }
    },

    parseWebhook: async (body, headers) => parseJuspayWebhook(settings.webhook, body, headers.authorization),
    parseReturn: (query) => parseJuspayReturn(settings.responseKey, query),
    close: () => juspay.close(),
  };
}

const minutesUntil = (time: Date): number => Math.max(1, Math.round((time.getTime() - Date.now()) / 60_000));

function sessionFor(request: CreateRequest, clientId: string) {
  const type = request.method === null ? undefined : methodTypes[request.method];
  return {
    order_id: request.reference,
    amount: toMajor(request.money, DECIMALS_AT_JUSPAY),
    currency: request.money.currency,
    customer_id: '',
    customer_email: request.customer.email,
    payment_page_client_id: clientId,
    action: 'paymentPage',
    return_url: request.returnUrl,
    description: `Order ${request.orderNumber}`,
    // Of the free fields only these take anything but letters and digits.
    udf6: request.orderNumber,
    'metadata.expiryInMins': minutesUntil(request.expiresAt),
    ...(type === undefined
      ? {}
      : { payment_filter: { allowDefaultOptions: false, options: [{ paymentMethodType: type, enable: true }] } }),
  };
}

const refundFor = ({ reference, money }: RefundRequest) => ({
  unique_request_id: reference,
  amount: toMajor(money, DECIMALS_AT_JUSPAY),
});
