/** How many active products each category holds, with those below it. */
import { countActiveByCategory } from '../store/categories.ts';
import type { Read } from '../store/product-rows.ts';
import type { CatalogueState } from './catalogue-state.ts';
import { type Categories, type CategoryTree, idsOfPath } from './category-tree.ts';
import { createKeptAnswers } from './kept-answers.ts';

export type ProductCounts = () => Promise<ReadonlyMap<number, number>>;

const ROOMY_BYTES = 10_000_000;

export function createProductCounts(options: {
  read: Read;
  categories: CategoryTree;
  state: CatalogueState;
  maxAgeMs: () => number;
}): ProductCounts {
  const kept = createKeptAnswers<ReadonlyMap<number, number>>({
    ...options,
    maxBytes: ROOMY_BYTES,
    bytesOf: (counts) => counts.size * 50,
  });
  return async () =>
    kept.get('', false, async () => {
      const [categories, own] = await Promise.all([options.categories.read(), countActiveByCategory(options.read)]);
      return sumOverSubtrees(categories, own);
    });
}

export function sumOverSubtrees(categories: Categories, own: ReadonlyMap<number, number>): Map<number, number> {
  const sums = new Map<number, number>();
  for (const [id, count] of own) {
    const node = categories.byId.get(id);
    for (const ancestor of node ? idsOfPath(node.path) : []) sums.set(ancestor, (sums.get(ancestor) ?? 0) + count);
  }
  return sums;
}
