/** Facets as the API shows them: categories with those above them, so that each level of the tree has its count. */
import { formatMoney } from '#contracts/common/money.ts';
import type { Facets } from '#contracts/product/schemas.ts';
import type { ProductService } from '../base.ts';
import { sumOverSubtrees } from '../cache/product-counts.ts';
import type { FacetRows } from '../store/facets.ts';

const NOTHING: FacetRows = { categories: null, sellers: null, attributes: null, min: null, max: null };

export async function facetsOf(product: ProductService, rows: FacetRows = NOTHING): Promise<Facets> {
  const { currency } = product.common;
  const categories = await product.categories.read();
  const counts = sumOverSubtrees(categories, new Map(rows.categories ?? []));
  return {
    categories: categories.inOrder
      .filter((node) => counts.has(node.id))
      .map(({ id, name, slug }) => ({ id, name, slug, count: counts.get(id)! })),
    sellers: (rows.sellers ?? []).map(([id, name, count]) => ({ id, name, count })),
    attributes: (rows.attributes ?? []).map(([name, values]) => ({
      name,
      values: values.map(([value, count]) => ({ value, count })),
    })),
    price:
      rows.min === null || rows.max === null
        ? null
        : { min: formatMoney(rows.min, currency), max: formatMoney(rows.max, currency) },
  };
}
