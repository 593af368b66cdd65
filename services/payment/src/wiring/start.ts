/** The service as it is passed around: what the server gave, with gateways and batches. */

import type { PaymentBase, PaymentService } from '../base.ts';
import type { GatewayDesk } from '../providers/desk.ts';
import { startBackground } from './background.ts';
import { paymentBatches } from './batches.ts';

export function startPayment(base: PaymentBase, gateways: GatewayDesk): PaymentService {
  return {
    ...base,
    gateways,
    batches: paymentBatches(base),
    background: startBackground(base.log),
    opening: new Map(),
  };
}
