/** The invoice of each seller of a completed order, and the credit notes for what of it is given back. */
import type { PaymentBase, Tx } from '../base.ts';
import { paidByText } from '../documents/words.ts';
import type { DocumentContent, InvoiceContent, ReceiptContent } from '../domain/documents.ts';
import { creditNoteOf, type InvoicedOrder, invoiceOf } from '../domain/invoice.ts';
import type { CompletedOrder, Sale, SalePart } from '../domain/sale.ts';
import type { GivenBack } from '../domain/sale-entries.ts';
import { documentsOfOrder } from '../store/documents.ts';
import { type Issued, issueDocuments } from './issue-documents.ts';
import { issuersOf, shopIssuer } from './issuers.ts';

export interface Sold {
  order: CompletedOrder;
  sale: Sale;
  parts: readonly SalePart[];
}

const invoiced = (order: CompletedOrder): InvoicedOrder => ({
  number: order.number,
  name: order.name,
  gstin: order.gstin ?? null,
  currency: order.currency,
  placedAt: order.placedAt,
  shippingAddress: order.shippingAddress,
  billingAddress: order.billingAddress,
  paymentMethod: order.totalMinor === 0 ? null : paidByText(order.paymentMethod, null),
});

export async function issueInvoices(service: PaymentBase, tx: Tx, sold: readonly Sold[]): Promise<void> {
  const issuerOf = await issuersOf(
    service,
    tx,
    sold.flatMap(({ parts }) => parts.map(({ seller_id }) => seller_id)),
  );
  const invoices = sold.flatMap(({ order, sale, parts }) =>
    [...Map.groupBy(parts, ({ seller_id }) => seller_id)].map(
      ([sellerId, own]): Issued => ({
        kind: 'invoice',
        cause: `invoice:${sale.order_id}:${sellerId}`,
        sellerId,
        userId: sale.user_id,
        orderId: sale.order_id,
        paymentId: sale.payment_id,
        correctsId: null,
        issuedAt: sale.completed_at,
        content: invoiceOf(invoiced(order), issuerOf(sellerId), own),
      }),
    ),
  );
  const cash = sold.filter(({ sale }) => sale.payment_id === null && sale.total_minor > 0);
  await issueDocuments(service, tx, [...cash.map((one) => cashReceipt(service, one)), ...invoices]);
}

/** Paid at the door: nobody else has a receipt to give. */
const cashReceipt = (service: PaymentBase, { order, sale }: Sold): Issued => ({
  kind: 'receipt',
  cause: `cash:${sale.order_id}`,
  numbered: { as: 'cash_receipt', id: sale.order_id },
  sellerId: null,
  userId: sale.user_id,
  orderId: sale.order_id,
  paymentId: null,
  correctsId: null,
  issuedAt: sale.completed_at,
  content: {
    kind: 'receipt',
    issuer: shopIssuer(service),
    orderNumber: sale.order_number,
    buyer: { name: order.name, gstin: null },
    currency: sale.currency,
    totalMinor: sale.total_minor,
    paidBy: paidByText('cod', null),
    reference: sale.order_number,
    gatewayReference: null,
    receipt: null,
    reason: null,
  } satisfies ReceiptContent,
});

/** One for each seller of whose part something that was paid is given back. */
export async function issueCreditNotes(
  service: PaymentBase,
  tx: Tx,
  sale: Sale,
  given: readonly GivenBack[],
  { cause, at, reason }: { cause: string; at: Date; reason: string },
): Promise<void> {
  const invoices = (await documentsOfOrder(tx, sale.order_id)).filter(({ kind }) => kind === 'invoice');
  const notes = invoices.flatMap((invoice): Issued[] => {
    const content = creditNoteOf(
      invoice.content as InvoiceContent,
      given.filter(({ part }) => part.seller_id === invoice.issuer_id),
      { corrects: { number: invoice.number, issuedAt: invoice.issued_at.toISOString() }, reason },
    );
    if (content === null) return [];
    return [
      {
        kind: 'credit_note',
        cause: `${cause}:${invoice.issuer_id}`,
        sellerId: invoice.issuer_id,
        userId: sale.user_id,
        orderId: sale.order_id,
        paymentId: sale.payment_id,
        correctsId: invoice.id,
        issuedAt: at,
        content: content satisfies DocumentContent,
      },
    ];
  });
  await issueDocuments(service, tx, notes);
}
