/** One product, from memory where it is there. */
import type { productApi } from '#contracts/product/api.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { readyJson } from '#platform/service/handlers.ts';
import type { ProductService } from '../base.ts';
import { maySee } from './ownership.ts';

export async function getProduct(
  product: ProductService,
  { params }: Input<typeof productApi.getProduct>,
  context: Context,
) {
  const found = await product.ready.get(params.id);
  if (!found || !maySee(context, found)) throw problem('product.not_found');
  return readyJson(found.bytes, found.etag, found.status === 'active' ? undefined : 'private, no-store');
}
