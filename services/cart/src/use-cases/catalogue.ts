/** What the product service says of variants and products, by variant. */
import type { VariantSnapshot } from '#contracts/product/schemas.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';

/** As many as one call may name. */
const MAX_IDS = 200;

export interface WantedFacts {
  variants?: readonly number[];
  products?: readonly number[];
  /** From the database, never a cache: for what will be charged. */
  fresh?: boolean;
}

export async function readFacts(
  { peers }: CartService,
  { variants = [], products = [], fresh = false }: WantedFacts,
  context: Context,
): Promise<Map<number, VariantSnapshot>> {
  const calls = Math.ceil(Math.max(variants.length, products.length) / MAX_IDS);
  const answers = await Promise.all(
    Array.from({ length: calls }, (_, call) => {
      const part = (ids: readonly number[]) => ids.slice(call * MAX_IDS, (call + 1) * MAX_IDS);
      return peers.product.snapshot({ body: { variants: part(variants), products: part(products), fresh } }, context);
    }),
  );
  return new Map(answers.flatMap(({ items }) => items.map((item) => [item.variantId, item] as const)));
}
