/** The shopper is back: the gateway is asked at once, since its webhook may be slower than the browser. */
import type { PaymentStatus } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { PaymentService } from '../base.ts';
import { type PayableRow, payableOf } from '../store/payables.ts';
import { type PaymentRow, paymentByReference } from '../store/payments.ts';
import { settlePayment } from './settle-payment.ts';

/** A success changes no more by asking; anything else may have become one. */
const final: ReadonlySet<PaymentStatus> = new Set(['success', 'refunded', 'reconciled']);

export interface Returned {
  payment: PaymentRow;
  payable: PayableRow;
}

export async function returnFromGateway(
  service: PaymentService,
  reference: string,
  requestId: string,
): Promise<Returned> {
  const { kysely } = service.database;
  const found = await paymentByReference(kysely, reference);
  if (!found) throw problem('payment.not_found');
  // A gateway that does not answer now is no reason to show the shopper an error: the other roads will settle it.
  const payment = final.has(found.status)
    ? found
    : await settlePayment(service, found, { requestId }).catch(() => found);
  return { payment, payable: (await payableOf(kysely, payment.order_id))! };
}
