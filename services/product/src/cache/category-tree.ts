/** All categories in memory: they are few, and every list and every product needs some of them. */
import type { CategoryRef } from '#contracts/product/schemas.ts';

export interface CategoryNode extends CategoryRef {
  description: string;
  parentId: number | null;
  position: number;
  hsn: string | null;
  depth: number;
  path: string;
  createdAt: Date;
  updatedAt: Date;
  /** In order of position and name. */
  children: CategoryNode[];
}

export interface Categories {
  byId: ReadonlyMap<number, CategoryNode>;
  bySlug: ReadonlyMap<string, CategoryNode>;
  /** As one reads a table of contents. */
  inOrder: readonly CategoryNode[];
}

export interface CategoryTree {
  read(): Promise<Categories>;
  changed(): void;
}

export function createCategoryTree(options: {
  load: () => Promise<CategoryNode[]>;
  maxAgeMs: () => number;
}): CategoryTree {
  let generation = 0;
  let kept: { categories: Categories; readAtMs: number } | undefined;
  // A load that began before the last change is not joined: its answer may be older than that change.
  let loading: { generation: number; promise: Promise<Categories> } | undefined;

  async function load(begunAt: number): Promise<Categories> {
    const categories = arrange(await options.load());
    if (begunAt === generation) kept = { categories, readAtMs: Date.now() };
    return categories;
  }

  return {
    async read() {
      if (kept && Date.now() - kept.readAtMs < options.maxAgeMs()) return kept.categories;
      if (loading?.generation === generation) return loading.promise;
      const mine = { generation, promise: load(generation) };
      loading = mine;
      try {
        return await mine.promise;
      } finally {
        if (loading === mine) loading = undefined;
      }
    },
    changed() {
      generation += 1;
      kept = undefined;
    },
  };
}

function arrange(nodes: CategoryNode[]): Categories {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const roots: CategoryNode[] = [];
  for (const node of nodes) {
    const siblings = node.parentId === null ? roots : byId.get(node.parentId)?.children;
    siblings?.push(node);
  }
  const inOrder: CategoryNode[] = [];
  const visit = (siblings: CategoryNode[]): void => {
    siblings.sort((a, b) => a.position - b.position || a.name.localeCompare(b.name) || a.id - b.id);
    for (const node of siblings) {
      inOrder.push(node);
      visit(node.children);
    }
  };
  visit(roots);
  return { byId, bySlug: new Map(nodes.map((node) => [node.slug, node])), inOrder };
}

/** From the root down, the category itself last. */
export function pathOf(categories: Categories, node: CategoryNode): CategoryRef[] {
  return idsOfPath(node.path).flatMap((id) => {
    const each = categories.byId.get(id);
    return each ? [{ id: each.id, name: each.name, slug: each.slug }] : [];
  });
}

/** Of a product without its own: what the nearest of its categories says. */
export function hsnOf(categories: Categories, categoryPath: readonly number[]): string | null {
  const nearest = categoryPath.findLast((id) => categories.byId.get(id)?.hsn);
  return nearest === undefined ? null : categories.byId.get(nearest)!.hsn;
}

/** "/3/17/" → [3, 17] */
export const idsOfPath = (path: string): number[] => path.split('/').filter(Boolean).map(Number);
