/**
 * What stands on receipts, invoices and the notes that take them back: taken down once when it is issued, and never reckoned
 * again. Amounts are minor units.
 */
import type { AddressReply } from '#contracts/common/address.ts';
import type { Supply } from './tax-split.ts';

export type DocumentKind = 'receipt' | 'refund_note' | 'invoice' | 'credit_note';

export interface Issuer {
  name: string;
  gstin: string | null;
  address: AddressReply | null;
  /** In place of the address, as the shop's settings have it. */
  addressText: string | null;
}

export interface DocumentLine {
  title: string;
  sku: string | null;
  hsn: string | null;
  /** Null: a part of its price that is of no number of units. */
  quantity: number | null;
  unitPriceMinor: number | null;
  discountMinor: number;
  /** Without tax. */
  taxableMinor: number;
  percent: string;
  taxMinor: number;
  cgstMinor: number;
  sgstMinor: number;
  igstMinor: number;
  totalMinor: number;
}

interface Common {
  issuer: Issuer;
  orderNumber: string;
  buyer: { name: string; gstin: string | null };
  currency: string;
  totalMinor: number;
}

export interface InvoiceContent extends Common {
  kind: 'invoice' | 'credit_note';
  billTo: AddressReply;
  shipTo: AddressReply;
  supply: Supply;
  lines: DocumentLine[];
  orderedAt: string;
  /** How it was paid. */
  paidBy: string | null;
  /** Of a credit note: the invoice that it takes back, and why. */
  corrects: { number: string; issuedAt: string } | null;
  reason: string | null;
}

export interface ReceiptContent extends Common {
  kind: 'receipt' | 'refund_note';
  paidBy: string;
  /** Our name for it at the gateway, and the gateway's. */
  reference: string;
  gatewayReference: string | null;
  /** Of a refund note: the receipt of the payment, and why it went back. */
  receipt: string | null;
  reason: string | null;
}

export type DocumentContent = InvoiceContent | ReceiptContent;

export interface NewDocument {
  kind: DocumentKind;
  /** The same cause is issued once. */
  cause: string;
  /** Null: of the shop. */
  sellerId: number | null;
  userId: number;
  orderId: number;
  paymentId: number | null;
  correctsId: number | null;
  issuedAt: Date;
  content: DocumentContent;
}
