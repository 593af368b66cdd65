/** Taking a code off one's cart. */
import type { cartApi } from '#contracts/cart/api.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';
import { discountKeyOf } from '../store/discounts.ts';
import { editCart } from './edit-cart.ts';

export async function removeDiscount(
  cart: CartService,
  { params }: Input<typeof cartApi.removeDiscount>,
  context: Context,
): Promise<void> {
  const codeKey = discountKeyOf(params.code);
  await editCart(cart, context, {
    gather: async () => undefined,
    decide(before) {
      // More than one when a code was deleted and made anew.
      const held = before?.codes.filter((code) => discountKeyOf(code.code) === codeKey) ?? [];
      if (held.length === 0) throw problem('discount.not_found');
      return { removeCodes: held.map((code) => code.discountId) };
    },
    answer: () => undefined,
  });
}
