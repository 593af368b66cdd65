/** Money that came from gateways and went back, as the ledger has it: in the transaction that moves the payment. */
import type { PaymentBase, Tx } from '../base.ts';
import { paymentPosting, refundPosting } from '../domain/accounts.ts';
import { post } from '../store/ledger.ts';
import type { PaymentRow } from '../store/payments.ts';
import type { RefundRow } from '../store/refunds.ts';
import { reverseRefund } from './post-reversals.ts';

export const postPayments = (tx: Tx, captured: readonly PaymentRow[]): Promise<void> =>
  post(tx, captured.map(paymentPosting));

/** The caller holds the order's lock. */
export async function postRefund(service: PaymentBase, tx: Tx, payment: PaymentRow, refund: RefundRow): Promise<void> {
  await post(tx, [refundPosting(refund, payment)]);
  await reverseRefund(service, tx, refund);
}
