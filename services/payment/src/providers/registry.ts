/** From the setting PAYMENT_GATEWAYS to the gateways themselves. Adding a gateway is one entry in `builders`. */
import { type GatewayName, gatewayAliases } from '#contracts/payment/schemas.ts';
import { ConfigError } from '#platform/config/config.ts';
import type { PaymentBase } from '../base.ts';
import type { PaymentGateway } from './gateway.ts';
import { sandboxGateway } from './sandbox/gateway.ts';
import type { Sandbox } from './sandbox/host.ts';

/** What a gateway is built from besides its own settings. */
export interface GatewayParts {
  base: PaymentBase;
  /** The simulated outside party behind the sandbox gateway. */
  sandbox: Sandbox;
}

const builders: Partial<Record<GatewayName, (parts: GatewayParts) => PaymentGateway>> = {
  sandbox: ({ sandbox }) => sandboxGateway(sandbox),
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
  return chosenGateways(parts.base).map((name) => builders[name]!(parts));
}
