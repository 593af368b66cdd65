/** The shopper is back: the gateway is asked at once, since its webhook may be slower than the browser. */
import { problem } from '#platform/errors/problem.ts';
import type { PaymentService } from '../base.ts';
import { type PayableRow, payableOf } from '../store/payables.ts';
import { type PaymentRow, paymentByReference } from '../store/payments.ts';
import { settlePayment } from './settle-payment.ts';

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
  const payment =
    found.status === 'pending' ? await settlePayment(service, found, { requestId }).catch(() => found) : found;
  return { payment, payable: (await payableOf(kysely, payment.order_id))! };
}
