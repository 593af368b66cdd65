/** Setting the quantity of a line. */
import type { cartApi } from '#contracts/cart/api.ts';
import type { CartUpdated } from '#contracts/cart/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';
import type { CartLine, StoredCart } from '../domain/cart.ts';
import { followPrices, setQuantity } from '../domain/lines.ts';
import { reckon } from '../domain/reckon.ts';
import { editCartOnce } from './edit-cart.ts';
import { gather } from './gather.ts';
import { refusal } from './refusals.ts';
import { toCart, toLineData } from './show-cart.ts';

export async function updateItem(
  cart: CartService,
  { params, body }: Input<typeof cartApi.updateCartItem>,
  context: Context,
): Promise<CartUpdated> {
  const { currency } = cart.common;
  const operation = { name: 'cart.updateCartItem', input: { params, body } };
  const { answer } = await editCartOnce(cart, context, operation, {
    gather: (before) => gather(cart, before, context),
    decide(before, { facts }) {
      const line = lineOf(before, params.id);
      const put = setQuantity(before!.lines, line, body.quantity, facts);
      if (!put.ok) throw refusal(put.refusal);
      const others = followPrices(before!.lines, facts).filter((other) => other.variantId !== line.variantId);
      return { put: [...others, ...put.lines] };
    },
    answer(after, { facts, now }) {
      const reckoned = reckon(after, facts, now);
      const line = reckoned.lines.find((candidate) => candidate.id === params.id)!;
      return {
        message: 'Your cart is updated.',
        data: toLineData(line, after!.id, currency),
        cart: toCart(reckoned, currency),
      };
    },
  });
  return answer;
}

/** Of one's own cart only: somebody else's line is like none. */
export function lineOf(before: StoredCart | null, id: number): CartLine {
  const line = before?.lines.find((candidate) => candidate.id === id);
  if (!line) throw problem('cart.item_not_found');
  return line;
}
