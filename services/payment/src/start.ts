/** The service as it is passed around: what the server gave, with gateways and batches. */
import { startBackground } from './background.ts';
import type { PaymentBase, PaymentService } from './base.ts';
import { paymentBatches } from './batches.ts';
import type { GatewayDesk } from './providers/desk.ts';

export function startPayment(base: PaymentBase, gateways: GatewayDesk): PaymentService {
  return {
    ...base,
    gateways,
    batches: paymentBatches(base),
    background: startBackground(base.log),
    opening: new Map(),
  };
}
