/** One shop has one currency; a request that names another is refused. */
import { problem } from '#platform/errors/problem.ts';
import type { ProductService } from '../base.ts';

export function shopCurrency(product: ProductService, asked: string | undefined): string {
  const { currency } = product.common;
  if (asked !== undefined && asked !== currency) throw problem('currency.unsupported', { detail: `Send ${currency}.` });
  return currency;
}
