/** Stripe's lists: newest first, filtered by time, paged by the last id. */
import Type from 'typebox';
import { missing } from './errors.ts';
import { Expand, unixTime } from './session-params.ts';

export const listFields = {
  limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$' })),
  starting_after: Type.Optional(Type.String({ maxLength: 200 })),
  ending_before: Type.Optional(Type.String({ maxLength: 200 })),
  created: Type.Optional(
    Type.Union([
      unixTime,
      Type.Object(
        {
          gt: Type.Optional(unixTime),
          gte: Type.Optional(unixTime),
          lt: Type.Optional(unixTime),
          lte: Type.Optional(unixTime),
        },
        { additionalProperties: false },
      ),
    ]),
  ),
  expand: Type.Optional(Expand),
};

export interface ListQuery {
  limit?: string;
  starting_after?: string;
  ending_before?: string;
  created?: string | { gt?: string; gte?: string; lt?: string; lte?: string };
  expand?: string[];
}

export function listOf<T extends { id: string; object: string; created: number }>(
  url: string,
  oldestFirst: readonly T[],
  query: ListQuery,
): { object: 'list'; data: T[]; has_more: boolean; url: string } {
  const { starting_after: after, ending_before: before } = query;
  const limit = Number(query.limit ?? 10);
  const inTime = oldestFirst.filter(({ created }) => isWithin(created, query.created)).reverse();
  const placeOf = (id: string, param: string): number => {
    const index = inTime.findIndex((item) => item.id === id);
    if (index < 0) throw missing('object', id, param);
    return index;
  };
  const end = before === undefined ? inTime.length : placeOf(before, 'ending_before');
  const start =
    before !== undefined ? Math.max(0, end - limit) : after === undefined ? 0 : placeOf(after, 'starting_after') + 1;
  const data = inTime.slice(start, Math.min(end, start + limit));
  const more = before === undefined ? start + data.length < inTime.length : start > 0;
  return { object: 'list', data, has_more: more, url };
}

function isWithin(created: number, asked: ListQuery['created']): boolean {
  if (asked === undefined) return true;
  if (typeof asked === 'string') return created === Number(asked);
  const { gt, gte, lt, lte } = asked;
  return (
    (gt === undefined || created > Number(gt)) &&
    (gte === undefined || created >= Number(gte)) &&
    (lt === undefined || created < Number(lt)) &&
    (lte === undefined || created <= Number(lte))
  );
}
