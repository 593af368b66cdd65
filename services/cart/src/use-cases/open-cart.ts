/** Whose cart a call is about. A call that shows both a token and a guest's cookie joins the guest's cart to the user's. */

import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { isUniqueViolation } from '#platform/sql/database.ts';
import type { CartService } from '../base.ts';
import type { Owner, StoredCart } from '../domain/cart.ts';
import { type MergeOutcome, mergeGuestCart } from '../store/merge-carts.ts';
import { readBothCarts } from '../store/read-carts.ts';
import { takeGuestCookie } from './guest-cookie.ts';

export interface OpenedCart {
  /** Null: somebody who has shown neither token nor cookie. */
  owner: Owner | null;
  cart: StoredCart | null;
}

export async function openCart(cart: CartService, context: Context): Promise<OpenedCart> {
  const { caller, guestId } = context;
  if (caller) {
    const owner: Owner = { userId: caller.userId, guestId: null };
    const stored = guestId ? await joinGuestCart(cart, caller.userId, guestId, context) : null;
    return { owner, cart: stored ?? (await readOwn(cart, owner)) };
  }
  if (guestId) {
    const owner: Owner = { userId: null, guestId };
    return { owner, cart: await readOwn(cart, owner) };
  }
  return { owner: null, cart: null };
}

async function readOwn(cart: CartService, owner: Owner): Promise<StoredCart | null> {
  const known = cart.kept.get(owner);
  if (known) return known;
  const keeping = cart.kept.begin(owner);
  let stored: StoredCart | null = null;
  try {
    stored = await cart.readOne(owner);
    return stored;
  } finally {
    keeping.read(stored);
  }
}

/** The user's own cart where nothing had to be joined, else null: it is to be read again. */
async function joinGuestCart(
  cart: CartService,
  userId: number,
  guestId: string,
  context: Context,
): Promise<StoredCart | null> {
  const { own, guest } = await readBothCarts(cart.database, userId, guestId);
  const outcome = guest ? await merge(cart, userId, guestId) : 'nothing';
  // While an order is made of one of them the guest's cart waits; a later call joins it.
  if (outcome !== 'claimed') takeGuestCookie(cart, context);
  return outcome === 'merged' ? null : own;
}

const MAX_TRIES = 5;

async function merge({ database, kept }: CartService, userId: number, guestId: string): Promise<MergeOutcome> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    try {
      return await database.tx((tx) => mergeGuestCart(tx, userId, guestId));
    } catch (error) {
      // The user’s cart came into being while the guest's was about to become it.
      if (!isUniqueViolation(error)) throw error;
    } finally {
      kept.drop({ userId, guestId: null });
      kept.drop({ userId: null, guestId });
    }
  }
  throw problem('service.unavailable');
}
