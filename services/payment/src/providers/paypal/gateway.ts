/**
 * PayPal by orders: the shopper approves on PayPal's page, and the money is ours only once we capture. That happens when
 * the shopper returns, and when PayPal tells of the approval, whichever comes first. An order cannot be cancelled; one
 * that is not captured runs out without money having moved.
 */

import type { CreateRequest, ObservedPayment, PaymentGateway, RefundRequest } from '../gateway.ts';
import { isRefusal } from '../gateway-error.ts';
import { toMajor } from '../money-rules.ts';
import { openCertificates } from './certificates.ts';
import { openPaypal, type PaypalKeys } from './client.ts';
import { listTransactions } from './list.ts';
import { decimalsAtPaypal, paypalMoney } from './money.ts';
import { observedOrder, observedRefund, type PaypalOrder } from './observe.ts';
import { parsePaypalWebhook } from './webhook.ts';

export interface PaypalSettings extends PaypalKeys {
  webhookId: string;
  /** Of the account: some currencies are taken in their own country alone. */
  country?: string | undefined;
  /** Set where the address is none of PayPal's own. */
  rehearsal: boolean;
}

/** The shopper has to choose another way to pay, which is another attempt here. */
const DECLINED = ['INSTRUMENT_DECLINED', 'PAYER_ACTION_REQUIRED', 'TRANSACTION_REFUSED', 'PAYER_CANNOT_PAY'];

export function paypalGateway(settings: PaypalSettings): PaymentGateway {
  const http = openPaypal(settings);
  const certificates = openCertificates({
    fetch: (url) => http.text(url),
    insteadOf: settings.rehearsal ? settings.baseUrl : undefined,
  });
  const orderPath = (id: string) => `/v2/checkout/orders/${encodeURIComponent(id)}`;

  /** `once` makes a repetition the same call. */
  const post = (path: string, once: string, json: unknown) =>
    http.call({ method: 'POST', path, json, headers: { 'paypal-request-id': once, prefer: 'return=representation' } });

  async function get(gatewayRef: string): Promise<ObservedPayment> {
    try {
      return observedOrder(await http.call({ method: 'GET', path: orderPath(gatewayRef) }));
    } catch (error) {
      // PayPal forgets an order that was not captured in its time.
      if (!isRefusal(error) || error.status !== 404) throw error;
      return { gatewayRef, reference: null, status: 'expired', paid: null, failureReason: null, refunds: [] };
    }
  }

  return {
    name: 'paypal',
    title: 'PayPal',
    test: settings.rehearsal || settings.baseUrl.includes('sandbox'),
    caps: {
      methods: ['paypal', 'card'],
      cancel: false,
      needsCapture: true,
      listByTime: true,
      signedWebhook: true,
      // An order that is not approved within three hours is gone.
      expiry: { minS: 60, maxS: 3 * 3_600 },
      money: paypalMoney(settings.country),
    },

    async create(request) {
      const order: PaypalOrder = await post('/v2/checkout/orders', `payment-${request.reference}`, orderFor(request));
      const page = order.links?.find(({ rel }) => rel === 'payer-action' || rel === 'approve');
      if (!page) throw new Error('PayPal answered an order without a page to approve it.');
      return { gatewayRef: order.id, payUrl: page.href, expiresAt: request.expiresAt };
    },

    get,

    async complete(gatewayRef, reference) {
      try {
        return observedOrder(await post(`${orderPath(gatewayRef)}/capture`, `capture-${reference}`, {}));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const now = await get(gatewayRef);
        if (!DECLINED.includes(error.code)) return now;
        return now.status === 'approved' || now.status === 'open'
          ? { ...now, status: 'failed', failureReason: error.reason }
          : now;
      }
    },

    cancel: async () => 'unsupported',

    async refund(request) {
      const { refunds } = await get(request.gatewayRef);
      const earlier = refunds.find(({ reference }) => reference === request.reference);
      if (earlier) return earlier;
      const path = `/v2/payments/captures/${encodeURIComponent(request.paymentRef)}/refund`;
      try {
        const refund = observedRefund(await post(path, `refund-${request.reference}`, refundFor(request)));
        return { ...refund, reference: request.reference };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const { reference, money } = request;
        return { reference, gatewayRef: '', status: 'failed', money, failureReason: error.reason };
      }
    },

    getRefund: async (id) =>
      observedRefund(await http.call({ method: 'GET', path: `/v2/payments/refunds/${encodeURIComponent(id)}` })),

    list: (from, to) => listTransactions(http, from, to),

    parseWebhook: (body, headers) => parsePaypalWebhook({ webhookId: settings.webhookId, certificates }, body, headers),
    parseReturn: () => ({ gatewayRef: null, forged: false }),
    close: () => http.close(),
  };
}

const amountOf = ({ money }: Pick<CreateRequest, 'money'>) => ({
  currency_code: money.currency,
  value: toMajor(money, decimalsAtPaypal(money.currency)),
});

const orderFor = (request: CreateRequest) => ({
  intent: 'CAPTURE',
  purchase_units: [
    {
      reference_id: 'default',
      custom_id: request.reference,
      invoice_id: request.reference,
      description: `Order ${request.orderNumber}`,
      amount: amountOf(request),
    },
  ],
  payment_source: {
    paypal: {
      experience_context: {
        return_url: request.returnUrl,
        cancel_url: request.returnUrl,
        user_action: 'PAY_NOW',
        shipping_preference: 'NO_SHIPPING',
        payment_method_preference: 'IMMEDIATE_PAYMENT_REQUIRED',
        landing_page: request.method === 'card' ? 'GUEST_CHECKOUT' : 'NO_PREFERENCE',
      },
    },
  },
});

const refundFor = (request: RefundRequest) => ({
  amount: amountOf(request),
  custom_id: request.reference,
  ...(request.reason === null ? {} : { note_to_payer: request.reason.slice(0, 255) }),
});
