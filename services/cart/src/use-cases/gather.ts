/** What a cart is reckoned with: the catalogue's facts of its lines, and the rules of the moment. */
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';
import type { Facts, StoredCart } from '../domain/cart.ts';
import type { Circumstances } from '../domain/reckon.ts';
import { readFacts, type WantedFacts } from './catalogue.ts';
import { circumstances, type ShippedTo } from './show-cart.ts';

export interface Gathered {
  facts: Facts;
  now: Circumstances;
}

/** Asks nobody when there is nothing to ask for: an empty cart is shown also when the catalogue is away. */
export async function gather(
  cart: CartService,
  stored: StoredCart | null,
  context: Context,
  { variants = [], products, fresh, ...shipped }: WantedFacts & ShippedTo = {},
): Promise<Gathered> {
  const ids = [...new Set([...(stored?.lines ?? []).map((line) => line.variantId), ...variants])];
  const [facts, now] = await Promise.all([
    readFacts(cart, { variants: ids, products, fresh }, context),
    circumstances(cart, shipped),
  ]);
  return { facts, now };
}
