/** Reading one's cart: at the catalogue's prices of now, which are from then on the prices that were shown. */
import type { cartApi } from '#contracts/cart/api.ts';
import type { Cart } from '#contracts/cart/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Input } from '#platform/contract/route.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';
import { afterChange } from '../domain/after-change.ts';
import type { Facts, StoredCart } from '../domain/cart.ts';
import { followPrices } from '../domain/lines.ts';
import { reckon } from '../domain/reckon.ts';
import { gather } from './gather.ts';
import { openCart } from './open-cart.ts';
import { type ShippedTo, toCart } from './show-cart.ts';

export async function getCart(cart: CartService, context: Context): Promise<Cart> {
  const { reckoned } = await readShown(cart, context, {});
  return toCart(reckoned, cart.common.currency);
}

export async function quoteCart(
  cart: CartService,
  { body }: Input<typeof cartApi.quoteCart>,
  context: Context,
): Promise<Cart> {
  const { reckoned } = await readShown(cart, context, body);
  if (reckoned.priced.notShipped) throw problem('shipping.unavailable');
  return toCart(reckoned, cart.common.currency);
}

async function readShown(cart: CartService, context: Context, shipped: ShippedTo) {
  const { cart: stored } = await openCart(cart, context);
  // A guest's answer must not be kept by a cache either.
  context.respond.headers['cache-control'] = 'no-store';
  const { facts, now } = await gather(cart, stored, context, shipped);
  return { reckoned: reckon(stored && (await rememberShown(cart, stored, facts)), facts, now) };
}

/** When another request was faster the price stays unremembered, and the order asks once more. */
async function rememberShown(cart: CartService, stored: StoredCart, facts: Facts): Promise<StoredCart> {
  const put = followPrices(stored.lines, facts);
  if (put.length === 0 || stored.claimedBy !== null) return stored;
  const owner = ownerOf(stored);
  const saved = await cart.changeOne({ owner, cartId: stored.id, version: stored.version, put });
  return saved ? afterChange(stored, owner, { put }, saved) : stored;
}

export const ownerOf = ({ userId, guestId }: StoredCart) =>
  userId === null ? { userId, guestId: guestId! } : { userId, guestId: null };
