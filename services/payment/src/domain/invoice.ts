/** The invoice of each seller of an order, and the credit note for what of it is given back. */
import type { AddressReply } from '#contracts/common/address.ts';
import { ratioOf } from '#contracts/common/money.ts';
import type { DocumentLine, InvoiceContent, Issuer } from './documents.ts';
import type { SalePart } from './sale.ts';
import type { GivenBack } from './sale-entries.ts';
import { type Supply, splitTax, supplyOf } from './tax-split.ts';

/** Of the order, as far as an invoice tells it. */
export interface InvoicedOrder {
  number: string;
  name: string;
  gstin: string | null;
  currency: string;
  placedAt: string;
  shippingAddress: AddressReply;
  billingAddress: AddressReply | null;
  paymentMethod: string | null;
}

export function invoiceOf(order: InvoicedOrder, issuer: Issuer, parts: readonly SalePart[]): InvoiceContent {
  const supply = supplyOf(issuer, order.shippingAddress, order.gstin);
  const lines = parts.map((part) => soldLine(part, supply));
  return {
    kind: 'invoice',
    issuer,
    orderNumber: order.number,
    buyer: { name: order.name, gstin: order.gstin },
    currency: order.currency,
    totalMinor: totalOf(lines),
    billTo: order.billingAddress ?? order.shippingAddress,
    shipTo: order.shippingAddress,
    supply,
    lines,
    orderedAt: order.placedAt,
    paidBy: order.paymentMethod,
    corrects: null,
    reason: null,
  };
}

const soldLine = (part: SalePart, supply: Supply): DocumentLine => ({
  ...lineOf(part, supply, part.paid_minor, part.tax_minor),
  quantity: part.quantity,
  unitPriceMinor: part.unit_price_minor,
  discountMinor: part.discount_minor,
});

const lineOf = (part: SalePart, { kind }: Supply, paidMinor: number, taxMinor: number): DocumentLine => {
  const { cgst, sgst, igst } = splitTax(taxMinor, kind);
  return {
    title: part.title,
    sku: part.sku,
    hsn: part.hsn,
    quantity: null,
    unitPriceMinor: null,
    discountMinor: 0,
    taxableMinor: paidMinor - taxMinor,
    percent: part.tax_percent,
    taxMinor,
    cgstMinor: cgst,
    sgstMinor: sgst,
    igstMinor: igst,
    totalMinor: paidMinor,
  };
};

const totalOf = (lines: readonly DocumentLine[]): number => lines.reduce((sum, line) => sum + line.totalMinor, 0);

/** Null where nothing was paid for what is given back. The taxes of all notes of a line sum to the line's. */
export function creditNoteOf(
  invoice: InvoiceContent,
  given: readonly GivenBack[],
  { corrects, reason }: { corrects: { number: string; issuedAt: string }; reason: string },
): InvoiceContent | null {
  const lines = given.flatMap(({ part, to }) => {
    if (part.paid_minor === 0) return [];
    const share = (minor: number) => ratioOf(minor, to, part.whole) - ratioOf(minor, part.reversed, part.whole);
    const line = lineOf(part, invoice.supply, to - part.reversed, share(part.tax_minor));
    const whole = part.reversed === 0 && to === part.whole;
    // Halves by what was given back before, so that they too sum to those of the invoice.
    const before = splitTax(ratioOf(part.tax_minor, part.reversed, part.whole), invoice.supply.kind);
    const after = splitTax(ratioOf(part.tax_minor, to, part.whole), invoice.supply.kind);
    const split = {
      cgstMinor: after.cgst - before.cgst,
      sgstMinor: after.sgst - before.sgst,
      igstMinor: after.igst - before.igst,
    };
    return [{ ...line, ...split, quantity: whole ? part.quantity : null }];
  });
  if (lines.length === 0) return null;
  return { ...invoice, kind: 'credit_note', lines, totalMinor: totalOf(lines), corrects, reason };
}
