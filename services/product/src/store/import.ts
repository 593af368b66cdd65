/** Inserting many products by one statement. */
import { run } from '#platform/sql/database.ts';
import type { ProductFields, Tx } from './products.ts';

const INSERT = `
with made as (
  insert into product (seller_id, category_id, title, slug, description, status, currency, price_minor, options,
    attributes, hsn, popularity, created_at, updated_at)
  select "sellerId", "categoryId", title, slug, description, status, currency, "priceMinor", options, attributes, hsn,
    popularity, coalesce("createdAt", now()), coalesce("createdAt", now())
  from jsonb_to_recordset($1::jsonb) as p("sellerId" bigint, "categoryId" bigint, title text, slug text,
    description text, status text, currency text, "priceMinor" bigint, options jsonb, attributes jsonb, hsn text, popularity int,
    "createdAt" timestamptz)
  on conflict (slug) do nothing
  returning id, slug, popularity
), demanded as (
  -- Popularity is copied from here.
  insert into product_demand (product_id, ordered) select id, popularity from made where popularity > 0
)
select id, slug from made`;

export interface ImportedFields extends ProductFields {
  popularity: number;
  createdAt: string | null;
}

/** Ids by slug; a slug that somebody else took meanwhile is left out. */
export async function insertImportedProducts(tx: Tx, rows: readonly ImportedFields[]): Promise<Map<string, number>> {
  const made = await run<{ id: number; slug: string }>(tx, INSERT, [JSON.stringify(rows)]);
  return new Map(made.map(({ id, slug }) => [slug, id]));
}
