/** Routes of receipts, invoices and the notes that take them back: as pages, as data and as PDF. */
import Type, { type Static } from 'typebox';
import { type Api, signedIn } from '#platform/contract/route.ts';
import { Id, IdParams, nullable, PageQuery, pageOf, Time } from '#platform/contract/schema.ts';
import { AddressReply } from '../common/address.ts';
import { choice, DayOrTime } from '../common/fields.ts';
import { Money } from '../common/money.ts';

export const DocumentKind = choice('receipt', 'refund_note', 'invoice', 'credit_note');

const Line = Type.Object({
  title: Type.String(),
  sku: nullable(Type.String()),
  hsn: nullable(Type.String()),
  /** Null: a part of a price that is of no number of units. */
  quantity: nullable(Type.Integer()),
  unitPrice: nullable(Money),
  discount: Money,
  /** Without tax. */
  taxable: Money,
  taxPercent: Type.String(),
  tax: Money,
  cgst: Money,
  /** Or UTGST. */
  sgst: Money,
  igst: Money,
  total: Money,
});

/** As it was issued: nothing that is changed later changes it. */
export const Document = Type.Object({
  id: Id,
  kind: DocumentKind,
  number: Type.String(),
  issuedAt: Time,
  orderId: Id,
  orderNumber: Type.String(),
  paymentId: nullable(Id),
  /** Null: issued by the shop. */
  sellerId: nullable(Id),
  issuer: Type.Object({ name: Type.String(), gstin: nullable(Type.String()), address: nullable(AddressReply) }),
  buyer: Type.Object({ name: Type.String(), gstin: nullable(Type.String()) }),
  billingAddress: nullable(AddressReply),
  shippingAddress: nullable(AddressReply),
  currency: Type.String(),
  total: Money,
  /** Empty on receipts and refund notes. */
  lines: Type.Array(Line),
  /** GST: the state that decides how tax is divided. */
  placeOfSupply: nullable(Type.Object({ code: Type.String(), name: Type.String() })),
  /** `within` one state: CGST and SGST; `between` states: IGST; `plain`: no GST. Null on receipts. */
  supply: nullable(choice('plain', 'within', 'between')),
  /** The document that this one takes back, wholly or in part. */
  correctsId: nullable(Id),
  correctsNumber: nullable(Type.String()),
  reason: nullable(Type.String()),
  paidBy: nullable(Type.String()),
  reference: nullable(Type.String()),
  gatewayReference: nullable(Type.String()),
});
export type Document = Static<typeof Document>;
const DocumentPage = pageOf(Document);
export type DocumentPage = Static<typeof DocumentPage>;

export const DocumentQuery = Type.Object({
  ...PageQuery.properties,
  kind: Type.Optional(DocumentKind),
  orderId: Type.Optional(Id),
  sellerId: Type.Optional(Id),
  from: Type.Optional(DayOrTime),
  to: Type.Optional(DayOrTime),
  as: Type.Optional(choice('buyer', 'seller', 'all')),
});

const whose = 'For the buyer, the seller who issued it, and staff. ';
const asPage = 'HTML where the `Accept` header asks for it, which can be printed; JSON otherwise.';

export const documentsApi = {
  getReceipt: {
    method: 'GET',
    path: '/payments/:id/receipt',
    access: signedIn,
    tag: 'Receipts and invoices',
    summary: 'The receipt of a payment',
    description: asPage,
    params: IdParams,
    raw: 'page',
    errors: ['payment.not_found', 'document.not_issued'],
  },
  getReceiptPdf: {
    method: 'GET',
    path: '/payments/:id/receipt.pdf',
    access: signedIn,
    tag: 'Receipts and invoices',
    summary: 'The receipt of a payment as PDF',
    params: IdParams,
    raw: 'bytes',
    errors: ['payment.not_found', 'document.not_issued'],
  },
  listInvoices: {
    method: 'GET',
    path: '/invoices',
    access: signedIn,
    tag: 'Receipts and invoices',
    summary: 'List invoices, credit notes, receipts and refund notes: one’s own, or all',
    description:
      'Newest first. A seller sees those in their own name; `as` narrows what a caller with several roles sees.',
    query: DocumentQuery,
    reply: DocumentPage,
  },
  getInvoice: {
    method: 'GET',
    path: '/invoices/:id',
    access: signedIn,
    tag: 'Receipts and invoices',
    summary: 'Read an invoice or any other document',
    description: whose + asPage,
    params: IdParams,
    raw: 'page',
    errors: ['document.not_found'],
  },
  getInvoicePdf: {
    method: 'GET',
    path: '/invoices/:id.pdf',
    access: signedIn,
    tag: 'Receipts and invoices',
    summary: 'An invoice or any other document as PDF',
    description: whose.trim(),
    params: IdParams,
    raw: 'bytes',
    errors: ['document.not_found'],
  },
} as const satisfies Api;
