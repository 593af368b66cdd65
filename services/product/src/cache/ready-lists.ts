/**
 * Answers to list queries. What is kept is which products stand in a list and in which order; their bytes come from
 * the products' own cache, and are joined again only when one of them is new.
 */
import { createHash } from 'node:crypto';
import type { CatalogueState } from './catalogue-state.ts';
import { createKeptAnswers } from './kept-answers.ts';
import type { ReadyProduct } from './ready-products.ts';

export interface ListAnswer {
  ids: number[];
  /** The price by which each stands where it stands; null: the list is not by price. */
  pricesMinor: number[] | null;
  /** JSON of what follows the items: `"nextCursor":null,"total":3`. */
  tail: string;
}

export interface ListBytes {
  bytes: Buffer;
  etag: string;
}

interface ReadyList extends ListAnswer {
  key: string;
  joined?: { products: readonly ReadyProduct[]; answer: ListBytes };
}

export interface ReadyLists {
  get(key: string, usesStock: boolean, compute: () => Promise<ListAnswer>): Promise<ReadyList> | ReadyList;
  join(list: ReadyList, products: readonly ReadyProduct[]): ListBytes;
}

export function createReadyLists(options: {
  state: CatalogueState;
  maxBytes: number;
  maxAgeMs: () => number;
}): ReadyLists {
  const kept = createKeptAnswers<ReadyList>({
    ...options,
    bytesOf: (list) => list.ids.length * 8 + list.tail.length + (list.joined?.answer.bytes.length ?? 0),
  });
  return {
    get: (key, usesStock, compute) => kept.get(key, usesStock, async () => ({ ...(await compute()), key })),
    join(list, products) {
      const { joined } = list;
      if (joined && isSame(joined.products, products)) return joined.answer;
      const answer = joinBytes(products, list.tail);
      list.joined = { products, answer };
      kept.weighAgain(list.key, list);
      return answer;
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
