/** The settings by which a shop's real adapters talk to the simulator in place of the gateways. */
import type { GatewayName } from '#contracts/payment/schemas.ts';
import type { Simulator } from '../simulator/start.ts';

export function rehearsalSettings(
  { base, secrets }: Pick<Simulator, 'base' | 'secrets'>,
  gateways: readonly GatewayName[],
): Record<string, string> {
  const { native, stripe, razorpay, paypal, juspay } = secrets;
  return {
    PAYMENT_GATEWAYS: gateways.join(','),
    SANDBOX_BASE_URL: base.native,
    SANDBOX_API_KEY: native.apiKey,
    SANDBOX_WEBHOOK_SECRET: native.webhookSecret,
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    STRIPE_BASE_URL: base.stripe,
    RAZORPAY_KEY_ID: razorpay.keyId,
    RAZORPAY_KEY_SECRET: razorpay.keySecret,
    RAZORPAY_WEBHOOK_SECRET: razorpay.webhookSecret,
    RAZORPAY_BASE_URL: base.razorpay,
    PAYPAL_CLIENT_ID: paypal.clientId,
    PAYPAL_CLIENT_SECRET: paypal.clientSecret,
    PAYPAL_WEBHOOK_ID: paypal.webhookId,
    PAYPAL_BASE_URL: base.paypal,
    JUSPAY_API_KEY: juspay.apiKey,
    JUSPAY_MERCHANT_ID: juspay.merchantId,
    JUSPAY_CLIENT_ID: juspay.clientId,
    JUSPAY_WEBHOOK_USER: juspay.webhookUsername,
    JUSPAY_WEBHOOK_PASSWORD: juspay.webhookPassword,
    JUSPAY_RESPONSE_KEY: juspay.responseKey,
    JUSPAY_BASE_URL: base.juspay,
  };
}
