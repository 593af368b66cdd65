/** Answers carts and orders. Calls that arrive together become one statement, and each gets its own rows. */
import type { VariantSnapshot } from '#contracts/product/schemas.ts';
import { type Outcome, succeeded } from '#platform/sql/batcher.ts';
import type { ProductService, WantedVariants } from '../base.ts';
import { hsnOf } from '../cache/category-tree.ts';
import { readSnapshots } from '../store/snapshot.ts';

export async function snapshotMany(
  product: Pick<ProductService, 'database' | 'categories'>,
  calls: readonly WantedVariants[],
): Promise<Outcome<VariantSnapshot[]>[]> {
  const variantIds = [...new Set(calls.flatMap((call) => call.variantIds))];
  const productIds = [...new Set(calls.flatMap((call) => call.productIds))];
  const found = await withHsn(product, await readSnapshots(product.database.read, variantIds, productIds));
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

/** Products without a code of their own have that of their category. */
async function withHsn(
  { categories }: Pick<ProductService, 'categories'>,
  snapshots: VariantSnapshot[],
): Promise<VariantSnapshot[]> {
  if (snapshots.every(({ hsn }) => hsn !== null)) return snapshots;
  const tree = await categories.read();
  return snapshots.map((each) => ({ ...each, hsn: each.hsn ?? hsnOf(tree, each.categoryPath) }));
}
