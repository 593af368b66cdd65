/** The service as it is passed around: what the server gave, with gateways, batches, and the press for documents. */

import type { PaymentBase, PaymentService } from '../base.ts';
import type { GatewayDesk } from '../providers/desk.ts';
import { openPress } from '../providers/pdf-press.ts';
import { startBackground } from './background.ts';
import { paymentBatches } from './batches.ts';
import { ringing } from './delivery.ts';

export function startPayment(given: PaymentBase, gateways: GatewayDesk): PaymentService {
  const deliveryBell = { ring() {} };
  const base = { ...given, jobs: ringing(given.jobs, deliveryBell) };
  return {
    ...base,
    gateways,
    deliveryBell,
    press: openPress(),
    batches: paymentBatches(base),
    background: startBackground(base.log),
    opening: new Map(),
  };
}
