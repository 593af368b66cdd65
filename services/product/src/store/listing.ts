/**
 * Which products stand on a page of a list. Each sort is an index; within a category every one of its subcategories
 * gives its own first rows from its index, and the few that they give together are merged. The texts are fixed: one per
 * sort, scope and whether a page before is known; filters are parameters that may be null.
 */
import type { ProductStatus } from '#contracts/product/schemas.ts';
import type { Read } from './product-rows.ts';

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
  /** All of these must be so. */
  attributes: Record<string, string> | null;
}

export interface ListPage {
  sort: ListSort;
  limit: number;
  offset: number;
  after: { key: string | number; id: number } | null;
}

export interface ListRow {
  id: number;
  key: string | number;
}

const sorts = {
  newest: { column: 'created_at', key: `p.created_at`, type: 'timestamptz', descending: true },
  popular: { column: 'popularity', key: 'p.popularity', type: 'int', descending: true },
  price: { column: 'price_minor', key: 'p.price_minor', type: 'bigint', descending: false },
  '-price': { column: 'price_minor', key: 'p.price_minor', type: 'bigint', descending: true },
} as const;

const FILTERS = `p.status = $1
  and ($2::bigint is null or p.seller_id = $2)
  and ($3::bigint is null or p.price_minor >= $3)
  and ($4::bigint is null or p.price_minor <= $4)
  and ($5::float8 is null or p.rating >= $5)
  and ($6::jsonb is null or (
    select bool_and(exists (
      select 1 from jsonb_each_text(p.attributes) has
      where lower(has.key) = wanted.key and lower(has.value) = wanted.value
    ) or exists (
      select 1 from variant v, jsonb_each_text(v.options) has
      where v.product_id = p.id and lower(has.key) = wanted.key and lower(has.value) = wanted.value
    ))
    from jsonb_each_text($6) wanted
  ))
  and ($7::boolean is not true or exists (select 1 from stock k where k.product_id = p.id and k.on_hand > k.held))`;

function textOf(sort: ListSort, inCategory: boolean, hasCursor: boolean): string {
  const { key, type, descending } = sorts[sort];
  const direction = descending ? 'desc' : 'asc';
  const after = hasCursor ? `and (${key}, p.id) ${descending ? '<' : '>'} ($10::${type}, $11::bigint)` : '';
  if (!inCategory) {
    return `select p.id, ${key} as key from product p where ${FILTERS} ${after}
order by ${key} ${direction}, p.id ${direction} limit $8::int offset $9::int`;
  }
  const path = `$${hasCursor ? 12 : 10}::text`;
  return `select found.id, found.key from category c cross join lateral (
  select p.id, ${key} as key from product p where p.category_id = c.id and ${FILTERS} ${after}
  order by ${key} ${direction}, p.id ${direction} limit $8::int + $9::int
) found
where c.path like ${path} || '%'
order by found.key ${direction}, found.id ${direction} limit $8::int offset $9::int`;
}

const texts = new Map<string, string>();

function cachedText(sort: ListSort, inCategory: boolean, hasCursor: boolean): string {
  const name = `${sort} ${inCategory} ${hasCursor}`;
  let text = texts.get(name);
  if (text === undefined) {
    text = textOf(sort, inCategory, hasCursor);
    texts.set(name, text);
  }
  return text;
}

const valuesOf = (filters: ListFilters): unknown[] => [
  filters.status,
  filters.sellerId,
  filters.minMinor,
  filters.maxMinor,
  filters.minRating,
  filters.attributes === null ? null : JSON.stringify(filters.attributes),
  filters.inStock,
];

export async function listProducts(read: Read, filters: ListFilters, page: ListPage): Promise<ListRow[]> {
  const { sort, limit, offset, after } = page;
  const text = cachedText(sort, filters.categoryPath !== null, after !== null);
  const rows = await read<{ id: number; key: number | Date }>(text, [
    ...valuesOf(filters),
    limit,
    offset,
    ...(after ? [after.key, after.id] : []),
    ...(filters.categoryPath === null ? [] : [filters.categoryPath]),
  ]);
  return rows.map(({ id, key }) => ({ id, key: key instanceof Date ? key.toISOString() : key }));
}

const COUNT = `select count(*) as total from product p where ${FILTERS}`;
const COUNT_IN_CATEGORY = `select count(*) as total from product p join category c on c.id = p.category_id
where c.path like $8::text || '%' and ${FILTERS}`;

export async function countProducts(read: Read, filters: ListFilters): Promise<number> {
  const inCategory = filters.categoryPath !== null;
  const values = [...valuesOf(filters), ...(inCategory ? [filters.categoryPath] : [])];
  const [row] = await read<{ total: number }>(inCategory ? COUNT_IN_CATEGORY : COUNT, values);
  return row?.total ?? 0;
}
