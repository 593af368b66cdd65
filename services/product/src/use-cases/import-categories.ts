/** Many categories at once, each by itself: what is there already stays, and a row at fault stops no other. */
import type { Static } from 'typebox';
import type { ImportCategories, ImportResult } from '#contracts/product/schemas.ts';
import { isProblem, problem } from '#platform/errors/problem.ts';
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import { insertCategory, lockCategory } from '../store/categories.ts';
import { refusing } from '../store/refusals.ts';

type Rows = Static<typeof ImportCategories>['rows'];
type RowResult = ImportResult['rows'][number];

export async function importCategories(product: ProductService, rows: Rows): Promise<ImportResult> {
  const results: RowResult[] = [];
  // In order: a row may be the parent of one behind it.
  for (const row of rows) results.push(await importOne(product, row));
  return { rows: results };
}

async function importOne(product: ProductService, row: Rows[number]): Promise<RowResult> {
  try {
    return await refusing(() =>
      product.database.tx(async (tx) => {
        const bySlug = (slug: string) =>
          tx.selectFrom('category').select('id').where('slug', '=', slug).executeTakeFirst();
        const there = await bySlug(row.slug);
        if (there) return { id: there.id, outcome: 'exists', code: null, reason: null };
        const parent = row.parentSlug == null ? null : await bySlug(row.parentSlug);
        const locked = parent ? await lockCategory(tx, parent.id) : null;
        if (parent === undefined || locked === undefined) throw problem('category.not_found');
        const { slug, description = '', position = 0, hsn = null } = row;
        const id = await insertCategory(tx, { slug, name: row.name.trim(), description, position, hsn }, locked);
        noteChange(product, tx, { categories: true });
        return { id, outcome: id === null ? 'exists' : 'created', code: null, reason: null };
      }),
    );
  } catch (error) {
    if (!isProblem(error)) throw error;
    return { id: null, outcome: 'rejected', code: error.code, reason: error.message };
  }
}
