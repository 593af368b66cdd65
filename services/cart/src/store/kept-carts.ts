/**
 * Carts kept in memory for a second: a page asks for the same cart several times, and an edit follows a read. No read
 * returns a cart older than a write that this process has acknowledged. With several processes nothing is kept, for a
 * shopper must see what was added through the neighbour; and an order never reads from here.
 *
 * Whatever reads or writes a cart says so before it begins (`begin`). A write that is acknowledged meanwhile makes what the
 * others bring back worthless, and they keep nothing.
 */
import { LRUCache } from 'lru-cache';
import type { Owner, StoredCart } from '../domain/cart.ts';

export interface KeptCarts {
  get(owner: Owner): StoredCart | undefined;
  begin(owner: Owner): Keeping;
  /** The cart was changed by something that does not know how it is now. */
  drop(owner: Owner): void;
  /** The same, of who knows which. */
  dropAll(): void;
}

/** Ended by exactly one of its calls. */
export interface Keeping {
  read(cart: StoredCart | null): void;
  /** Null: nothing was written, or nobody knows what. */
  wrote(cart: StoredCart | null): void;
}

const MAX_CARTS = 5_000;
const LIVES_MS = 1_000;

type Key = number | string;
const keyOf = ({ userId, guestId }: Owner): Key => userId ?? guestId!;

export function keepCarts(): KeptCarts {
  const carts = new LRUCache<Key, StoredCart>({ max: MAX_CARTS, ttl: LIVES_MS });
  const underWay = new Map<Key, Set<object>>();

  function forget(key: Key): void {
    carts.delete(key);
    underWay.delete(key);
  }

  return {
    get: (owner) => carts.get(keyOf(owner)),
    drop: (owner) => forget(keyOf(owner)),
    dropAll() {
      carts.clear();
      underWay.clear();
    },
    begin(owner) {
      const key = keyOf(owner);
      const self = {};
      const peers = underWay.get(key);
      if (peers) peers.add(self);
      else underWay.set(key, new Set([self]));

      /** True when no write was acknowledged since. */
      function end(): boolean {
        const current = underWay.get(key);
        if (!current?.delete(self)) return false;
        if (current.size === 0) underWay.delete(key);
        return true;
      }

      return {
        read(cart) {
          if (end() && cart !== null && isPlain(cart)) carts.set(key, cart);
        },
        wrote(cart) {
          const isNewest = end();
          forget(key);
          if (isNewest && cart !== null && isPlain(cart)) carts.set(key, cart);
        },
      };
    },
  };
}

/** What a code is worth depends on other shoppers and on its owner, so a cart with codes is read each time. */
const isPlain = (cart: StoredCart): boolean => cart.codes.length === 0;

export const keepNoCarts = (): KeptCarts => ({
  get: () => undefined,
  begin: () => ({ read() {}, wrote() {} }),
  drop() {},
  dropAll() {},
});
