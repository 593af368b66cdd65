/** Counts beside a list: by category, seller and attribute, and the range of prices. One statement over what matches. */
import type { SearchExpressions } from '../domain/search-words.ts';
import { conditionsOf, inSubtree, type ListFilters, matching, parameters, where } from './list-filters.ts';
import type { Read } from './product-rows.ts';

/** Of more products than this the counts are those of the best-selling ones: a shopper reads proportions. */
const COUNTED_AT_MOST = 10_000;
const MAX_GROUPS = 50;

const GROUPS = `
facts as (
  select m.id, a.key as name, a.value from matching m join product p on p.id = m.id, jsonb_each_text(p.attributes) a
  union
  select m.id, o.key, o.value from matching m join variant v on v.product_id = m.id, jsonb_each_text(v.options) o
), counted as (
  select name, value, count(*) as n from facts group by name, value
), named as (
  select name, sum(n) as n, json_agg(json_build_array(value, n) order by n desc, value) as values
  from (select *, row_number() over (partition by name order by n desc, value) as place from counted) placed
  where place <= ${MAX_GROUPS} group by name
), by_category as (
  select category_id, count(*) as n from matching group by category_id
), by_seller as (
  select seller_id, count(*) as n from matching group by seller_id order by n desc, seller_id limit ${MAX_GROUPS}
), by_attribute as (
  select * from named order by n desc, name limit ${MAX_GROUPS}
)
select
  (select json_agg(json_build_array(category_id, n)) from by_category) as categories,
  (select json_agg(json_build_array(seller_id, (select name from seller where id = seller_id), n)
    order by n desc, seller_id) from by_seller) as sellers,
  (select json_agg(json_build_array(name, values) order by n desc, name) from by_attribute) as attributes,
  (select min(price_minor) from matching) as min,
  (select max(price_minor) from matching) as max`;

export interface FacetRows {
  categories: Array<[id: number, count: number]> | null;
  sellers: Array<[id: number, name: string | null, count: number]> | null;
  attributes: Array<[name: string, values: Array<[value: string, count: number]>]> | null;
  min: number | null;
  max: number | null;
}

export async function readFacets(
  read: Read,
  filters: ListFilters,
  expressions: SearchExpressions | null,
): Promise<FacetRows> {
  const given = parameters();
  const conditions = where(matching(expressions, given), conditionsOf(filters, given), inSubtree(filters, given));
  const text = `
with matching as materialized (
  select p.id, p.category_id, p.seller_id, p.price_minor from product_search p
  where ${conditions}
  order by p.popularity desc, p.id desc limit ${COUNTED_AT_MOST}
), ${GROUPS}`;
  const [row] = await read<FacetRows>(text, given.values);
  return row!;
}
