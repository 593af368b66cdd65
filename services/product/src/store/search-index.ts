/** Writing what products are found by (PostgreSQL), in the transaction that changes the product. */
import { run } from '#platform/sql/database.ts';
import type { Tx } from './products.ts';

const ATTRIBUTES = `coalesce((select string_agg(value, ' ') from jsonb_each_text(p.attributes)), '')`;

// A: title, B: category, attributes (brand, material …), variants and SKUs, C: description.
const INDEX = `
insert into product_search (id, category_id, seller_id, status, price_minor, popularity, rating, created_at, document, facts)
select p.id, p.category_id, p.seller_id, p.status, p.price_minor, p.popularity, p.rating, p.created_at,
  setweight(to_tsvector('shop', p.title), 'A') ||
  setweight(to_tsvector('shop', c.name || ' ' || ${ATTRIBUTES} || ' ' || coalesce(
    (select string_agg(concat_ws(' ', v.title, v.sku), ' ') from variant v where v.product_id = p.id), '')), 'B') ||
  setweight(to_tsvector('shop', left(p.description, 5000)), 'C'),
  array(
    select lower(key || ':' || value) from jsonb_each_text(p.attributes)
    union
    select lower(o.key || ':' || o.value) from variant v, jsonb_each_text(v.options) o where v.product_id = p.id
  )
from product p join category c on c.id = p.category_id
where p.id = any($1::bigint[])
order by p.id
on conflict (id) do update set category_id = excluded.category_id, status = excluded.status,
  price_minor = excluded.price_minor, popularity = excluded.popularity, rating = excluded.rating,
  document = excluded.document, facts = excluded.facts`;

// In order, so that two writers of the same new words do not wait for each other in a circle.
const WORDS = `
insert into search_word (word)
select distinct typed.word
from product p join category c on c.id = p.category_id,
  regexp_split_to_table(lower(public.unaccent(p.title || ' ' || c.name || ' ' || ${ATTRIBUTES})), '[^[:alnum:]]+') as typed(word)
where p.id = any($1::bigint[]) and length(typed.word) between 3 and 40 and typed.word !~ '[0-9]'
  and not exists (select 1 from search_word known where known.word = typed.word)
order by typed.word
on conflict do nothing`;

export async function indexProducts(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await run(tx, INDEX, [ids]);
  await run(tx, WORDS, [ids]);
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
update product_search s set status = p.status, price_minor = p.price_minor from product p
where s.id = $1 and p.id = s.id`;

/** What a product costs and whether it is on sale; its words stay. */
export async function indexNumbers(tx: Tx, id: number): Promise<void> {
  await run(tx, NUMBERS, [id]);
}

const POPULARITY = `
update product_search s set popularity = p.popularity from product p
where p.id = s.id and s.popularity <> p.popularity`;

export async function indexPopularity(tx: Tx): Promise<void> {
  await run(tx, POPULARITY, []);
}
