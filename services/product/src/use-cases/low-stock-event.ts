/** The event that tells a seller to order more. */
import type { ProductEvent } from '#contracts/product/events.ts';
import type { ShelfRow } from '../store/holds.ts';

type LowVariant = Pick<
  ShelfRow,
  'variant_id' | 'product_id' | 'seller_id' | 'title' | 'variant_title' | 'sku' | 'low_threshold' | 'version'
>;

export function lowStockEvent(row: LowVariant, quantity: number, requestId: string): ProductEvent {
  return {
    type: 'stock.low',
    entityId: row.variant_id,
    version: row.version + 1,
    data: {
      productId: row.product_id,
      variantId: row.variant_id,
      sellerId: row.seller_id,
      title: row.title,
      variantTitle: row.variant_title,
      sku: row.sku,
      quantity,
      threshold: row.low_threshold,
      at: new Date().toISOString(),
    },
    requestId,
  };
}
