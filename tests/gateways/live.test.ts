/**
 * Against the gateways' own test accounts, where keys of one are in the environment; never with keys that move money. What
 * was not run is said in one line.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GatewayName } from '#contracts/payment/schemas.ts';
import { readConfig } from '#platform/config/config.ts';
import { silentLogger } from '#platform/log/log.ts';
import { paymentConfig } from '#services/payment/src/config.ts';
import type { PaymentGateway } from '#services/payment/src/providers/gateway.ts';
import { buildGateways } from '#services/payment/src/providers/registry.ts';
import { newReference } from '#services/payment/src/use-cases/reference.ts';
import { accounts, notRun } from './accounts.ts';

function opened(gateway: GatewayName, currency: string): PaymentGateway {
  const config = readConfig(paymentConfig, { ...process.env, PAYMENT_GATEWAYS: gateway });
  const base = { config, common: { production: false, currency }, log: silentLogger() };
  return buildGateways({ base, sandbox: {} } as never)[0]!;
}

for (const { gateway: name, currency } of accounts.filter(({ ready }) => ready)) {
  test(`${name}: the test account opens a payment, says that it is open, finds it again, and closes it`, async () => {
    const gateway = opened(name, currency);
    const request = {
      reference: newReference(),
      orderId: 1,
      orderNumber: 'LIVE-1',
      money: { minor: 49_900, currency },
      method: null,
      returnUrl: 'https://shop.example.com/payment/return/abcdefghij0123456789',
      expiresAt: new Date(Date.now() + 3_600_000),
      customer: { name: 'Asha Rao', email: 'asha@example.com' },
    };
    const made = await gateway.create(request);
    assert.match(made.payUrl, /^https:/);
    assert.equal((await gateway.create(request)).gatewayRef, made.gatewayRef);
    const state = await gateway.get(made.gatewayRef);
    assert.deepEqual([state.status, state.paid, state.reference], ['open', null, request.reference]);
    assert.equal(await gateway.cancel(made.gatewayRef), gateway.caps.cancel ? 'cancelled' : 'unsupported');
    await gateway.close?.();
  });
}

const left = notRun();
if (left !== null) test('what was not run is said', (context) => context.diagnostic(left));
