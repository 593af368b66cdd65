/** From what a request names a category by, an id or a slug, to the category. */
import { problem } from '#platform/errors/problem.ts';
import type { ProductService } from '../base.ts';
import type { Categories, CategoryNode } from '../cache/category-tree.ts';

export async function categoryOf(product: ProductService, key: number | string): Promise<CategoryNode> {
  const found = findCategory(await product.categories.read(), key);
  if (!found) throw problem('category.not_found');
  return found;
}

export async function categoryIdOf(product: ProductService, key: number | string): Promise<number> {
  return (await categoryOf(product, key)).id;
}

function findCategory(categories: Categories, key: number | string): CategoryNode | undefined {
  if (typeof key === 'number') return categories.byId.get(key);
  return /^\d+$/.test(key) ? categories.byId.get(Number(key)) : categories.bySlug.get(key.toLowerCase());
}
