/** Sets levels and thresholds of variants whose rows are locked; what orders hold stays held. */
import type { ProductEvent } from '#contracts/product/events.ts';
import { MAX_STOCK } from '#contracts/product/schemas.ts';
import { invalid } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { watchLow } from '../domain/levels.ts';
import type { LockedProduct, Tx } from '../store/products.ts';
import { type Level, type NewMovement, writeLevels, writeMovements } from '../store/stock.ts';
import { auditEvent } from './audit-event.ts';
import { lowStockEvent } from './low-stock-event.ts';
import type { KeptVariant, VariantPlan } from './plan-variants.ts';

export async function setQuantities(
  tx: Tx,
  product: LockedProduct,
  plan: VariantPlan,
  context: Context,
): Promise<ProductEvent[]> {
  const levels: Level[] = [];
  const movements: NewMovement[] = [];
  const events: ProductEvent[] = [];
  for (const variant of plan.kept) {
    if (variant.quantity === undefined && variant.lowThreshold === undefined) continue;
    const { before } = variant;
    const onHand = variant.quantity === undefined ? before.on_hand : variant.quantity + before.held;
    if (onHand > MAX_STOCK) throw invalid('quantity', `together with what is held must be at most ${MAX_STOCK}`);
    const threshold = variant.lowThreshold ?? before.low_threshold;
    const low = watchLow(onHand - before.held, { threshold, told: before.low_told });
    levels.push({ variantId: variant.id, onHand, held: before.held, lowTold: low.told, lowThreshold: threshold });
    if (onHand !== before.on_hand) movements.push(movementOf(product, variant, onHand, context));
    if (low.tell) events.push(lowEvent(product, variant, onHand - before.held, threshold, context));
  }
  await writeLevels(tx, levels);
  await writeMovements(tx, movements);
  if (movements.length > 0) {
    const details = {
      variants: movements.map(({ variantId, delta, onHandAfter }) => ({ variantId, delta, onHandAfter })),
    };
    events.push(auditEvent(context, 'stock.set', product.id, product.version + 1, details));
  }
  return events;
}

const movementOf = (
  product: LockedProduct,
  { id, before }: KeptVariant,
  onHand: number,
  context: Context,
): NewMovement => ({
  productId: product.id,
  variantId: id,
  kind: 'set',
  delta: onHand - before.on_hand,
  reason: 'Quantity set',
  orderId: null,
  actorId: context.caller?.userId ?? null,
  onHandAfter: onHand,
  heldAfter: before.held,
});

const lowEvent = (
  product: LockedProduct,
  variant: KeptVariant,
  quantity: number,
  threshold: number,
  { requestId }: Context,
): ProductEvent =>
  lowStockEvent(
    {
      variant_id: variant.id,
      product_id: product.id,
      seller_id: product.seller_id,
      title: product.title,
      variant_title: variant.title,
      sku: variant.sku,
      low_threshold: threshold,
      version: variant.before.version,
    },
    quantity,
    requestId,
  );
