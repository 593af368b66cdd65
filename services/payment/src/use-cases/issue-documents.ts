/**
 * Issues documents, in the transaction of what they tell: receipts under the id of their payment or order, refund notes under that
 * of their refund, invoices and credit notes under the next number of their seller's series.
 */
import type { PaymentBase, Tx } from '../base.ts';
import type { NewDocument } from '../domain/documents.ts';
import { type Calendar, documentNumber, financialYear, type NumberedKind } from '../domain/series.ts';
import { drawNumbers, insertDocuments, type Series } from '../store/documents.ts';

export interface Issued extends NewDocument {
  /** Of those that no series counts: the id that makes their number. */
  numbered?: { as: NumberedKind; id: number };
}

export const calendarOf = ({ config }: PaymentBase): Calendar => ({
  startMonth: config.FINANCIAL_YEAR_STARTS,
  timeZone: config.SHOP_TIME_ZONE,
});

export async function issueDocuments(service: PaymentBase, tx: Tx, documents: readonly Issued[]): Promise<void> {
  if (documents.length === 0) return;
  const calendar = calendarOf(service);
  const placed = documents.map((document) => ({
    document,
    series: {
      issuer_id: document.sellerId ?? 0,
      kind: document.kind,
      year: financialYear(document.issuedAt, calendar),
    },
  }));
  const counts = await countsOf(tx, placed);
  await insertDocuments(
    tx,
    placed.map(({ document, series }, index) => ({
      kind: document.kind,
      number: documentNumber(document.numbered?.as ?? document.kind, series.year, counts[index]!),
      issuer_id: series.issuer_id,
      cause: document.cause,
      user_id: document.userId,
      order_id: document.orderId,
      payment_id: document.paymentId,
      corrects_id: document.correctsId,
      currency: document.content.currency,
      total_minor: document.content.totalMinor,
      issued_at: document.issuedAt,
      content: document.content,
    })),
  );
}

const keyOf = ({ issuer_id, kind, year }: Series): string => `${String(issuer_id).padStart(20, '0')} ${kind} ${year}`;

async function countsOf(tx: Tx, placed: ReadonlyArray<{ document: Issued; series: Series }>): Promise<number[]> {
  const counts = placed.map(({ document }) => document.numbered?.id ?? 0);
  const drawn = placed.flatMap(({ document, series }, index) =>
    document.numbered === undefined ? [{ index, series, key: keyOf(series) }] : [],
  );
  const bySeries = [...Map.groupBy(drawn, ({ key }) => key)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, own] of bySeries) {
    const first = await drawNumbers(tx, own[0]!.series, own.length);
    own.forEach(({ index }, place) => {
      counts[index] = first + place;
    });
  }
  return counts;
}
