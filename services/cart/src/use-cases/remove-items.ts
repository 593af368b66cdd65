/** Taking lines out, one or all: asks nobody, so it works also when the catalogue is away. */
import type { cartApi } from '#contracts/cart/api.ts';
import type { Input } from '#platform/contract/route.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';
import type { StoredCart } from '../domain/cart.ts';
import type { CartChange } from '../store/change-carts.ts';
import { editCart } from './edit-cart.ts';
import { lineOf } from './set-quantity.ts';

export async function removeItem(
  cart: CartService,
  { params }: Input<typeof cartApi.removeCartItem>,
  context: Context,
): Promise<void> {
  await removing(cart, context, (before) => ({ remove: [lineOf(before, params.id).id] }));
}

export async function clearCart(cart: CartService, context: Context): Promise<void> {
  await removing(cart, context, (before) => {
    if (before === null || before.lines.length + before.codes.length === 0) return null;
    return {
      remove: before.lines.map((line) => line.id),
      removeCodes: before.codes.map((code) => code.discountId),
    };
  });
}

async function removing(
  cart: CartService,
  context: Context,
  decide: (before: StoredCart | null) => Pick<CartChange, 'remove' | 'removeCodes'> | null,
): Promise<void> {
  await editCart(cart, context, { gather: async () => undefined, decide, answer: () => undefined });
}
