/** Searching, as PostgreSQL does it: `search-index.ts` writes what is read here. */
import type { SearchExpressions } from '../domain/search-words.ts';
import {
  afterPlace,
  conditionsOf,
  inSubtree,
  type ListFilters,
  type ListPage,
  type ListRow,
  type ListSort,
  matching,
  orderOf,
  parameters,
  where,
} from './list-filters.ts';
import { rowsOf } from './listing.ts';
import type { Read } from './product-rows.ts';

export type SearchSort = ListSort | 'relevance';

/** Ranking looks at each document, so of a very common word only what sells best is ranked. */
const RANKED_AT_MOST = 1_000;

/** Without expressions it is a list by facts. */
export async function searchProducts(
  read: Read,
  expressions: SearchExpressions | null,
  filters: ListFilters,
  sort: SearchSort,
  page: ListPage,
): Promise<ListRow[]> {
  if (sort === 'relevance' && expressions) return ranked(read, expressions, filters, page);
  return sorted(read, expressions, filters, sort === 'relevance' ? 'newest' : sort, page);
}

// From the description up to the title: D is not used.
const WEIGHTS = `'{0, 0.1, 0.4, 1.0}'`;

// Words in the title count most, and a word that a description repeats counts little more than once (ts_rank, unlike
// ts_rank_cd); the typed form more than a mere beginning; what sells decides between equals.
const RANK = (wide: string, exact: string) => `(
    2 * ts_rank(${WEIGHTS}, document, to_tsquery('shop', ${exact}))
    + ts_rank(${WEIGHTS}, document, to_tsquery('shop', ${wide}))
    + 0.05 * ln(1 + popularity)
  )::float8`;

async function ranked(
  read: Read,
  expressions: SearchExpressions,
  filters: ListFilters,
  { limit, offset, after }: ListPage,
): Promise<ListRow[]> {
  const given = parameters();
  const conditions = where(matching(expressions, given), conditionsOf(filters, given), inSubtree(filters, given));
  const rank = RANK('$1', given.add(expressions.exact));
  const rest = after ? `where (key, id) < (${given.add(after.key)}::float8, ${given.add(after.id)}::bigint)` : '';
  const text = `
with candidate as materialized (
  select p.id, p.popularity, p.document from product_search p
  where ${conditions}
  order by p.popularity desc, p.id desc limit ${RANKED_AT_MOST}
), ranked as (
  select id, ${rank} as key from candidate
)
select id, key from ranked ${rest}
order by key desc, id desc limit ${given.add(limit)}::int offset ${given.add(offset)}::int`;
  return rowsOf(read, text, given.values);
}

async function sorted(
  read: Read,
  expressions: SearchExpressions | null,
  filters: ListFilters,
  sort: ListSort,
  { limit, offset, after }: ListPage,
): Promise<ListRow[]> {
  const { key, order } = orderOf(sort);
  const given = parameters();
  const conditions = where(
    matching(expressions, given),
    conditionsOf(filters, given),
    inSubtree(filters, given),
    afterPlace(sort, after, given),
  );
  const text = `
select p.id, ${key} as key from product_search p
where ${conditions}
order by ${order(key, 'p.id')} limit ${given.add(limit)}::int offset ${given.add(offset)}::int`;
  return rowsOf(read, text, given.values);
}

export async function countMatches(
  read: Read,
  expressions: SearchExpressions | null,
  filters: ListFilters,
): Promise<number> {
  const given = parameters();
  const conditions = where(matching(expressions, given), conditionsOf(filters, given), inSubtree(filters, given));
  const text = `select count(*) as total from product_search p where ${conditions}`;
  const [row] = await read<{ total: number }>(text, given.values);
  return row?.total ?? 0;
}

// Only words that no product has: a rare word is not a misspelt one.
const CORRECT = `
select typed.word, near.word as correction
from unnest($1::text[]) as typed(word) cross join lateral (
  select w.word from search_word w
  where w.word % public.unaccent(typed.word)
  order by public.similarity(w.word, public.unaccent(typed.word)) desc, w.word limit 3
) near
where not exists (select 1 from search_word w where w.word = public.unaccent(typed.word))`;

/** Words of the catalogue that look like those that were typed. */
export async function correctionsOf(read: Read, words: readonly string[]): Promise<Map<string, string[]>> {
  const corrections = new Map<string, string[]>();
  const rows = await read<{ word: string; correction: string }>(CORRECT, [words]);
  for (const { word, correction } of rows) corrections.set(word, [...(corrections.get(word) ?? []), correction]);
  return corrections;
}

const SUGGEST = `
with found as materialized (
  select id, popularity from product_search
  where document @@ to_tsquery('shop', $1) and status = 'active'
  order by popularity desc, id desc limit $2::int
)
select p.id, p.title, p.slug, (
  select json_build_array(i.picture_hash, i.url) from image i
  where i.product_id = p.id order by i.position, i.id limit 1
) as image
from found join product p on p.id = found.id
order by found.popularity desc, p.id desc`;

export interface SuggestedProduct {
  id: number;
  title: string;
  slug: string;
  image: [hash: string | null, url: string | null] | null;
}

/** The best-selling products that match. */
export async function suggestProducts(read: Read, expression: string, limit: number): Promise<SuggestedProduct[]> {
  return read<SuggestedProduct>(SUGGEST, [expression, limit]);
}
