/** The gateways' own test accounts: whose keys are in the environment, never keys that move money; and what was not run. */
import type { GatewayName } from '#contracts/payment/schemas.ts';

const { env } = process;
const isSandbox = (url: string | undefined) => url !== undefined && new URL(url).hostname.includes('sandbox');

/** Whose test keys are set, with a currency that its account takes. */
export const accounts: ReadonlyArray<{ gateway: GatewayName; ready: boolean; currency: string }> = [
  { gateway: 'stripe', ready: /_test_/.test(env.STRIPE_SECRET_KEY ?? '') && !env.STRIPE_BASE_URL, currency: 'USD' },
  {
    gateway: 'razorpay',
    ready: /^rzp_test_/.test(env.RAZORPAY_KEY_ID ?? '') && !env.RAZORPAY_BASE_URL,
    currency: 'INR',
  },
  { gateway: 'paypal', ready: env.PAYPAL_CLIENT_ID !== undefined && isSandbox(env.PAYPAL_BASE_URL), currency: 'USD' },
  { gateway: 'juspay', ready: env.JUSPAY_API_KEY !== undefined && isSandbox(env.JUSPAY_BASE_URL), currency: 'INR' },
];

/** Null where there is an account of each. */
export function notRun(): string | null {
  const left = accounts.filter(({ ready }) => !ready).map(({ gateway }) => gateway);
  return left.length === 0 ? null : `not run against the test accounts of ${left.join(', ')}: their keys are not set`;
}
