/** Carts as the staff sees them: nothing is shown to the shopper, so nothing is remembered as shown. */
import type { cartApi } from '#contracts/cart/api.ts';
import type { Cart, CartSummary } from '#contracts/cart/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';
import { reckon } from '../domain/reckon.ts';
import { type CartSummaryRow, listCartRows } from '../store/list-carts.ts';
import { pageOfRows } from '../store/page.ts';
import { readCartById } from '../store/read-carts.ts';
import { gather } from './gather.ts';
import { toCart } from './show-cart.ts';

export async function readAnyCart(
  cart: CartService,
  { params }: Input<typeof cartApi.getCartById>,
  context: Context,
): Promise<Cart> {
  const stored = await readCartById(cart.database.kysely, params.id);
  if (stored === null) throw problem('cart.not_found');
  const { facts, now } = await gather(cart, stored, context);
  return toCart(reckon(stored, facts, now), cart.common.currency);
}

export async function listCarts({ database }: CartService, { query }: Input<typeof cartApi.listCarts>) {
  return pageOfRows(await listCartRows(database.kysely, query), query, toSummary);
}

const toSummary = (row: CartSummaryRow): CartSummary => ({
  id: row.id,
  userId: row.user_id,
  guest: row.user_id === null,
  itemCount: row.item_count,
  version: row.version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
