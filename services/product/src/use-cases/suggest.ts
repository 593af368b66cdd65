/** Suggestions as one types. */
import type { productApi } from '#contracts/product/api.ts';
import type { Suggestions } from '#contracts/product/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import type { ProductService } from '../base.ts';

export async function suggest(_product: ProductService, _input: Input<typeof productApi.suggest>): Promise<Suggestions> {
  return { items: [] };
}
