/**
 * Every edit runs here: read the cart, gather facts, decide, and save what was decided for exactly that version of the
 * cart. When another edit was faster, all of it again. So two edits at once both count, and neither is lost.
 */
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { CartService } from '../base.ts';
import { afterChange } from '../domain/after-change.ts';
import type { Owner, StoredCart } from '../domain/cart.ts';
import { type CartChange, type ChangedCart, changeCarts } from '../store/change-carts.ts';
import { newGuestId } from './guest-cookie.ts';
import { openCart } from './open-cart.ts';

export interface CartEdit<Gathered, Answer> {
  /** Peer calls and reads, before anything is decided. */
  gather(before: StoredCart | null): Promise<Gathered>;
  /** Pure: what to save, or a refusal by throwing. Null: nothing is to be saved. */
  decide(before: StoredCart | null, gathered: Gathered): Omit<CartChange, 'owner' | 'cartId' | 'version'> | null;
  answer(after: StoredCart | null, gathered: Gathered): Answer;
}

export interface Edited<Answer> {
  answer: Answer;
  owner: Owner;
}

const MAX_TRIES = 100;
const moved = Symbol('moved');

export async function editCart<Gathered, Answer>(
  cart: CartService,
  context: Context,
  edit: CartEdit<Gathered, Answer>,
): Promise<Edited<Answer>> {
  return repeatedly(cart, context, async (owner, before) => {
    refuseClaimed(before);
    const gathered = await edit.gather(before);
    const change = edit.decide(before, gathered);
    if (change === null) return { owner, answer: edit.answer(before, gathered) };
    const saved = await cart.changeOne({ ...change, ...placeOfChange(owner, before) });
    if (saved === null) return moved;
    return { owner, answer: edit.answer(afterChange(before, owner, change, saved), gathered) };
  });
}

/** The same under an Idempotency-Key: the answer is stored in the transaction of the change. */
export async function editCartOnce<Gathered, Answer>(
  cart: CartService,
  context: Context,
  operation: { name: string; input: unknown },
  edit: CartEdit<Gathered, Answer>,
): Promise<Edited<Answer>> {
  // Whoever shows neither token nor cookie cannot be told apart from the neighbour with the same key.
  if (context.idempotencyKey === null || (!context.caller && !context.guestId)) return editCart(cart, context, edit);
  return repeatedly(cart, context, async (owner, before) => {
    const gathered = await edit.gather(before);
    // The key is looked at before the cart: a repeated call gets its answer also when it would be refused by now.
    const answer = await idempotently(cart.database, context, operation.name, operation.input, async (tx) => {
      refuseClaimed(before);
      const change = edit.decide(before, gathered);
      if (change === null) return edit.answer(before, gathered);
      const [saved] = await changeCarts(tx, [{ ...change, ...placeOfChange(owner, before) }]);
      if (!saved) throw new CartMoved();
      return edit.answer(afterChange(before, owner, change, saved), gathered);
    }).catch((error: unknown) => {
      if (error instanceof CartMoved) return moved;
      throw error;
    });
    return answer === moved ? moved : { owner, answer: answer as Answer };
  });
}

/** Rolls the transaction back; never leaves this file. */
class CartMoved extends Error {}

async function repeatedly<T>(
  cart: CartService,
  context: Context,
  attempt: (owner: Owner, before: StoredCart | null) => Promise<T | typeof moved>,
): Promise<T> {
  const newGuest: Owner = { userId: null, guestId: newGuestId() };
  for (let tries = 1; tries <= MAX_TRIES && Date.now() < context.deadlineMs; tries += 1) {
    const opened = await openCart(cart, context);
    const result = await attempt(opened.owner ?? newGuest, opened.cart);
    if (result !== moved) return result;
  }
  throw problem('service.unavailable', { detail: 'The cart is being changed by many requests at once.' });
}

function refuseClaimed(before: StoredCart | null): void {
  if (before !== null && before.claimedBy !== null) throw problem('cart.claimed');
}

const placeOfChange = (
  owner: Owner,
  before: StoredCart | null,
): Pick<ChangedCart, 'version'> & { owner: Owner; cartId: number | null } => ({
  owner,
  cartId: before?.id ?? null,
  version: before?.version ?? 0,
});
