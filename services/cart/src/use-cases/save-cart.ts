/** Saving an edit, and keeping in memory what came of it. */
import type { CartService } from '../base.ts';
import { afterChange } from '../domain/after-change.ts';
import type { Owner, StoredCart } from '../domain/cart.ts';
import type { CartChange } from '../store/change-carts.ts';

export type Change = Omit<CartChange, 'owner' | 'cartId' | 'version'>;

/** The cart after the edit; null when it is no longer what the edit was decided on. */
export async function saveCart(
  cart: CartService,
  owner: Owner,
  before: StoredCart | null,
  change: Change,
): Promise<StoredCart | null> {
  const keeping = cart.kept.begin(owner);
  let after: StoredCart | null = null;
  try {
    const saved = await cart.changeOne(toCartChange(owner, before, change));
    after = saved && afterChange(before, owner, change, saved);
    return after;
  } finally {
    // What codes are worth is read, not reckoned here.
    keeping.wrote(change.putCodes || change.removeCodes ? null : after);
  }
}

export const toCartChange = (owner: Owner, before: StoredCart | null, change: Change): CartChange => ({
  ...change,
  owner,
  cartId: before?.id ?? null,
  version: before?.version ?? 0,
});
