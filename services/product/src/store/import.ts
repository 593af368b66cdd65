/** Inserting many products by one statement. */
import { chain } from '#platform/sql/changes/chain.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import type { ProductFields, Tx } from './products.ts';

const INSERT = chain({
  made: insertRows<{ id: number; slug: string }>({
    table: 'product',
    fields: {
      sellerId: 'bigint',
      categoryId: 'bigint',
      title: 'text',
      slug: 'text',
      description: 'text',
      status: 'text',
      currency: 'text',
      priceMinor: 'bigint',
      options: 'json',
      attributes: 'json',
      hsn: 'text',
      popularity: 'int',
      createdAt: 'timestamp',
    },
    values: { created_at: 'coalesce(r."createdAt", now())', updated_at: 'coalesce(r."createdAt", now())' },
    duplicate: 'skip',
    returning: { id: 'bigint', slug: 'text' },
  }),
  // Popularity is copied from here.
  demanded: insertRows({
    table: 'product_demand',
    fields: { product_id: 'bigint', slug: 'text', popularity: 'bigint' },
    aside: ['slug', 'popularity'],
    values: { ordered: 'r.popularity' },
    after: { part: 'made', on: { slug: 'slug' }, take: { product_id: 'id' } },
  }),
});

export interface ImportedFields extends ProductFields {
  popularity: number;
  createdAt: string | null;
}

/** Ids by slug; a slug that somebody else took meanwhile is left out. */
export async function insertImportedProducts(tx: Tx, rows: readonly ImportedFields[]): Promise<Map<string, number>> {
  const { made } = await INSERT(tx, { made: rows, demanded: rows.filter(({ popularity }) => popularity > 0) });
  return new Map(made.map(({ id, slug }) => [slug, id]));
}
