/** Which gateways a shop offers, as configured. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '#platform/config/config.ts';
import { silentLogger } from '#platform/log/log.ts';
import { paymentConfig } from '../config.ts';
import { buildGateways, chosenGateways } from './registry.ts';

const chosen = (production: boolean, environment: Record<string, string> = {}) =>
  chosenGateways({ config: readConfig(paymentConfig, environment), common: { production } as never });

test('without a setting a shop has the sandbox, a production shop nothing', () => {
  assert.deepEqual(chosen(false), ['sandbox']);
  assert.deepEqual(chosen(true), []);
});

test('a production shop does not start with the sandbox unless that is said by name', () => {
  assert.throws(() => chosen(true, { PAYMENT_GATEWAYS: 'sandbox' }), /ALLOW_SANDBOX_IN_PRODUCTION=1/);
  assert.deepEqual(chosen(true, { PAYMENT_GATEWAYS: 'sandbox', ALLOW_SANDBOX_IN_PRODUCTION: '1' }), ['sandbox']);
});

test('a gateway that is misspelt stops the start with its name', () => {
  assert.throws(() => chosen(false, { PAYMENT_GATEWAYS: 'sandbox, strype' }), /strype/);
});

test('a gateway is offered once, in the order of the setting', () => {
  assert.deepEqual(chosen(false, { PAYMENT_GATEWAYS: ' Sandbox,sandbox, ' }), ['sandbox']);
});

const built = (environment: Record<string, string>, common: object = {}) => {
  const base = {
    config: readConfig(paymentConfig, environment),
    common: { production: false, currency: 'USD', ...common },
    log: silentLogger(),
  };
  return buildGateways({ base: base as never, sandbox: {} as never });
};

const keys: Record<string, Record<string, string>> = {
  stripe: { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
  razorpay: { RAZORPAY_KEY_ID: 'rzp_test_1', RAZORPAY_KEY_SECRET: 'secret', RAZORPAY_WEBHOOK_SECRET: 'secret' },
  paypal: { PAYPAL_CLIENT_ID: 'client', PAYPAL_CLIENT_SECRET: 'secret', PAYPAL_WEBHOOK_ID: 'WH-1' },
  juspay: {
    JUSPAY_API_KEY: 'key1',
    JUSPAY_MERCHANT_ID: 'shop',
    JUSPAY_CLIENT_ID: 'shop',
    JUSPAY_WEBHOOK_USER: 'user',
    JUSPAY_WEBHOOK_PASSWORD: 'password',
  },
};

test('all five gateways can be turned on together, each with its own keys', () => {
  const environment = Object.assign(
    { PAYMENT_GATEWAYS: 'stripe,razorpay,paypal,justpay,sandbox' },
    ...Object.values(keys),
  );
  assert.deepEqual(
    built(environment).map(({ name }) => name),
    ['stripe', 'razorpay', 'paypal', 'juspay', 'sandbox'],
  );
});

test('a gateway without its keys stops the start with a sentence that says what to set', () => {
  for (const [gateway, all] of Object.entries(keys)) {
    for (const missing of Object.keys(all)) {
      const environment = { PAYMENT_GATEWAYS: gateway, ...all, [missing]: '' };
      assert.throws(() => built(environment), new RegExp(`PAYMENT_GATEWAYS names ${gateway}, so set ${missing}`));
    }
  }
});

test('in production keys and payments travel by TLS alone', () => {
  const environment = { PAYMENT_GATEWAYS: 'stripe', ...keys.stripe, STRIPE_BASE_URL: 'http://127.0.0.1:9/stripe' };
  assert.equal(built(environment).length, 1);
  assert.throws(() => built(environment, { production: true }), /STRIPE_BASE_URL must begin with https/);
});

test('a gateway that does not take the shop’s currency stops the start', () => {
  const environment = { PAYMENT_GATEWAYS: 'paypal', ...keys.paypal };
  assert.throws(() => built(environment, { currency: 'KWD' }), /paypal, which cannot be paid in CURRENCY=KWD/);
});
