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
      const code = before?.codes.find((held) => discountKeyOf(held.code) === codeKey);
      if (!code) throw problem('discount.not_found');
      return { removeCodes: [code.discountId] };
    },
    answer: () => undefined,
  });
}
