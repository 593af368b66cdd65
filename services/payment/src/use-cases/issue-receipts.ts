/** A receipt for each payment that was captured, and a note for each refund that the gateway finished. */
import type { PaymentBase, Tx } from '../base.ts';
import { paidByText } from '../documents/words.ts';
import type { ReceiptContent } from '../domain/documents.ts';
import { documentOfCause } from '../store/documents.ts';
import type { PayableRow } from '../store/payables.ts';
import type { PaymentRow } from '../store/payments.ts';
import type { RefundRow } from '../store/refunds.ts';
import { issueDocuments } from './issue-documents.ts';
import { shopIssuer } from './issuers.ts';

type Payer = Pick<PayableRow, 'order_number' | 'name'>;

const contentOf = (service: PaymentBase, payment: PaymentRow, payer: Payer) => ({
  issuer: shopIssuer(service),
  orderNumber: payer.order_number,
  buyer: { name: payer.name, gstin: null },
  currency: payment.currency,
  paidBy: paidByText(payment.method, payment.gateway),
});

export function issueReceipts(
  service: PaymentBase,
  tx: Tx,
  captured: ReadonlyArray<{ payment: PaymentRow; payable: Payer }>,
): Promise<void> {
  return issueDocuments(
    service,
    tx,
    captured.map(({ payment, payable }) => ({
      kind: 'receipt',
      cause: `payment:${payment.id}`,
      numbered: { as: 'receipt', id: payment.id },
      sellerId: null,
      userId: payment.user_id,
      orderId: payment.order_id,
      paymentId: payment.id,
      correctsId: null,
      issuedAt: payment.paid_at!,
      content: {
        ...contentOf(service, payment, payable),
        kind: 'receipt',
        totalMinor: payment.captured_minor,
        reference: payment.reference,
        gatewayReference: payment.gateway_payment_ref,
        receipt: null,
        reason: null,
      } satisfies ReceiptContent,
    })),
  );
}

export async function issueRefundNote(
  service: PaymentBase,
  tx: Tx,
  payment: PaymentRow,
  payable: Payer,
  refund: RefundRow,
): Promise<void> {
  const receipt = await documentOfCause(tx, `payment:${payment.id}`);
  await issueDocuments(service, tx, [
    {
      kind: 'refund_note',
      cause: `refund:${refund.id}`,
      numbered: { as: 'refund_note', id: refund.id },
      sellerId: null,
      userId: payment.user_id,
      orderId: payment.order_id,
      paymentId: payment.id,
      correctsId: receipt?.id ?? null,
      issuedAt: refund.finished_at!,
      content: {
        ...contentOf(service, payment, payable),
        kind: 'refund_note',
        totalMinor: refund.amount_minor,
        reference: refund.reference,
        gatewayReference: refund.gateway_ref,
        receipt: receipt?.number ?? null,
        reason: refund.reason,
      } satisfies ReceiptContent,
    },
  ]);
}
