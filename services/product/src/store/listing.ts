/**
 * Which products stand on a page of a list. Each sort is an index; within a category every one of its subcategories
 * gives its own first rows from its index, and the few that they give together are merged. MariaDB cannot: it sorts.
 */
import {
  afterPlace,
  conditionsOf,
  inSubtree,
  type ListFilters,
  type ListPage,
  type ListRow,
  type ListSort,
  orderOf,
  type Parameters,
  parameters,
  type Reader,
  where,
} from './list-filters.ts';

const MERGED_AT_MOST = 200;

export async function listProducts(
  reader: Reader,
  filters: ListFilters,
  sort: ListSort,
  page: ListPage,
): Promise<ListRow[]> {
  // Far into a category the merge would read as much of every subcategory as one sort reads of all.
  const given = parameters(reader);
  const merges = filters.categoryPath !== null && page.offset <= MERGED_AT_MOST && given.sql.joinsLaterally;
  const text = merges ? mergedText(given, filters, sort, page) : sortedText(given, filters, sort, page);
  return rowsOf(reader, text, given.values);
}

function sortedText(given: Parameters, filters: ListFilters, sort: ListSort, page: ListPage): string {
  const { key, order } = orderOf(sort);
  const conditions = where(
    conditionsOf(filters, given),
    inSubtree(filters, given),
    afterPlace(sort, page.after, given),
  );
  return `
select p.id, ${key} as "key" from product p
where ${conditions}
order by ${order(key, 'p.id')} limit ${given.add(page.limit)} offset ${given.add(page.offset)}`;
}

function mergedText(given: Parameters, filters: ListFilters, sort: ListSort, page: ListPage): string {
  const { key, order } = orderOf(sort);
  const conditions = where(conditionsOf(filters, given), afterPlace(sort, page.after, given));
  const limit = given.add(page.limit, 'int');
  const offset = given.add(page.offset, 'int');
  return `
select found.id, found."key" from category c cross join lateral (
  select p.id, ${key} as "key" from product p
  where p.category_id = c.id and ${conditions}
  order by ${order(key, 'p.id')} limit ${limit} + ${offset}
) found
where c.path like ${given.add(filters.categoryPath, 'text')} || '%'
order by ${order('found."key"', 'found.id')} limit ${limit} offset ${offset}`;
}

export async function rowsOf(reader: Reader, text: string, values: readonly unknown[]): Promise<ListRow[]> {
  const rows = await reader.read<{ id: number; key: number | Date }>(text, values);
  return rows.map(({ id, key }) => ({ id, key: key instanceof Date ? key.toISOString() : key }));
}

export async function countProducts(reader: Reader, filters: ListFilters): Promise<number> {
  const given = parameters(reader);
  const conditions = where(conditionsOf(filters, given), inSubtree(filters, given));
  const [row] = await reader.read<{ total: number }>(
    `select count(*) as total from product p where ${conditions}`,
    given.values,
  );
  return row?.total ?? 0;
}
