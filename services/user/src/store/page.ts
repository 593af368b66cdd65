/** Lists are read newest first by id; a cursor is the last id of the page before. */
import { invalid } from '#platform/errors/problem.ts';

export interface PageWish {
  limit: number;
  cursor?: string;
  page?: number;
}

export interface Slice {
  /** Only ids below it. */
  before: number | null;
  offset: number;
  /** One more than asked, which tells whether there is a next page. */
  take: number;
}

export function sliceOf({ limit, cursor, page }: PageWish): Slice {
  if (cursor !== undefined) return { before: readCursor(cursor), offset: 0, take: limit + 1 };
  return { before: null, offset: page === undefined ? 0 : (page - 1) * limit, take: limit + 1 };
}

export function pageOfRows<Row, Item>(
  rows: readonly Row[],
  limit: number,
  idOf: (row: Row) => number,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? writeCursor(idOf(last)) : null,
  };
}

const writeCursor = (id: number): string => Buffer.from(`id:${id}`).toString('base64url');

function readCursor(cursor: string): number {
  const id = /^id:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (id === undefined) throw invalid('cursor', 'is not a cursor of this list');
  return Number(id);
}

/** Text as it stands, not as a pattern. */
export const likePart = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
