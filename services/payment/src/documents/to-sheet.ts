/** A stored document as a page. */
import type { InvoiceContent, ReceiptContent } from '../domain/documents.ts';
import type { DocumentRow } from '../store/documents.ts';
import { invoiceSheet } from './invoice-sheet.ts';
import { receiptSheet } from './receipt-sheet.ts';
import type { Sheet } from './sheet.ts';

export function sheetOf(document: DocumentRow, timeZone: string): Sheet {
  const { content } = document;
  return content.kind === 'invoice' || content.kind === 'credit_note'
    ? invoiceSheet(document, content as InvoiceContent, timeZone)
    : receiptSheet(document, content as ReceiptContent, timeZone);
}
