/** Reading categories: the tree, or a part of it, with how many products each holds. */
import type { categoriesApi } from '#contracts/product/categories.ts';
import type { Category } from '#contracts/product/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { ProductService } from '../base.ts';
import { type Categories, type CategoryNode, pathOf } from '../cache/category-tree.ts';
import { decodeCursor, encodeCursor } from '../domain/cursor.ts';

export async function listCategories(product: ProductService, { query }: Input<typeof categoriesApi.listCategories>) {
  const [categories, counts] = await Promise.all([product.categories.read(), product.productCounts()]);
  const words = query.q?.trim().toLowerCase() ?? '';
  const matching = categories.inOrder.filter(
    (node) =>
      (query.parent === undefined || node.parentId === query.parent) &&
      (words === '' || node.name.toLowerCase().includes(words) || node.slug.includes(words)),
  );
  const start = startOf(matching, query);
  const shown = matching.slice(start, start + query.limit);
  const last = shown.at(-1);
  const isLast = start + query.limit >= matching.length;
  return {
    items: shown.map((node) => toCategory(categories, counts, node)),
    nextCursor: isLast || !last ? null : encodeCursor({ sort: 'tree', key: '', id: last.id }),
    total: matching.length,
  };
}

function startOf(matching: readonly CategoryNode[], query: { cursor?: string; page?: number; limit: number }): number {
  if (query.cursor === undefined) return ((query.page ?? 1) - 1) * query.limit;
  const cursor = decodeCursor(query.cursor, 'tree');
  const index = cursor ? matching.findIndex((node) => node.id === cursor.id) : -1;
  if (index < 0) throw invalid('cursor', 'must be the nextCursor of the page before');
  return index + 1;
}

export async function getCategory(product: ProductService, id: number): Promise<Category> {
  const [categories, counts] = await Promise.all([product.categories.read(), product.productCounts()]);
  const node = categories.byId.get(id);
  if (!node) throw problem('category.not_found');
  return toCategory(categories, counts, node);
}

function toCategory(categories: Categories, counts: ReadonlyMap<number, number>, node: CategoryNode): Category {
  const { id, name, slug, description, parentId, depth, position, hsn } = node;
  return {
    id,
    name,
    slug,
    description,
    parentId,
    depth,
    position,
    hsn,
    path: pathOf(categories, node),
    children: node.children.map((child) => ({ id: child.id, name: child.name, slug: child.slug })),
    productCount: counts.get(id) ?? 0,
    createdAt: node.createdAt.toISOString(),
    updatedAt: node.updatedAt.toISOString(),
  };
}
