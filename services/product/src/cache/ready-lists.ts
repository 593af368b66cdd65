/**
 * Answers to list queries. What is kept is which products stand in a list and in which order; their bytes come from
 * the products' own cache, and are joined again only when one of them is new. An answer holds as long as nothing
 * changed that could move a list: `order` counts such changes of products and categories, `availability` those of stock.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ReadyProduct } from './ready-products.ts';

export interface ListAnswer {
  ids: number[];
  /** JSON of what follows the items: `"nextCursor":null,"total":3`. */
  tail: string;
}

export interface ListBytes {
  bytes: Buffer;
  etag: string;
}

interface Entry extends ListAnswer {
  key: string;
  mark: string;
  readAtMs: number;
  joined?: { products: readonly ReadyProduct[]; answer: ListBytes };
}

export interface ReadyLists {
  /** `compute` is asked when there is no answer that still holds. */
  get(key: string, usesStock: boolean, compute: () => Promise<ListAnswer>): Promise<Entry> | Entry;
  join(entry: Entry, products: readonly ReadyProduct[]): ListBytes;
  orderChanged(): void;
  availabilityChanged(): void;
  /** For other things that hold as long as the order does. */
  readonly order: number;
}

export function createReadyLists(options: { maxBytes: number; maxAgeMs: number }): ReadyLists {
  const kept = new LRUCache<string, Entry>({
    maxSize: options.maxBytes,
    sizeCalculation: (entry, key) => 500 + key.length + entry.ids.length * 8 + (entry.joined?.answer.bytes.length ?? 0),
  });
  // Who asks the same while it is computed waits for that answer, unless something changed since it was begun.
  const computing = new Map<string, { mark: string; promise: Promise<Entry> }>();
  let order = 0;
  let availability = 0;
  const markOf = (usesStock: boolean) => (usesStock ? `${order}.${availability}` : `${order}`);

  async function fill(key: string, usesStock: boolean, compute: () => Promise<ListAnswer>): Promise<Entry> {
    const mark = markOf(usesStock);
    const running = computing.get(key);
    if (running?.mark === mark) return running.promise;
    const mine = { mark, promise: computeOne(key, usesStock, mark, compute) };
    computing.set(key, mine);
    try {
      return await mine.promise;
    } finally {
      if (computing.get(key) === mine) computing.delete(key);
    }
  }

  async function computeOne(key: string, usesStock: boolean, mark: string, compute: () => Promise<ListAnswer>) {
    const entry: Entry = { ...(await compute()), key, mark, readAtMs: Date.now() };
    if (mark === markOf(usesStock)) kept.set(key, entry);
    return entry;
  }

  return {
    get(key, usesStock, compute) {
      const entry = kept.get(key);
      const holds = entry?.mark === markOf(usesStock) && Date.now() - entry.readAtMs < options.maxAgeMs;
      return entry && holds ? entry : fill(key, usesStock, compute);
    },
    join(entry, products) {
      const { joined } = entry;
      if (joined && isSame(joined.products, products)) return joined.answer;
      const answer = joinBytes(products, entry.tail);
      entry.joined = { products, answer };
      // Weighed again, now with its bytes.
      if (kept.peek(entry.key) === entry) kept.set(entry.key, entry);
      return answer;
    },
    orderChanged() {
      order += 1;
    },
    availabilityChanged() {
      availability += 1;
    },
    get order() {
      return order;
    },
  };
}

const isSame = (a: readonly ReadyProduct[], b: readonly ReadyProduct[]): boolean =>
  a.length === b.length && a.every((product, index) => product === b[index]);

const COMMA = Buffer.from(',');

function joinBytes(products: readonly ReadyProduct[], tail: string): ListBytes {
  const parts: Buffer[] = [Buffer.from('{"items":[')];
  const hash = createHash('sha1').update(tail);
  products.forEach((product, index) => {
    if (index > 0) parts.push(COMMA);
    parts.push(product.bytes);
    hash.update(product.etag);
  });
  parts.push(Buffer.from(`],${tail}}`));
  return { bytes: Buffer.concat(parts), etag: `"${hash.digest('base64url')}"` };
}
