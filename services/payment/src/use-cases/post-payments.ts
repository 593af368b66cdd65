/** Money that came from gateways and went back, in the books and on paper: in the transaction that moves the payment. */
import type { PaymentBase, Tx } from '../base.ts';
import { paymentPosting, refundPosting } from '../domain/accounts.ts';
import { post } from '../store/ledger.ts';
import type { PayableRow } from '../store/payables.ts';
import type { PaymentRow } from '../store/payments.ts';
import type { RefundRow } from '../store/refunds.ts';
import { delivery } from './deliver-documents.ts';
import { issueReceipts, issueRefundNote } from './issue-receipts.ts';
import { reverseRefund } from './post-reversals.ts';

export async function postPayments(
  service: PaymentBase,
  tx: Tx,
  captured: ReadonlyArray<{ payment: PaymentRow; payable: PayableRow }>,
): Promise<void> {
  await post(
    tx,
    captured.map(({ payment }) => paymentPosting(payment)),
  );
  await issueReceipts(service, tx, captured);
}

interface Refunded {
  payment: PaymentRow;
  payable: PayableRow;
  refund: RefundRow;
  requestId: string;
}

/** The caller holds the order's lock. */
export async function postRefund(
  service: PaymentBase,
  tx: Tx,
  { payment, payable, refund, requestId }: Refunded,
): Promise<void> {
  await post(tx, [refundPosting(refund, payment)]);
  await issueRefundNote(service, tx, payment, payable, refund);
  await reverseRefund(service, tx, refund);
  await service.jobs.enqueue(tx, [delivery({ what: 'refunded', orderId: refund.order_id, id: refund.id }, requestId)]);
}
