/**
 * Which products stand on a page of a list. Each sort is an index; within a category every one of its subcategories
 * gives its own first rows from its index, and the few that they give together are merged.
 */
import {
  afterPlace,
  conditionsOf,
  inSubtree,
  type ListFilters,
  type ListPage,
  type ListRow,
  type ListSort,
  parameters,
  sortsOf,
  where,
} from './list-filters.ts';
import type { Read } from './product-rows.ts';

export async function listProducts(
  read: Read,
  filters: ListFilters,
  sort: ListSort,
  { limit, offset, after }: ListPage,
): Promise<ListRow[]> {
  const { key, descending } = sortsOf[sort];
  const direction = descending ? 'desc' : 'asc';
  const given = parameters();
  const conditions = where(conditionsOf(filters, given), afterPlace(sort, after, given));
  const [rows, skipped] = [`${given.add(limit)}::int`, `${given.add(offset)}::int`];
  if (filters.categoryPath === null) {
    const text = `select p.id, ${key} as key from product p
where ${conditions}
order by ${key} ${direction}, p.id ${direction} limit ${rows} offset ${skipped}`;
    return rowsOf(read, text, given.values);
  }
  const path = given.add(filters.categoryPath);
  const text = `select found.id, found.key from category c cross join lateral (
  select p.id, ${key} as key from product p
  where p.category_id = c.id and ${conditions}
  order by ${key} ${direction}, p.id ${direction} limit ${rows} + ${skipped}
) found
where c.path like ${path}::text || '%'
order by found.key ${direction}, found.id ${direction} limit ${rows} offset ${skipped}`;
  return rowsOf(read, text, given.values);
}

export async function rowsOf(read: Read, text: string, values: readonly unknown[]): Promise<ListRow[]> {
  const rows = await read<{ id: number; key: number | Date }>(text, values);
  return rows.map(({ id, key }) => ({ id, key: key instanceof Date ? key.toISOString() : key }));
}

export async function countProducts(read: Read, filters: ListFilters): Promise<number> {
  const given = parameters();
  const conditions = where(conditionsOf(filters, given), inSubtree(filters, given));
  const [row] = await read<{ total: number }>(
    `select count(*) as total from product p where ${conditions}`,
    given.values,
  );
  return row?.total ?? 0;
}
