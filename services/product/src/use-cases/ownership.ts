/** Whose products a caller may change, and which of them a reader may see. */

import type { ProductStatus } from '#contracts/product/schemas.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';

/** Null: anybody's. The id stands in the query, so somebody else's product is simply not there. */
export function ownerIn(context: Context): number | null {
  return may(context, 'products.manage') ? null : callerOf(context).userId;
}

/** Drafts and archived products are seen by their seller and by who manages products. */
export function maySee(context: Context, product: { status: ProductStatus; sellerId: number }): boolean {
  if (product.status === 'active' || may(context, 'products.manage')) return true;
  return may(context, 'products.write') && context.caller?.userId === product.sellerId;
}
