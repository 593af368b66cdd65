/** The place in a list that falls by id: a cursor, or a page number; and periods by day or by moment. */
import { invalid } from '#platform/errors/problem.ts';

interface PageInput {
  limit: number;
  cursor?: string;
  page?: number;
}

export function placeOf({ cursor, page, limit }: PageInput): { before: number | undefined; offset: number } {
  if (cursor === undefined) return { before: undefined, offset: ((page ?? 1) - 1) * limit };
  const id = /^[1-9]\d{0,15}$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[0];
  if (!id || !Number.isSafeInteger(Number(id))) throw invalid('cursor', 'is not a cursor of this list');
  return { before: Number(id), offset: 0 };
}

export const cursorOf = (id: number): string => Buffer.from(String(id)).toString('base64url');

/** From a day or moment until another, which is no longer in it. */
export const periodOf = ({ from, to }: { from?: string | undefined; to?: string | undefined }) => ({
  from: from === undefined ? undefined : timeOf(from, 'from', 0),
  to: to === undefined ? undefined : timeOf(to, 'to', 1),
});

/** A bare day means its beginning as a start, and its end as an end. */
export function timeOf(text: string, field: string, days: number): Date {
  const bareDay = !text.includes('T');
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw invalid(field, 'is no day of the calendar');
  if (bareDay) time.setUTCDate(time.getUTCDate() + days);
  return time;
}
