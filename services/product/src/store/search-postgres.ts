/** Search, as PostgreSQL does it. What a product is found by is written in the transaction that changes the product. */
import { run } from '#platform/sql/database.ts';
import type { Tx } from './products.ts';

const INDEX = `
insert into product_search (product_id, document)
select p.id,
  setweight(to_tsvector('shop', p.title), 'A') ||
  setweight(to_tsvector('shop', coalesce(p.attributes->>'brand', '') || ' ' || c.name || ' ' ||
    coalesce((select string_agg(value, ' ') from jsonb_each_text(p.attributes)), '')), 'B') ||
  setweight(to_tsvector('shop', left(p.description, 5000)), 'C')
from product p join category c on c.id = p.category_id
where p.id = any($1::bigint[])
on conflict (product_id) do update set document = excluded.document`;

export async function indexProducts(tx: Tx, ids: readonly number[]): Promise<void> {
  await run(tx, INDEX, [ids]);
}

/** Again for all products of a category, whose name is one of the things they are found by. */
export async function indexCategory(tx: Tx, categoryId: number): Promise<void> {
  await run(tx, INDEX.replace('p.id = any($1::bigint[])', 'p.category_id = $1'), [categoryId]);
}
