/** How many active products each category holds, with those below it; counted again after something moved. */
import { countActiveByCategory } from '../store/categories.ts';
import type { Read } from '../store/product-rows.ts';
import { type Categories, type CategoryTree, idsOfPath } from './category-tree.ts';
import type { ReadyLists } from './ready-lists.ts';

export type ProductCounts = () => Promise<ReadonlyMap<number, number>>;

export function createProductCounts(options: {
  read: Read;
  categories: CategoryTree;
  lists: ReadyLists;
  maxAgeMs: number;
}): ProductCounts {
  let kept: { order: number; readAtMs: number; counts: Promise<ReadonlyMap<number, number>> } | undefined;

  async function count(): Promise<ReadonlyMap<number, number>> {
    const [categories, own] = await Promise.all([options.categories.read(), countActiveByCategory(options.read)]);
    return sumOverSubtrees(categories, own);
  }

  return () => {
    const { order } = options.lists;
    if (kept?.order === order && Date.now() - kept.readAtMs < options.maxAgeMs) return kept.counts;
    const mine = { order, readAtMs: Date.now(), counts: count() };
    kept = mine;
    mine.counts.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return mine.counts;
  };
}

export function sumOverSubtrees(categories: Categories, own: ReadonlyMap<number, number>): Map<number, number> {
  const sums = new Map<number, number>();
  for (const [id, count] of own) {
    const node = categories.byId.get(id);
    for (const ancestor of node ? idsOfPath(node.path) : []) sums.set(ancestor, (sums.get(ancestor) ?? 0) + count);
  }
  return sums;
}
