/** Which gateways a shop offers, as configured. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '#platform/config/config.ts';
import { paymentConfig } from '../config.ts';
import { chosenGateways } from './registry.ts';

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
