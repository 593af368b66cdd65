/** `POST /session`: an order and the page to pay it at. */
import Type from 'typebox';
import { statusAt } from '../../core/payment.ts';
import { openPayment, Refused } from '../../core/payments.ts';
import type { Answer, Call } from '../../http/dialect.ts';
import { isJson, jsonOf } from '../../http/json.ts';
import { shape } from '../../http/shape.ts';
import { isLoopback } from '../../memory/deliveries.ts';
import { minorOf } from '../amounts.ts';
import { ofFinding, refusal } from './errors.ts';
import type { Juspay } from './juspay.ts';
import { DECIMALS, detailsOf, isoSeconds, type JuspayDetails, numberOf } from './orders.ts';

const closed = { additionalProperties: false };
const optional = Type.Optional;
const text = (maxLength: number) => Type.String({ maxLength });
const plain = Type.String({ pattern: '^[A-Za-z0-9 _.@-]*$', maxLength: 255 });
const userDefined = ['udf1', 'udf2', 'udf3', 'udf4', 'udf5', 'udf6', 'udf7', 'udf8', 'udf9', 'udf10'] as const;
const kinds = { CARD: 'card', UPI: 'upi', NB: 'netbanking', WALLET: 'wallet' } as const;

const session = shape(
  Type.Object(
    {
      order_id: Type.String({ pattern: '^[A-Za-z0-9]{1,20}$' }),
      amount: Type.Union([Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,2})?$' }), Type.Number({ exclusiveMinimum: 0 })]),
      currency: optional(Type.String({ pattern: '^[A-Z]{3}$' })),
      customer_id: optional(text(128)),
      customer_email: optional(text(254)),
      customer_phone: optional(text(20)),
      first_name: optional(text(255)),
      last_name: optional(text(255)),
      payment_page_client_id: Type.String({ minLength: 1, maxLength: 100 }),
      action: Type.Union([Type.Literal('paymentPage'), Type.Literal('paymentManagement')]),
      return_url: Type.String({ maxLength: 2_000 }),
      description: optional(text(255)),
      ...Object.fromEntries(userDefined.map((name, index) => [name, optional(index < 5 ? plain : text(255))])),
      'metadata.webhook_url': optional(text(2_000)),
      'metadata.expiryInMins': optional(
        Type.Union([Type.Integer({ minimum: 1 }), Type.String({ pattern: '^[1-9]\\d{0,5}$' })]),
      ),
      payment_filter: optional(
        Type.Object(
          {
            allowDefaultOptions: Type.Boolean(),
            options: Type.Array(
              Type.Object(
                {
                  paymentMethodType: Type.Union(Object.keys(kinds).map((kind) => Type.Literal(kind))),
                  enable: Type.Boolean(),
                },
                closed,
              ),
              { maxItems: 20 },
            ),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
);

interface SessionBody {
  order_id: string;
  amount: string | number;
  currency?: string;
  customer_id?: string;
  customer_email?: string;
  customer_phone?: string;
  payment_page_client_id: string;
  return_url: string;
  description?: string;
  'metadata.webhook_url'?: string;
  'metadata.expiryInMins'?: number | string;
  payment_filter?: {
    allowDefaultOptions: boolean;
    options: Array<{ paymentMethodType: keyof typeof kinds; enable: boolean }>;
  };
}

const LIFE_MINUTES = 24 * 60;

export async function openSession(juspay: Juspay, call: Call): Promise<Answer> {
  const body = isJson(call) ? (jsonOf(call) as SessionBody | null) : null;
  if (!body) throw refusal('INVALID_INPUT', 'The request is not valid JSON.');
  const fault = session.fault(body);
  if (fault) throw ofFinding(fault);
  const { world, books } = juspay;
  if (body.payment_page_client_id !== world.secrets.juspay.clientId) {
    throw refusal('INVALID_INPUT', 'payment_page_client_id is not valid');
  }
  checkReturn(body.return_url);
  const amountMinor = minorOf(String(body.amount), DECIMALS);
  if (amountMinor === null || amountMinor === 0) throw refusal('INVALID_INPUT', 'amount is not valid');
  const hook = body['metadata.webhook_url'] ?? null;
  if (hook !== null && !isLoopback(hook))
    throw refusal('INVALID_INPUT', 'metadata.webhook_url must lead to this machine');
  const minutes = Number(body['metadata.expiryInMins'] ?? LIFE_MINUTES);
  const { currency = 'INR' } = body;
  const details: JuspayDetails = {
    orderId: body.order_id,
    customerId: body.customer_id ?? '',
    customerEmail: body.customer_email ?? '',
    customerPhone: body.customer_phone ?? '',
    description: body.description ?? '',
    userDefined: Object.fromEntries(
      userDefined.map((name) => [name, (body as unknown as Record<string, string>)[name] ?? '']),
    ),
    webhookUrl: hook,
    methods: methodsOf(body),
  };
  const { payment } = await openPayment(books, {
    reference: body.order_id.toLowerCase(),
    description: body.description ?? '',
    amountMinor,
    currency,
    method: null,
    returnUrl: body.return_url,
    expiresAt: new Date(books.now().getTime() + minutes * 60_000),
    details: { ...details },
  }).catch((error: unknown) => {
    throw error instanceof Refused
      ? refusal('DUPLICATE_REQUEST', 'This order_id was used with another amount.')
      : error;
  });
  const { orderId } = detailsOf(payment);
  if (statusAt(payment, books.now()) !== 'open') {
    throw refusal('INVALID_ACTION', `The order ${orderId} cannot be paid any more.`);
  }
  const token = `tkn_${world.random.text(32, 'hex')}`;
  return {
    status: 200,
    body: {
      status: 'NEW',
      id: payment.id,
      order_id: orderId,
      payment_links: { web: world.pageOf(payment), expiry: isoSeconds(payment.expiresAt) },
      sdk_payload: {
        requestId: world.random.text(32, 'hex'),
        service: 'in.juspay.hyperpay',
        payload: {
          action: 'paymentPage',
          amount: String(numberOf(amountMinor)),
          clientAuthToken: token,
          clientAuthTokenExpiry: isoSeconds(new Date(books.now().getTime() + 900_000)),
          clientId: world.secrets.juspay.clientId,
          currency,
          customerId: details.customerId,
          environment: 'sandbox',
          merchantId: world.secrets.juspay.merchantId,
          orderId,
          returnUrl: payment.returnUrl,
        },
      },
      order_expiry: isoSeconds(payment.expiresAt),
    },
  };
}

/** Juspay takes no query, no fragment and no bare address; this machine has no name but its address. */
function checkReturn(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : null;
  const bare = url !== null && /^[\d.]+$|^\[/.test(url.hostname) && !isLoopback(address);
  if (!url || !/^https?:$/.test(url.protocol) || /[?#]/.test(address) || bare) {
    throw refusal('INVALID_INPUT', 'return_url is not valid');
  }
}

function methodsOf({ payment_filter: filter }: SessionBody): string[] {
  const byDefault = filter?.allowDefaultOptions ?? true;
  const enabled = Object.entries(kinds).filter(([kind]) => {
    return filter?.options.find(({ paymentMethodType }) => paymentMethodType === kind)?.enable ?? byDefault;
  });
  if (enabled.length === 0) throw refusal('INVALID_INPUT', 'payment_filter leaves nothing to pay with');
  return enabled.map(([, method]) => method);
}
