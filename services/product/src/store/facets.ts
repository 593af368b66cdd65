/** Counts beside a list: by category, seller and attribute, and the range of prices. One statement over what matches. */
import type { SearchExpressions } from '../domain/search-words.ts';
import { type ListFilters, parameters, type Reader, where } from './list-filters.ts';
import { factsOf, found } from './search.ts';

/** Of more products than this the counts are those of the best-selling ones: a shopper reads proportions. */
const COUNTED_AT_MOST = 10_000;
const MAX_GROUPS = 50;

export interface FacetRows {
  categories: Array<[id: number, count: number]> | null;
  sellers: Array<[id: number, name: string | null, count: number]> | null;
  attributes: Array<[name: string, values: Array<[value: string, count: number]>]> | null;
  min: number | null;
  max: number | null;
}

type FacetRow = Omit<FacetRows, 'attributes'> & { attributes: Array<[name: string, value: string, n: number]> | null };

export async function readFacets(
  reader: Reader,
  filters: ListFilters,
  expressions: SearchExpressions | null,
): Promise<FacetRows> {
  const given = parameters(reader);
  const { sql } = given;
  const text = `
with matching as materialized (
  select p.id, p.category_id, p.seller_id, p.price_minor from product_search p
  where ${where(found(reader, expressions, filters, given))}
  order by p.popularity desc, p.id desc limit ${COUNTED_AT_MOST}
), facts as (${factsOf(reader)}
), counted as (
  select name, value, count(*) as n from facts group by name, value
), placed as (
  select name, value, n, sum(n) over (partition by name) as total,
    row_number() over (partition by name order by n desc, value) as place
  from counted
), named as (
  select name, value, n, total, dense_rank() over (order by total desc, name) as name_place
  from placed where place <= ${MAX_GROUPS}
), by_category as (
  select category_id, count(*) as n from matching group by category_id
), by_seller as (
  select seller_id, count(*) as n from matching group by seller_id order by n desc, seller_id limit ${MAX_GROUPS}
)
select
  ${sql.list(['category_id', 'n'], 'by_category', 'category_id')} as categories,
  ${sql.list(['b.seller_id', 's.name', 'b.n'], 'by_seller b left join seller s on s.id = b.seller_id', 'b.n desc, b.seller_id')} as sellers,
  ${sql.list(['name', 'value', 'n'], `named where name_place <= ${MAX_GROUPS}`, 'total desc, name, n desc, value')} as attributes,
  (select min(price_minor) from matching) as min,
  (select max(price_minor) from matching) as max`;
  const [row] = await reader.read<FacetRow>(text, given.values);
  const byName = Map.groupBy(row!.attributes ?? [], ([name]) => name);
  return { ...row!, attributes: [...byName].map(([name, rows]) => [name, rows.map(([, value, n]) => [value, n])]) };
}
