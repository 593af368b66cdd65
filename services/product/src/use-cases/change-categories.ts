/** Creating, renaming, moving and deleting categories. */
import type { categoriesApi } from '#contracts/product/categories.ts';
import type { Category } from '#contracts/product/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import * as store from '../store/categories.ts';
import type { Tx } from '../store/products.ts';
import { refusing } from '../store/refusals.ts';
import { indexCategory } from '../store/search.ts';
import { getCategory } from './categories.ts';
import { freeSlugs } from './free-slugs.ts';

type CreateInput = Input<typeof categoriesApi.createCategory>;
type ChangeInput = Input<typeof categoriesApi.updateCategory>;

export async function createCategory(
  product: ProductService,
  { body }: CreateInput,
  context: Context,
): Promise<Category> {
  const { id } = await refusing(() =>
    idempotently(product.database, context, 'product.createCategory', body, async (tx) => {
      const parent = body.parentId == null ? null : await store.lockCategory(tx, body.parentId);
      if (parent === undefined) throw problem('category.not_found');
      const created = await insertWithSlug(tx, body, parent);
      noteChange(product, tx, { categories: true });
      return { id: created };
    }),
  );
  return getCategory(product, id);
}

async function insertWithSlug(
  tx: Tx,
  body: CreateInput['body'],
  parent: { id: number; path: string; depth: number } | null,
): Promise<number> {
  const fields = {
    name: body.name.trim(),
    description: body.description ?? '',
    position: body.position ?? 0,
    hsn: body.hsn ?? null,
  };
  for (const slug of body.slug === undefined ? freeSlugs(body.name, 'category') : [body.slug]) {
    const id = await store.insertCategory(tx, { ...fields, slug }, parent);
    if (id !== null) return id;
  }
  throw problem('category.slug_taken');
}

export async function updateCategory(product: ProductService, { params, body }: ChangeInput): Promise<Category> {
  const { parentId, name, ...rest } = body;
  await refusing(() =>
    product.database.tx(async (tx) => {
      if (parentId !== undefined) await move(tx, params.id, parentId);
      const fields = { ...rest, ...(name === undefined ? {} : { name: name.trim() }) };
      if (!(await store.updateCategory(tx, params.id, fields))) throw problem('category.not_found');
      // Products are found by the name of their category.
      if (name !== undefined) await indexCategory(tx, params.id);
      noteChange(product, tx, { categories: true });
    }),
  );
  return getCategory(product, params.id);
}

async function move(tx: Tx, id: number, parentId: number | null): Promise<void> {
  const all = new Map((await store.lockAllCategories(tx)).map((each) => [each.id, each]));
  const self = all.get(id);
  const parent = parentId === null ? null : all.get(parentId);
  if (!self || parent === undefined) throw problem('category.not_found');
  if (self.parent_id === parentId) return;
  if (parent?.path.startsWith(self.path)) throw problem('category.cycle');
  await store.moveCategory(tx, {
    id,
    parentId,
    fromPath: self.path,
    toPath: `${parent?.path ?? '/'}${id}/`,
    deeper: (parent ? parent.depth + 1 : 0) - self.depth,
  });
}

export async function deleteCategory(product: ProductService, id: number): Promise<void> {
  // The foreign keys decide: a product or a child that is just being made is refused or refuses.
  await refusing(
    () =>
      product.database.tx(async (tx) => {
        if (!(await store.deleteCategory(tx, id))) throw problem('category.not_found');
        noteChange(product, tx, { categories: true });
      }),
    { product_category_fk: 'category.in_use', category_parent_fk: 'category.in_use' },
  );
}
