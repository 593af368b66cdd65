/** Where a page ended: the sort it belongs to, the sort key and the id of its last row, opaque to clients. */

export interface Cursor {
  sort: string;
  key: string | number;
  id: number;
}

export const encodeCursor = ({ sort, key, id }: Cursor): string =>
  Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');

/** Null: not one of ours, or of another sort. */
export function decodeCursor(text: string, sort: string): Cursor | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 3) return null;
  const [ofSort, key, id] = parts as unknown[];
  if (ofSort !== sort || !Number.isSafeInteger(id) || (id as number) < 0) return null;
  if (
    typeof key === 'number' ? !Number.isFinite(key) || Math.abs(key) > Number.MAX_SAFE_INTEGER : typeof key !== 'string'
  )
    return null;
  return { sort, key: key as string | number, id: id as number };
}
