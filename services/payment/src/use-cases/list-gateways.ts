/** The gateways that are turned on, for the checkout to choose from. */
import type { Gateways } from '#contracts/payment/schemas.ts';
import type { PaymentService } from '../base.ts';

export function listGateways({ gateways }: PaymentService): Gateways {
  return {
    items: gateways.all.map((gateway, index) => ({
      name: gateway.name,
      title: gateway.title,
      methods: [...gateway.caps.methods],
      test: gateway.test,
      available: gateways.isAvailable(gateway),
      default: index === 0,
    })),
  };
}
