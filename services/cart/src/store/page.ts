/** Pages of lists that are ordered by id: an opaque cursor, or a page number. */
import { invalid } from '#platform/errors/problem.ts';

export interface PageRequest {
  limit: number;
  cursor?: string;
  page?: number;
}

/** The id of the last item of the page before, or null for the first page. */
export function afterId({ cursor }: PageRequest): number | null {
  if (cursor === undefined) return null;
  const id = Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isSafeInteger(id) || id < 1) throw invalid('cursor', 'is not one that this list gave out');
  return id;
}

export const offsetOf = ({ limit, cursor, page = 1 }: PageRequest): number =>
  cursor === undefined ? (page - 1) * limit : 0;

/** Of one row more than the limit, which tells that there is a next page. */
export function pageOfRows<Row extends { id: number }, Item>(
  rows: readonly Row[],
  { limit }: PageRequest,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(toItem),
    nextCursor: last ? Buffer.from(String(last.id)).toString('base64url') : null,
  };
}
