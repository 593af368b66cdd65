/**
 * An order takes the cart: lines, prices and totals as they are now, and from here on no edit until the order is finished
 * or released. Prices are read before anything is written, and the claim holds only for the version that was priced;
 * when that moved, all is looked at again.
 */

import type { cartApi } from '#contracts/cart/api.ts';
import type { ClaimedCart, ClaimRequest } from '#contracts/cart/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, type Problem, problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';
import type { Owner, StoredCart } from '../domain/cart.ts';
import { differences } from '../domain/expectations.ts';
import { followPrices, shortages } from '../domain/lines.ts';
import { codesThatEnded, codesUsedUp, type RefusedCode, refuseCodes } from '../domain/lost-codes.ts';
import { type Reckoned, reckon } from '../domain/reckon.ts';
import { toClaimedCart } from './claimed-cart.ts';
import { expectationsOf } from './expectations.ts';
import { type Gathered, gather } from './gather.ts';
import { openCart } from './open-cart.ts';
import { stockInsufficient, tooMuch } from './refusals.ts';
import { saveCart } from './save-cart.ts';
import { toCart } from './show-cart.ts';

const MAX_TRIES = 20;
const moved = Symbol('moved');

export async function claimCart(
  cart: CartService,
  { body }: Input<typeof cartApi.claim>,
  context: Context,
): Promise<ClaimedCart> {
  const owner = ownerOf(body);
  await joinGuestCart(cart, owner, body, context);
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const claimed = await attempt(cart, owner, body, context);
    if (claimed !== moved) return claimed;
  }
  throw problem('cart.claimed', { detail: 'The cart is being changed by many requests at once.' });
}

function ownerOf({ userId, guestId }: ClaimRequest): Owner {
  if (userId !== undefined) return { userId, guestId: null };
  if (guestId !== undefined) return { userId: null, guestId };
  throw invalid('userId', 'is required, or guestId');
}

/**
 * Who signed in and orders at once means the cart that was filled before. Beside lines of the user's own it is news, and
 * what was not shown is not ordered.
 */
async function joinGuestCart(
  cart: CartService,
  owner: Owner,
  { shippingAddress, shippingMethod }: ClaimRequest,
  context: Context,
): Promise<void> {
  if (context.guestId === null || context.caller === null || context.caller.userId !== owner.userId) return;
  const before = await cart.readOne(owner);
  const { cart: joined } = await openCart(cart, context);
  if (before === null || before.lines.length === 0 || joined?.version === before.version) return;
  const { facts, now } = await gather(cart, joined, context, { shippingAddress, shippingMethod });
  throw changed(cart, reckon(joined, facts, now), ['items']);
}

async function attempt(
  cart: CartService,
  owner: Owner,
  body: ClaimRequest,
  context: Context,
): Promise<ClaimedCart | typeof moved> {
  const [stored, earlier] = await Promise.all([cart.readOne(owner), cart.readClaim(body.orderId)]);
  if (earlier?.status === 'claimed') return earlier.answer!;
  if (earlier) throw problem('cart.claim_refused');
  if (stored === null || stored.lines.length === 0) throw problem('cart.empty');
  // Ourselves, twice at once: the other of us is about to be seen.
  if (stored.claimedBy === body.orderId) return moved;
  if (stored.claimedBy !== null) throw problem('cart.claimed');

  const gathered = await gather(cart, stored, context, { ...body, fresh: true });
  return (await refuse(cart, owner, stored, gathered, body)) ?? (await claim(cart, owner, stored, gathered, body));
}

/** Throws what speaks against it; `moved` when the cart changed before that could be written. */
async function refuse(
  cart: CartService,
  owner: Owner,
  stored: StoredCart,
  { facts, now }: Gathered,
  body: ClaimRequest,
): Promise<typeof moved | null> {
  const reckoned = reckon(stored, facts, now);
  const { priced } = reckoned;
  const news = { put: followPrices(stored.lines, facts), refuseCodes: codesThatEnded(priced.codes) };
  if (news.put.length + news.refuseCodes.length > 0) {
    const after = await saveCart(cart, owner, stored, news);
    if (after === null) return moved;
    const differing = [
      ...(news.put.length > 0 ? ['unitPrice'] : []),
      ...(news.refuseCodes.length > 0 ? ['discount'] : []),
    ];
    throw changed(cart, reckon(after, facts, now), differing);
  }
  const short = shortages(stored.lines, facts);
  if (short.length > 0) throw stockInsufficient(short);

  if (priced.notShipped) throw problem('shipping.unavailable');
  if (priced.tooMuch) throw tooMuch();
  const spent = codesUsedUp(priced.codes, owner);
  if (spent.length > 0) {
    const after = await saveCart(cart, owner, stored, { refuseCodes: spent });
    if (after === null) return moved;
    throw exhausted(cart, after, spent, { facts, now });
  }
  const differing = differences(expectationsOf(body, cart.common.currency), {
    version: stored.version,
    lines: reckoned.lines,
    priced,
  });
  if (differing.length > 0) throw changed(cart, reckoned, differing);
  return null;
}

async function claim(
  cart: CartService,
  owner: Owner,
  stored: StoredCart,
  { facts, now }: Gathered,
  { orderId }: ClaimRequest,
): Promise<ClaimedCart | typeof moved> {
  const reckoned = reckon(stored, facts, now);
  const answer = toClaimedCart(reckoned, cart.common.currency);
  const outcome = await cart.claimOne({
    orderId,
    owner,
    userId: owner.userId,
    cartId: stored.id,
    version: stored.version,
    answer,
    codes: reckoned.priced.codes.filter((effect) => effect.amountMinor > 0).map((effect) => effect.code),
  });
  crashPoint('cart.claimed');
  cart.kept.drop(owner);
  if (outcome.kind === 'claimed') return answer;
  if (outcome.kind === 'moved') return moved;
  const spent = outcome.discountIds.map((discountId) => ({ discountId, refused: 'used_up' as const }));
  throw exhausted(cart, { ...stored, version: stored.version + 1 }, spent, { facts, now });
}

const changed = (cart: CartService, reckoned: Reckoned, differing: readonly string[]): Problem =>
  problem('cart.changed', { extra: { cart: toCart(reckoned, cart.common.currency), differing } });

function exhausted(
  cart: CartService,
  stored: StoredCart,
  spent: readonly RefusedCode[],
  { facts, now }: Gathered,
): Problem {
  const codes = stored.codes.filter((code) => spent.some(({ discountId }) => discountId === code.discountId));
  const shown = reckon({ ...stored, codes: refuseCodes(stored.codes, spent) }, facts, now);
  return problem('discount.exhausted', {
    detail: `${codes.map(({ code }) => code).join(', ')} cannot be used any more; ordering again goes without.`,
    extra: { codes: codes.map(({ code }) => code), cart: toCart(shown, cart.common.currency) },
  });
}
