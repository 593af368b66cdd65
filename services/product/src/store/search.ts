/**
 * Searching: what both servers do alike. How words and facts are indexed and looked up stands in `search-postgres.ts` and
 * `search-mysql.ts`.
 */
import { run } from '#platform/sql/database.ts';
import { type Dialect, dialectOf } from '#platform/sql/dialect.ts';
import type { SearchExpressions } from '../domain/search-words.ts';
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
import { rowsOf } from './listing.ts';
import type { Tx } from './products.ts';
import { searchMysql } from './search-mysql.ts';
import { searchPostgres } from './search-postgres.ts';

/** What a dialect has of its own. `p` is a row of `product_search`. */
export interface SearchIndex {
  /** Conditions on `p` for the words. */
  matching(expressions: SearchExpressions, given: Parameters): string[];
  /** Conditions on `p` for "colour:red", all of them. */
  having(facts: readonly string[], given: Parameters): string[];
  /** How well `p` matches: more is better. */
  rank(expressions: SearchExpressions, given: Parameters): string;
  /** The name and value of each fact of the products in `matching`, as `select id, name, value …`. */
  facts: string;
  corrections(reader: Reader, words: readonly string[]): Promise<Array<{ word: string; correction: string }>>;
  index(tx: Tx, ids: readonly number[]): Promise<void>;
}

export type SearchSort = ListSort | 'relevance';

const indexes: Readonly<Record<Dialect, SearchIndex>> = { postgres: searchPostgres, mysql: searchMysql };

/** Ranking looks at each document, so of a very common word only what sells best is ranked. */
const RANKED_AT_MOST = 1_000;

/** The conditions of a search on `p`. */
export function found(
  { dialect }: Reader,
  expressions: SearchExpressions | null,
  filters: ListFilters,
  given: Parameters,
): string[] {
  const { matching, having } = indexes[dialect];
  return [
    ...(expressions ? matching(expressions, given) : []),
    ...conditionsOf(filters, given),
    ...(filters.facts ? having(filters.facts, given) : []),
    ...inSubtree(filters, given),
  ];
}

export const factsOf = ({ dialect }: Reader): string => indexes[dialect].facts;

/** Without expressions it is a list by facts. */
export async function searchProducts(
  reader: Reader,
  expressions: SearchExpressions | null,
  filters: ListFilters,
  sort: SearchSort,
  page: ListPage,
): Promise<ListRow[]> {
  if (sort === 'relevance' && expressions) return ranked(reader, expressions, filters, page);
  return sorted(reader, expressions, filters, sort === 'relevance' ? 'newest' : sort, page);
}

async function ranked(
  reader: Reader,
  expressions: SearchExpressions,
  filters: ListFilters,
  { limit, offset, after }: ListPage,
): Promise<ListRow[]> {
  const given = parameters(reader);
  const conditions = where(found(reader, expressions, filters, given));
  const rank = indexes[reader.dialect].rank(expressions, given);
  const place = (key: string | number, id: number) => `where (place, id) < (${given.add(key)}, ${given.add(id)})`;
  const text = `
with candidate as materialized (
  select p.* from product_search p
  where ${conditions}
  order by p.popularity desc, p.id desc limit ${RANKED_AT_MOST}
), ranked as (
  select p.id, ${rank} as place from candidate p
)
select id, place as "key" from ranked ${after ? place(after.key, after.id) : ''}
order by place desc, id desc limit ${given.add(limit)} offset ${given.add(offset)}`;
  return rowsOf(reader, text, given.values);
}

async function sorted(
  reader: Reader,
  expressions: SearchExpressions | null,
  filters: ListFilters,
  sort: ListSort,
  { limit, offset, after }: ListPage,
): Promise<ListRow[]> {
  const { key, order } = orderOf(sort);
  const given = parameters(reader);
  const conditions = where(found(reader, expressions, filters, given), afterPlace(sort, after, given));
  const text = `
select p.id, ${key} as "key" from product_search p
where ${conditions}
order by ${order(key, 'p.id')} limit ${given.add(limit)} offset ${given.add(offset)}`;
  return rowsOf(reader, text, given.values);
}

export async function countMatches(
  reader: Reader,
  expressions: SearchExpressions | null,
  filters: ListFilters,
): Promise<number> {
  const given = parameters(reader);
  const conditions = where(found(reader, expressions, filters, given));
  const text = `select count(*) as total from product_search p where ${conditions}`;
  const [row] = await reader.read<{ total: number }>(text, given.values);
  return row?.total ?? 0;
}

/** Words of the catalogue that look like those that were typed and that no product has: a rare word is not a misspelt one. */
export async function correctionsOf(reader: Reader, words: readonly string[]): Promise<Map<string, string[]>> {
  const corrections = new Map<string, string[]>();
  for (const { word, correction } of await indexes[reader.dialect].corrections(reader, words)) {
    corrections.set(word, [...(corrections.get(word) ?? []), correction]);
  }
  return corrections;
}

export interface SuggestedProduct {
  id: number;
  title: string;
  slug: string;
  picture_hash: string | null;
  url: string | null;
}

/** The best-selling products that match. */
export async function suggestProducts(
  reader: Reader,
  expressions: SearchExpressions,
  limit: number,
): Promise<SuggestedProduct[]> {
  const given = parameters(reader);
  const conditions = where(indexes[reader.dialect].matching(expressions, given), [`p.status = 'active'`]);
  const text = `
with found as materialized (
  select p.id, p.popularity from product_search p
  where ${conditions}
  order by p.popularity desc, p.id desc limit ${given.add(limit)}
)
select p.id, p.title, p.slug, i.picture_hash, i.url
from found join product p on p.id = found.id
left join image i on i.id = (
  select f.id from image f where f.product_id = p.id order by f.position, f.id limit 1
)
order by found.popularity desc, p.id desc`;
  return reader.read<SuggestedProduct>(text, given.values);
}

/** In the transaction that changes the products. */
export async function indexProducts(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await indexes[dialectOf(tx)].index(tx, ids);
}

/** Again for all products of a category, whose name is one of the things they are found by. */
export async function indexCategory(tx: Tx, categoryId: number): Promise<void> {
  const rows = await run<{ id: number }>(tx, 'select id from product where category_id = $1', [categoryId]);
  await indexProducts(
    tx,
    rows.map((row) => row.id),
  );
}

const NUMBERS = `
update product_search set
  status = (select p.status from product p where p.id = product_search.id),
  price_minor = (select p.price_minor from product p where p.id = product_search.id)
where id = $1`;

/** What a product costs and whether it is on sale; its words stay. */
export async function indexNumbers(tx: Tx, id: number): Promise<void> {
  await run(tx, NUMBERS, [id]);
}

const POPULARITY = `
update product_search set popularity = (select p.popularity from product p where p.id = product_search.id)
where exists (
  select 1 from product p where p.id = product_search.id and p.popularity <> product_search.popularity
)`;

export async function indexPopularity(tx: Tx): Promise<void> {
  await run(tx, POPULARITY, []);
}
