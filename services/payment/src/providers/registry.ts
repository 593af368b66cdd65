/** From the setting PAYMENT_GATEWAYS to the gateways themselves. Adding a gateway is one entry in `builders`. */
import { type GatewayName, gatewayAliases } from '#contracts/payment/schemas.ts';
import { ConfigError } from '#platform/config/config.ts';
import type { PaymentBase } from '../base.ts';
import type { Sandbox } from '../simulator/in-shop/host.ts';
import type { PaymentGateway } from './gateway.ts';
import { juspayGateway } from './juspay/gateway.ts';
import { takesCurrency } from './money-rules.ts';
import { paypalGateway } from './paypal/gateway.ts';
import { razorpayGateway } from './razorpay/gateway.ts';
import { sandboxGateway } from './sandbox/gateway.ts';
import { remoteSandbox } from './sandbox/remote.ts';
import { baseUrlOf, required } from './settings.ts';
import { stripeGateway } from './stripe/gateway.ts';

/** What a gateway is built from besides its own settings. */
export interface GatewayParts {
  base: PaymentBase;
  /** The simulated outside party behind the sandbox gateway. */
  sandbox: Sandbox;
}

const builders: Record<GatewayName, (parts: GatewayParts) => PaymentGateway> = {
  stripe({ base: { config, common } }) {
    const keys = required('stripe', config, ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET']);
    return stripeGateway({
      secretKey: keys.STRIPE_SECRET_KEY,
      webhookSecrets: keys.STRIPE_WEBHOOK_SECRET.split(',').map((secret) => secret.trim()),
      baseUrl: baseUrlOf(config, 'STRIPE_BASE_URL', 'https://api.stripe.com', common.production),
    });
  },
  razorpay({ base: { config, common } }) {
    const names = ['RAZORPAY_KEY_ID', 'RAZORPAY_KEY_SECRET', 'RAZORPAY_WEBHOOK_SECRET'] as const;
    const keys = required('razorpay', config, names);
    return razorpayGateway({
      keyId: keys.RAZORPAY_KEY_ID,
      keySecret: keys.RAZORPAY_KEY_SECRET,
      webhookSecret: keys.RAZORPAY_WEBHOOK_SECRET,
      baseUrl: baseUrlOf(config, 'RAZORPAY_BASE_URL', 'https://api.razorpay.com/v1', common.production),
    });
  },
  paypal({ base: { config, common } }) {
    const keys = required('paypal', config, ['PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET', 'PAYPAL_WEBHOOK_ID']);
    const baseUrl = baseUrlOf(config, 'PAYPAL_BASE_URL', 'https://api-m.paypal.com', common.production);
    return paypalGateway({
      clientId: keys.PAYPAL_CLIENT_ID,
      clientSecret: keys.PAYPAL_CLIENT_SECRET,
      webhookId: keys.PAYPAL_WEBHOOK_ID,
      country: config.PAYPAL_COUNTRY,
      baseUrl,
      rehearsal: !new URL(baseUrl).hostname.endsWith('.paypal.com'),
    });
  },
  juspay({ base: { config, common } }) {
    const names = ['JUSPAY_API_KEY', 'JUSPAY_MERCHANT_ID', 'JUSPAY_CLIENT_ID'] as const;
    const webhookNames = ['JUSPAY_WEBHOOK_USER', 'JUSPAY_WEBHOOK_PASSWORD'] as const;
    const keys = required('juspay', config, [...names, ...webhookNames]);
    const baseUrl = baseUrlOf(config, 'JUSPAY_BASE_URL', 'https://api.juspay.in', common.production);
    return juspayGateway({
      apiKey: keys.JUSPAY_API_KEY,
      merchantId: keys.JUSPAY_MERCHANT_ID,
      clientId: keys.JUSPAY_CLIENT_ID,
      webhook: { user: keys.JUSPAY_WEBHOOK_USER, password: keys.JUSPAY_WEBHOOK_PASSWORD },
      responseKey: config.JUSPAY_RESPONSE_KEY,
      baseUrl,
      rehearsal: !new URL(baseUrl).hostname.endsWith('.juspay.in'),
    });
  },
  sandbox({ base: { config, common }, sandbox }) {
    if (config.SANDBOX_BASE_URL === undefined) return sandboxGateway(sandbox);
    const { SANDBOX_API_KEY: apiKey } = required('sandbox', config, ['SANDBOX_API_KEY']);
    const baseUrl = baseUrlOf(config, 'SANDBOX_BASE_URL', '', common.production);
    return sandboxGateway({ api: remoteSandbox({ baseUrl, apiKey }), webhookSecret: sandbox.webhookSecret });
  },
};

export function chosenGateways(base: Pick<PaymentBase, 'config' | 'common'>): GatewayName[] {
  const setting = base.config.PAYMENT_GATEWAYS ?? (base.common.production ? '' : 'sandbox');
  const names = setting
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean)
    .map((name) => gatewayAliases.get(name) ?? name);
  const known = Object.keys(builders);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ConfigError(`PAYMENT_GATEWAYS names ${unknown.join(', ')}; this version has ${known.join(', ')}.`);
  }
  if (base.common.production && names.includes('sandbox') && !base.config.ALLOW_SANDBOX_IN_PRODUCTION) {
    throw new ConfigError(
      'PAYMENT_GATEWAYS offers the sandbox, where anybody can “pay” without money: ' +
        'take it out, or set ALLOW_SANDBOX_IN_PRODUCTION=1 for a rehearsal.',
    );
  }
  return [...new Set(names)] as GatewayName[];
}

export function buildGateways(parts: GatewayParts): PaymentGateway[] {
  const gateways = chosenGateways(parts.base).map((name) => builders[name](parts));
  const { currency } = parts.base.common;
  const useless = gateways.filter(({ caps }) => !takesCurrency(caps.money, currency));
  if (useless.length > 0) {
    const names = useless.map(({ name }) => name).join(', ');
    throw new ConfigError(
      `PAYMENT_GATEWAYS names ${names}, which cannot be paid in CURRENCY=${currency}: take it out.`,
    );
  }
  return gateways;
}
