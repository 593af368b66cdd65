/** Settings of the gateways: keys, webhook secrets and, for rehearsals, another address. */
import Type from 'typebox';
import { ConfigError } from '#platform/config/config.ts';

const secret = (description: string) => Type.Optional(Type.String({ minLength: 4, maxLength: 500, description }));
const address = (description: string) =>
  Type.Optional(Type.String({ maxLength: 500, pattern: '^https?://[^\\s?#]+$', description }));

export const gatewaySettings = {
  SANDBOX_BASE_URL: address('Sandbox: a payment simulator in another process; default: the shop’s own.'),
  SANDBOX_API_KEY: secret('Sandbox: API key of that simulator.'),
  STRIPE_SECRET_KEY: secret('Stripe: secret key, `sk_…` or a restricted key `rk_…`.'),
  STRIPE_WEBHOOK_SECRET: secret(
    'Stripe: signing secret of the webhook endpoint, `whsec_…`; two, separated by a comma, while it is changed.',
  ),
  STRIPE_BASE_URL: address('Stripe: another address than https://api.stripe.com, for rehearsals.'),
  RAZORPAY_KEY_ID: secret('Razorpay: key id, `rzp_…`.'),
  RAZORPAY_KEY_SECRET: secret('Razorpay: key secret.'),
  RAZORPAY_WEBHOOK_SECRET: secret('Razorpay: the secret given to its webhook.'),
  RAZORPAY_BASE_URL: address('Razorpay: another address than https://api.razorpay.com/v1, for rehearsals.'),
  PAYPAL_CLIENT_ID: secret('PayPal: client id of the app.'),
  PAYPAL_CLIENT_SECRET: secret('PayPal: secret of the app.'),
  PAYPAL_WEBHOOK_ID: secret('PayPal: id of the webhook, as the dashboard shows it.'),
  PAYPAL_COUNTRY: Type.Optional(
    Type.String({
      pattern: '^[A-Z]{2}$',
      description:
        'PayPal: country of the account, e.g. IN: rupees, reais and yuan are taken in their own country alone.',
    }),
  ),
  PAYPAL_BASE_URL: address(
    'PayPal: https://api-m.sandbox.paypal.com for its sandbox; default https://api-m.paypal.com.',
  ),
  JUSPAY_API_KEY: secret('Juspay: API key.'),
  JUSPAY_MERCHANT_ID: secret('Juspay: merchant id.'),
  JUSPAY_CLIENT_ID: secret('Juspay: client id of the payment page.'),
  JUSPAY_WEBHOOK_USER: secret('Juspay: user name that its webhooks carry.'),
  JUSPAY_WEBHOOK_PASSWORD: secret('Juspay: password that its webhooks carry.'),
  JUSPAY_RESPONSE_KEY: secret('Juspay: response key, which signs the return of the shopper.'),
  JUSPAY_BASE_URL: address('Juspay: https://sandbox.juspay.in for its sandbox; default https://api.juspay.in.'),
};

type Settings = Readonly<Record<string, unknown>>;

/** The named settings as texts; throws a sentence that says which are missing. */
export function required<Name extends string>(
  gateway: string,
  settings: Settings,
  names: readonly Name[],
): Record<Name, string> {
  const missing = names.filter((name) => typeof settings[name] !== 'string');
  if (missing.length > 0) {
    throw new ConfigError(
      `PAYMENT_GATEWAYS names ${gateway}, so set ${missing.join(' and ')}, or take ${gateway} out; see docs/payments.md.`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, settings[name]])) as Record<Name, string>;
}

/** Keys and payments travel there, so a production shop takes no address without TLS. */
export function baseUrlOf(settings: Settings, name: string, fallback: string, production: boolean): string {
  const given = settings[name];
  if (typeof given !== 'string') return fallback;
  if (production && !given.startsWith('https://')) {
    throw new ConfigError(`${name} must begin with https:// in production: payments and keys travel there.`);
  }
  return given.replace(/\/+$/, '');
}
