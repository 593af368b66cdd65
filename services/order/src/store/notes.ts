/** Notes on orders. */
import type { Transaction } from 'kysely';
import type { Database } from '#platform/sql/database.ts';
import type { AuthorKind, NoteRow } from '../domain/model.ts';
import type { OrderTables } from './tables.ts';

export const insertNote = (tx: Transaction<OrderTables>, note: Omit<NoteRow, 'id' | 'created_at'>): Promise<NoteRow> =>
  tx.insertInto('order_note').values(note).returningAll().executeTakeFirstOrThrow();

/**
 * Newest first; one more than the limit. The staff reads all; a buyer what is for buyers; a seller or partner what
 * buyer and staff wrote for the buyer, and own notes: not what other sellers write.
 */
export function listNotes(
  { kysely }: Database<OrderTables>,
  orderId: number,
  reader: { userId: number; kind: AuthorKind },
  page: { limit: number; before?: number; offset: number },
): Promise<NoteRow[]> {
  let query = kysely.selectFrom('order_note').selectAll().where('order_id', '=', orderId);
  if (reader.kind !== 'staff') {
    const authors: AuthorKind[] =
      reader.kind === 'buyer' ? ['buyer', 'seller', 'partner', 'staff'] : ['buyer', 'staff'];
    query = query.where((eb) =>
      eb.or([
        eb('author_id', '=', reader.userId),
        eb.and([eb('visible_to_buyer', '=', true), eb('author_kind', 'in', authors)]),
      ]),
    );
  }
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  return query
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .offset(page.offset)
    .execute();
}
