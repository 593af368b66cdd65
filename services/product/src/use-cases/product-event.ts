/** The product as events tell it. */
import { parseMoney } from '#contracts/common/money.ts';
import type { ProductEvent } from '#contracts/product/events.ts';
import type { Product } from '#contracts/product/schemas.ts';

function stateOf(product: Product) {
  const minor = (price: string) => parseMoney(price, product.currency) ?? 0;
  return {
    productId: product.id,
    sellerId: product.sellerId,
    title: product.title,
    categoryId: product.category,
    currency: product.currency,
    priceMinor: minor(product.price),
    status: product.status,
    variants: product.variants.map(({ id, sku, price }) => ({ variantId: id, sku, priceMinor: minor(price) })),
    at: new Date().toISOString(),
  };
}

export function productEvent(
  type: 'product.created' | 'product.archived',
  product: Product,
  version: number,
  requestId: string,
): ProductEvent {
  return { type, entityId: product.id, version, data: stateOf(product), requestId };
}

export function productUpdated(product: Product, changed: string[], version: number, requestId: string): ProductEvent {
  const data = { ...stateOf(product), changed };
  return { type: 'product.updated', entityId: product.id, version, data, requestId };
}
