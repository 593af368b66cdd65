/** The shopper is back: the gateway is asked at once, since its webhook may be slower than the browser. */
import type { PaymentStatus } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { PaymentService } from '../base.ts';
import { type PayableRow, payableOf } from '../store/payables.ts';
import { adoptGatewayRef, type PaymentRow, paymentByReference } from '../store/payments.ts';
import { settlePayment } from './settle-payment.ts';

/** A success changes no more by asking; anything else may have become one. */
const final: ReadonlySet<PaymentStatus> = new Set(['success', 'refunded', 'reconciled']);

export interface Returned {
  payment: PaymentRow;
  payable: PayableRow;
}

export async function returnFromGateway(
  service: PaymentService,
  { reference, query }: { reference: string; query: URLSearchParams },
  requestId: string,
): Promise<Returned> {
  const { kysely } = service.database;
  const known = await paymentByReference(kysely, reference);
  if (!known) throw problem('payment.not_found');
  const found = await hinted(service, known, query);
  // A gateway that does not answer now is no reason to show the shopper an error: the other roads will settle it.
  const payment = final.has(found.status)
    ? found
    : await settlePayment(service, found, { requestId }).catch(() => found);
  return { payment, payable: (await payableOf(kysely, payment.order_id))! };
}

/**
 * What the address says is a hint only. It can tell the gateway's name for a payment whose opening was cut off before the
 * name was kept; whether that payment is ours, and paid, is asked there.
 */
async function hinted(service: PaymentService, payment: PaymentRow, query: URLSearchParams): Promise<PaymentRow> {
  if (query.size === 0 || !service.gateways.isOn(payment)) return payment;
  const { gatewayRef, forged } = service.gateways.of(payment).parseReturn(query);
  if (forged) service.log.warn({ paymentId: payment.id }, 'a shopper came back with a signature that is not genuine');
  if (gatewayRef === null || payment.gateway_ref !== null) return payment;
  await adoptGatewayRef(service.database.kysely, payment.id, gatewayRef);
  return { ...payment, gateway_ref: gatewayRef };
}
