/** From a stored document to what the contract promises. */
import { formatMoney } from '#contracts/common/money.ts';
import type { Document } from '#contracts/payment/documents.ts';
import type { DocumentLine, InvoiceContent, ReceiptContent } from '../domain/documents.ts';
import type { DocumentRow } from '../store/documents.ts';

export function documentView(document: DocumentRow): Document {
  const { content } = document;
  const common = {
    id: document.id,
    kind: document.kind,
    number: document.number,
    issuedAt: document.issued_at.toISOString(),
    orderId: document.order_id,
    orderNumber: content.orderNumber,
    paymentId: document.payment_id,
    sellerId: document.issuer_id || null,
    issuer: { name: content.issuer.name, gstin: content.issuer.gstin, address: content.issuer.address },
    buyer: content.buyer,
    currency: document.currency,
    total: formatMoney(document.total_minor, document.currency),
    correctsId: document.corrects_id,
    reason: content.reason,
    paidBy: content.paidBy,
  };
  return content.kind === 'invoice' || content.kind === 'credit_note'
    ? { ...common, ...invoicePart(content as InvoiceContent) }
    : { ...common, ...receiptPart(content as ReceiptContent) };
}

const invoicePart = ({ billTo, shipTo, lines, supply, corrects, currency }: InvoiceContent) => ({
  billingAddress: billTo,
  shippingAddress: shipTo,
  lines: lines.map((line) => lineView(line, currency)),
  placeOfSupply: supply.place,
  supply: supply.kind,
  correctsNumber: corrects?.number ?? null,
  reference: null,
  gatewayReference: null,
});

const receiptPart = ({ receipt, reference, gatewayReference }: ReceiptContent) => ({
  billingAddress: null,
  shippingAddress: null,
  lines: [],
  placeOfSupply: null,
  supply: null,
  correctsNumber: receipt,
  reference,
  gatewayReference,
});

function lineView(line: DocumentLine, currency: string): Document['lines'][number] {
  const money = (minor: number) => formatMoney(minor, currency);
  return {
    title: line.title,
    sku: line.sku,
    hsn: line.hsn,
    quantity: line.quantity,
    unitPrice: line.unitPriceMinor === null ? null : money(line.unitPriceMinor),
    discount: money(line.discountMinor),
    taxable: money(line.taxableMinor),
    taxPercent: line.percent,
    tax: money(line.taxMinor),
    cgst: money(line.cgstMinor),
    sgst: money(line.sgstMinor),
    igst: money(line.igstMinor),
    total: money(line.totalMinor),
  };
}
