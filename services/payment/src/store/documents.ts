/** Documents and the series that number them. A document is written once; the database refuses to change it. */

import type { Selectable } from 'kysely';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import type { Rows, Tx } from '../base.ts';
import type { DocumentKind } from '../domain/documents.ts';
import type { DocumentTable } from './tables.ts';

export type DocumentRow = Selectable<DocumentTable>;

export interface Series {
  issuer_id: number;
  kind: DocumentKind;
  year: string;
}

const SERIES = insertRows({
  table: 'document_series',
  fields: { issuer_id: 'bigint', kind: 'text', year: 'text', next: 'bigint' },
  duplicate: 'skip',
});

/**
 * The first of `count` numbers of a series, from 1. The series stays locked until the transaction ends, so that what rolls back
 * leaves no gap; who draws from several does it in the order of their keys.
 */
export async function drawNumbers(tx: Tx, series: Series, count: number): Promise<number> {
  await SERIES(tx, [{ ...series, next: 1 }]);
  const found = (query: any) =>
    query.where('issuer_id', '=', series.issuer_id).where('kind', '=', series.kind).where('year', '=', series.year);
  const { next } = await found(tx.selectFrom('document_series').select('next')).forUpdate().executeTakeFirstOrThrow();
  await found(tx.updateTable('document_series').set({ next: next + count })).execute();
  return next;
}

const DOCUMENTS = insertRows({
  table: 'document',
  fields: {
    kind: 'text',
    number: 'text',
    issuer_id: 'bigint',
    cause: 'text',
    user_id: 'bigint',
    order_id: 'bigint',
    payment_id: 'bigint',
    corrects_id: 'bigint',
    currency: 'text',
    total_minor: 'bigint',
    issued_at: 'timestamp',
    content: 'json',
  },
});

export async function insertDocuments(tx: Rows, rows: ReadonlyArray<Omit<DocumentRow, 'id' | 'created_at'>>) {
  await DOCUMENTS(tx, rows);
}

export const documentById = (rows: Rows, id: number): Promise<DocumentRow | undefined> =>
  rows.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst();

export const documentOfCause = (rows: Rows, cause: string): Promise<DocumentRow | undefined> =>
  rows.selectFrom('document').selectAll().where('cause', '=', cause).executeTakeFirst();

export const documentsOfOrder = (rows: Rows, orderId: number): Promise<DocumentRow[]> =>
  rows.selectFrom('document').selectAll().where('order_id', '=', orderId).orderBy('id').execute();

export interface DocumentFilter {
  /** Whose they are, as buyer or as issuer: either will do. Null: anyone's. */
  viewerId: number | null;
  /** The viewer sees what they issued, too. */
  sells: boolean;
  kind?: DocumentKind | undefined;
  orderId?: number | undefined;
  sellerId?: number | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
}

/** Newest first. */
export async function listDocuments(
  rows: Rows,
  filter: DocumentFilter,
  page: { before: number | undefined; offset: number; limit: number },
): Promise<DocumentRow[]> {
  let query = rows.selectFrom('document').selectAll().orderBy('id', 'desc').limit(page.limit).offset(page.offset);
  const { viewerId, sells, kind, orderId, sellerId, from, to } = filter;
  if (viewerId !== null) {
    query = query.where((where) =>
      where.or([where('user_id', '=', viewerId), ...(sells ? [where('issuer_id', '=', viewerId)] : [])]),
    );
  }
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (orderId !== undefined) query = query.where('order_id', '=', orderId);
  if (sellerId !== undefined) query = query.where('issuer_id', '=', sellerId);
  if (from !== undefined) query = query.where('issued_at', '>=', from);
  if (to !== undefined) query = query.where('issued_at', '<', to);
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  return query.execute();
}
