/** Adding products: all or none. What is there already adds up. */
import type { cartApi } from '#contracts/cart/api.ts';
import type { AddToCart, CartAdded, NewCartLine } from '#contracts/cart/schemas.ts';
import type { VariantSnapshot } from '#contracts/product/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';
import type { Facts } from '../domain/cart.ts';
import { type Addition, addUp, followPrices } from '../domain/lines.ts';
import { reckon } from '../domain/reckon.ts';
import { editCartOnce } from './edit-cart.ts';
import { gather } from './gather.ts';
import { giveGuestCookie } from './guest-cookie.ts';
import { refusal } from './refusals.ts';
import { toCart, toLineData } from './show-cart.ts';

export async function addItems(
  cart: CartService,
  { body }: Input<typeof cartApi.addToCart>,
  context: Context,
): Promise<CartAdded> {
  const wanted = wantedLines(body);
  const { currency } = cart.common;
  const { answer, owner } = await editCartOnce(
    cart,
    context,
    { name: 'cart.addToCart', input: body },
    {
      gather: (before) =>
        gather(cart, before, context, {
          variants: wanted.flatMap((line) => line.variantId ?? []),
          products: wanted.flatMap((line) => (line.variantId === undefined ? [line.productId] : [])),
        }),
      decide(before, { facts }) {
        const lines = before?.lines ?? [];
        const put = addUp(lines, additions(wanted, facts), facts);
        if (!put.ok) throw refusal(put.refusal);
        const added = new Set(put.lines.map((line) => line.variantId));
        const others = followPrices(lines, facts).filter((line) => !added.has(line.variantId));
        return { put: [...others, ...put.lines] };
      },
      answer(after, { facts, now }) {
        const reckoned = reckon(after, facts, now);
        const data = additions(wanted, facts).map(({ fact }) => {
          const line = reckoned.lines.find((candidate) => candidate.variantId === fact.variantId)!;
          return toLineData(line, after!.id, currency);
        });
        return {
          message: data.length === 1 ? 'Added to your cart.' : `${data.length} products added to your cart.`,
          data: isList(body) ? data : data[0]!,
          cart: toCart(reckoned, currency),
        };
      },
    },
  );
  if (owner.guestId !== null) giveGuestCookie(cart, owner.guestId, context);
  return answer;
}

const isList = (body: AddToCart): boolean => Array.isArray(body) || 'items' in body;

const wantedLines = (body: AddToCart): NewCartLine[] =>
  Array.isArray(body) ? body : 'items' in body ? body.items : [body];

function additions(wanted: readonly NewCartLine[], facts: Facts): Addition[] {
  const byProduct = Map.groupBy(facts.values(), (fact) => fact.productId);
  return wanted.map((line) => ({ fact: variantOf(line, facts, byProduct), quantity: line.quantity }));
}

/** `productId` alone stands for the only variant; of several the caller has to say which. */
function variantOf(
  { productId, variantId }: NewCartLine,
  facts: Facts,
  byProduct: ReadonlyMap<number, VariantSnapshot[]>,
): VariantSnapshot {
  const candidates = variantId === undefined ? byProduct.get(productId) : [facts.get(variantId)];
  const [fact] = candidates ?? [];
  if (!fact?.active || fact.productId !== productId) {
    throw problem('product.not_found', { extra: { productId, ...(variantId === undefined ? {} : { variantId }) } });
  }
  if (candidates!.length > 1) throw problem('product.variant_required', { extra: { productId } });
  return fact;
}
