/** Answers carts and orders. Calls that arrive together become one statement, and each gets its own rows. */
import type { VariantSnapshot } from '#contracts/product/schemas.ts';
import { type Outcome, succeeded } from '#platform/sql/batcher.ts';
import type { ProductBase, WantedVariants } from '../base.ts';
import { readSnapshots } from '../store/snapshot.ts';

export async function snapshotMany(
  { database }: ProductBase,
  calls: readonly WantedVariants[],
): Promise<Outcome<VariantSnapshot[]>[]> {
  const variantIds = [...new Set(calls.flatMap((call) => call.variantIds))];
  const productIds = [...new Set(calls.flatMap((call) => call.productIds))];
  const found = await readSnapshots(database.read, variantIds, productIds);
  if (calls.length === 1) return [succeeded(found)];
  const byVariant = new Map(found.map((each) => [each.variantId, each]));
  const byProduct = Map.groupBy(found, (each) => each.productId);
  return calls.map((call) => {
    const wanted = new Set<VariantSnapshot>();
    for (const id of call.variantIds) {
      const each = byVariant.get(id);
      if (each) wanted.add(each);
    }
    for (const id of call.productIds) for (const each of byProduct.get(id) ?? []) wanted.add(each);
    return succeeded([...wanted]);
  });
}
