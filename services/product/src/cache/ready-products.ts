/**
 * Products as ready bytes, within a bounded memory. The rule that keeps them fresh: a product that changed after a
 * query began is not kept from that query's answer, and a reader never joins a query that began before it asked.
 * So within one process no read is older than a write that was answered.
 */
import { LRUCache } from 'lru-cache';
import type { ProductStatus } from '#contracts/product/schemas.ts';
import { batcher, succeeded } from '#platform/sql/batcher.ts';

export interface ReadyProduct {
  id: number;
  status: ProductStatus;
  sellerId: number;
  priceMinor: number;
  bytes: Buffer;
  etag: string;
  readAtMs: number;
}

export interface ReadyProducts {
  /** From memory or, with others who ask at the same time, from the database. */
  get(id: number): Promise<ReadyProduct | null> | ReadyProduct;
  /** In the given order; those that do not exist are left out. */
  getMany(ids: readonly number[]): Promise<ReadyProduct[]> | ReadyProduct[];
  changed(ids: Iterable<number>): void;
  allChanged(): void;
}

export interface ReadyProductsOptions {
  /** One statement for all of them. */
  read: (ids: number[]) => Promise<ReadyProduct[]>;
  maxBytes: number;
  maxAgeMs: () => number;
}

/** What changed since one query began. */
interface Fill {
  all: boolean;
  ids: Set<number>;
}

const BATCH = 500;
const OVERHEAD_BYTES = 300;

export function createReadyProducts({ read, maxBytes, maxAgeMs }: ReadyProductsOptions): ReadyProducts {
  const kept = new LRUCache<number, ReadyProduct>({
    maxSize: maxBytes,
    sizeCalculation: (product) => product.bytes.length + OVERHEAD_BYTES,
  });
  const fills = new Set<Fill>();

  async function fill(ids: number[]): Promise<Map<number, ReadyProduct>> {
    const changes: Fill = { all: false, ids: new Set() };
    fills.add(changes);
    try {
      const found = await read([...new Set(ids)]);
      for (const product of found) {
        if (!changes.all && !changes.ids.has(product.id)) kept.set(product.id, product);
      }
      return new Map(found.map((product) => [product.id, product]));
    } finally {
      fills.delete(changes);
    }
  }

  const load = batcher<number, ReadyProduct | null>({
    many: async (ids) => {
      const found = await fill(ids);
      return ids.map((id) => succeeded(found.get(id) ?? null));
    },
    maxItems: BATCH,
  });

  function hit(id: number, nowMs: number): ReadyProduct | undefined {
    const product = kept.get(id);
    return product !== undefined && nowMs - product.readAtMs < maxAgeMs() ? product : undefined;
  }

  return {
    get: (id) => hit(id, Date.now()) ?? load(id),
    getMany(ids) {
      const nowMs = Date.now();
      const found = ids.map((id) => hit(id, nowMs));
      if (found.every((product) => product !== undefined)) return found;
      return Promise.all(ids.map((id, index) => found[index] ?? load(id))).then((all) =>
        all.filter((product) => product !== null),
      );
    },
    changed(ids) {
      for (const id of ids) {
        kept.delete(id);
        for (const each of fills) each.ids.add(id);
      }
    },
    allChanged() {
      kept.clear();
      for (const each of fills) each.all = true;
    },
  };
}
