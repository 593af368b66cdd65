/**
 * The conditions of lists and searches. A text holds only the conditions that are asked for, so that the planner sees
 * which index fits; there are few combinations, and each is one prepared statement.
 */
import type { ProductStatus } from '#contracts/product/schemas.ts';
import type { Database } from '#platform/sql/database.ts';
import { type FieldType, type Words, wordsFor } from '#platform/sql/statement.ts';

export type ListSort = 'newest' | 'popular' | 'price' | '-price';

export interface ListFilters {
  status: ProductStatus;
  /** "/3/17/": the category and all below it. */
  categoryPath: string | null;
  sellerId: number | null;
  minMinor: number | null;
  maxMinor: number | null;
  minRating: number | null;
  inStock: boolean;
  /** "colour:red": all of them. */
  facts: readonly string[] | null;
}

export interface Place {
  key: string | number;
  id: number;
}

export interface ListRow extends Place {}

export interface ListPage {
  limit: number;
  offset: number;
  /** The last row of the page before. */
  after: Place | null;
}

const sortsOf = {
  newest: { key: 'p.created_at', type: 'timestamp', descending: true },
  popular: { key: 'p.popularity', type: 'int', descending: true },
  price: { key: 'p.price_minor', type: 'bigint', descending: false },
  '-price': { key: 'p.price_minor', type: 'bigint', descending: true },
} as const;

/** The sort key, and the order by it: equal keys by id, so that pages never share a row. */
export function orderOf(sort: ListSort) {
  const { key, descending } = sortsOf[sort];
  const direction = descending ? 'desc' : 'asc';
  return { key, order: (by: string, id: string) => `${by} ${direction}, ${id} ${direction}` };
}

/** Where lists and searches are read. */
export type Reader = Pick<Database<any>, 'read' | 'dialect'>;

/** Collects values and answers their places, `$1`, `$2` … */
export interface Parameters {
  readonly sql: Words;
  readonly values: unknown[];
  /** With its type where that does not follow from the place. */
  add(value: unknown, type?: FieldType): string;
}

export function parameters({ dialect }: Reader): Parameters {
  const sql = wordsFor(dialect);
  const values: unknown[] = [];
  return {
    sql,
    values,
    add(value, type) {
      values.push(value);
      return type ? sql.value(values.length, type) : `$${values.length}`;
    },
  };
}

/** Conditions on `p`, without the category's and those that search looks up. */
export function conditionsOf(filters: ListFilters, { add }: Parameters): string[] {
  const { status, sellerId, minMinor, maxMinor, minRating, inStock } = filters;
  const conditions = [`p.status = ${add(status)}`];
  if (sellerId !== null) conditions.push(`p.seller_id = ${add(sellerId)}`);
  if (minMinor !== null || maxMinor !== null) {
    const [low, high] = [minMinor ?? 0, maxMinor ?? Number.MAX_SAFE_INTEGER];
    conditions.push(`p.price_minor between ${add(low, 'bigint')} and ${add(high, 'bigint')}`);
  }
  if (minRating !== null) conditions.push(`p.rating >= ${add(minRating, 'decimal')}`);
  if (inStock) {
    conditions.push('exists (select 1 from stock k where k.product_id = p.id and k.on_hand > k.held)');
  }
  return conditions;
}

export function inSubtree(filters: ListFilters, { add }: Parameters): string[] {
  if (filters.categoryPath === null) return [];
  return [`p.category_id in (select id from category where path like ${add(filters.categoryPath, 'text')} || '%')`];
}

export function afterPlace(sort: ListSort, after: Place | null, { add }: Parameters): string[] {
  if (after === null) return [];
  const { key, type, descending } = sortsOf[sort];
  return [
    `(${key}, p.id) ${descending ? '<' : '>'} (${add(momentOr(after.key, type), type)}, ${add(after.id, 'bigint')})`,
  ];
}

/** A moment is kept as text in a cursor. */
const momentOr = (key: string | number, type: FieldType) => (type === 'timestamp' ? new Date(key) : key);

export const where = (...conditions: string[][]): string => conditions.flat().join('\n  and ');
