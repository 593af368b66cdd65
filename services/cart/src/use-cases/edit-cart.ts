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
import { changeCarts } from '../store/change-carts.ts';
import { newGuestId } from './guest-cookie.ts';
import { openCart } from './open-cart.ts';
import { type Change, saveCart, toCartChange } from './save-cart.ts';

export interface CartEdit<Gathered, Answer> {
  /** Peer calls and reads, before anything is decided. */
  gather(before: StoredCart | null): Promise<Gathered>;
  /** Pure: what to save, or a refusal by throwing. Null: nothing is to be saved. */
  decide(before: StoredCart | null, gathered: Gathered): Change | null;
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
    if (change === null) return edit.answer(before, gathered);
    const after = await saveCart(cart, owner, before, change);
    return after === null ? moved : edit.answer(after, gathered);
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
    try {
      // The key is looked at before the cart: a repeated call gets its answer also when it would be refused by now.
      return await idempotently(cart.database, context, operation.name, operation.input, async (tx) => {
        refuseClaimed(before);
        const change = edit.decide(before, gathered);
        if (change === null) return edit.answer(before, gathered);
        const [saved] = await changeCarts(tx, [toCartChange(owner, before, change)]);
        if (!saved) throw new CartMoved();
        return edit.answer(afterChange(before, owner, change, saved), gathered);
      });
    } catch (error) {
      if (error instanceof CartMoved) return moved;
      throw error;
    } finally {
      cart.kept.drop(owner);
    }
  });
}

/** Rolls the transaction back; never leaves this file. */
class CartMoved extends Error {}

async function repeatedly<Answer>(
  cart: CartService,
  context: Context,
  attempt: (owner: Owner, before: StoredCart | null) => Promise<Answer | typeof moved>,
): Promise<Edited<Answer>> {
  let newcomer: Owner | undefined;
  for (let tries = 1; tries <= MAX_TRIES && Date.now() < context.deadlineMs; tries += 1) {
    const opened = await openCart(cart, context);
    if (opened.owner === null) newcomer ??= { userId: null, guestId: newGuestId() };
    const owner = opened.owner ?? newcomer!;
    const answer = await attempt(owner, opened.cart);
    if (answer !== moved) return { owner, answer };
  }
  throw problem('service.unavailable', { detail: 'The cart is being changed by many requests at once.' });
}

function refuseClaimed(before: StoredCart | null): void {
  if (before !== null && before.claimedBy !== null) throw problem('cart.claimed');
}
