/** Reading one's cart: at the catalogue's prices of now, which are from then on the prices that were shown. */
import type { cartApi } from '#contracts/cart/api.ts';
import type { Cart } from '#contracts/cart/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';
import type { Owner, StoredCart } from '../domain/cart.ts';
import { followPrices } from '../domain/lines.ts';
import { codesThatEnded } from '../domain/lost-codes.ts';
import { type Reckoned, reckon } from '../domain/reckon.ts';
import { type Gathered, gather } from './gather.ts';
import { openCart } from './open-cart.ts';
import { saveCart } from './save-cart.ts';
import { type ShippedTo, toCart } from './show-cart.ts';

export async function getCart(cart: CartService, context: Context): Promise<Cart> {
  const reckoned = await readShown(cart, context, {});
  return toCart(reckoned, cart.common.currency);
}

export async function quoteCart(
  cart: CartService,
  { body }: Input<typeof cartApi.quoteCart>,
  context: Context,
): Promise<Cart> {
  const reckoned = await readShown(cart, context, body);
  if (reckoned.priced.notShipped) throw problem('shipping.unavailable');
  return toCart(reckoned, cart.common.currency);
}

async function readShown(cart: CartService, context: Context, shipped: ShippedTo): Promise<Reckoned> {
  const { cart: stored } = await openCart(cart, context);
  // A guest's answer must not be kept by a cache either.
  context.respond.headers['cache-control'] = 'no-store';
  const gathered = await gather(cart, stored, context, shipped);
  const reckoned = reckon(stored, gathered.facts, gathered.now);
  return rememberShown(cart, reckoned, gathered);
}

/** When another request was faster it stays unremembered, and the order asks once more. */
async function rememberShown(cart: CartService, reckoned: Reckoned, { facts, now }: Gathered): Promise<Reckoned> {
  const { cart: stored } = reckoned;
  if (stored === null || stored.claimedBy !== null) return reckoned;
  const shown = { put: followPrices(stored.lines, facts), refuseCodes: codesThatEnded(reckoned.priced.codes) };
  if (shown.put.length + shown.refuseCodes.length === 0) return reckoned;
  const owner = ownerOf(stored);
  const after = await saveCart(cart, owner, stored, shown);
  return after ? reckon(after, facts, now) : reckoned;
}

const ownerOf = ({ userId, guestId }: StoredCart): Owner =>
  userId === null ? { userId, guestId: guestId! } : { userId, guestId: null };
