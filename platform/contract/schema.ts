/** Schemas without a shop noun: text with limits, ids, decimals, times, pages. */
import Type, { type TSchema } from 'typebox';

/** Marks a string that may also be sent as a JSON number ("20.00" or 20). */
export const decimalMark = 'x-decimal';

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Identifier' });

export const IdParams = Type.Object({ id: Id });

export const text = (maxLength: number, options: { minLength?: number; description?: string; pattern?: string } = {}) =>
  Type.String({ minLength: 1, maxLength, ...options });

/** A non-negative decimal with at most two places, e.g. "20", "20.0", "20.00". */
export const Decimal = Type.String({
  pattern: '^\\d{1,10}(\\.\\d{1,2})?$',
  [decimalMark]: true,
  description: 'Decimal string in major units, never a float: "1499.00"',
});

/** ISO 8601 in UTC, or with an offset. */
export const Time = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$',
  description: 'ISO 8601, e.g. 2026-01-31T10:00:00.000Z',
});

export const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

export const PageQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Items a page' }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: 'nextCursor of the page before' })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: 'Page number, instead of a cursor' })),
});

export const pageOf = <S extends TSchema>(item: S) =>
  Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'null on the last page' }),
    total: Type.Optional(Type.Integer()),
  });

export const Message = Type.Object({ message: Type.String() });
