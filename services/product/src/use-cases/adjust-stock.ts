/** Adds to stock or takes from it by a difference, so that no sale in between is undone; and sets the low mark. */

import { MAX_STOCK, type StockLevel } from '#contracts/product/schemas.ts';
import type { stockApi } from '#contracts/product/stock.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import { watchLow } from '../domain/levels.ts';
import { type OwnedProduct, readOwnedProduct, type Tx } from '../store/products.ts';
import { readLevels, writeLevels, writeMovements } from '../store/stock.ts';
import { type LockedVariant, lockVariants } from '../store/variants.ts';
import { auditEvent } from './audit-event.ts';
import { lowStockEvent } from './low-stock-event.ts';
import { ownerIn } from './ownership.ts';

export async function adjustStock(
  product: ProductService,
  { params, body }: Input<typeof stockApi.adjustStock>,
  context: Context,
) {
  const caller = callerOf(context);
  return idempotently(product.database, context, `product.adjustStock ${params.id}`, body, async (tx) => {
    const { owned, variant, all } = await lockOne(tx, params.id, body.variantId, context);
    const onHand = variant.on_hand + body.delta;
    const available = variant.on_hand - variant.held;
    if (onHand < variant.held) {
      const line = { productId: params.id, variantId: variant.id, requested: -body.delta, available };
      throw problem('stock.insufficient', { extra: { lines: [line] } });
    }
    if (onHand > MAX_STOCK) throw invalid('delta', `must leave at most ${MAX_STOCK} on hand`);
    const low = watchLow(onHand - variant.held, { threshold: variant.low_threshold, told: variant.low_told });
    await writeLevels(tx, [{ variantId: variant.id, onHand, held: variant.held, lowTold: low.told }]);
    const movement = {
      productId: params.id,
      variantId: variant.id,
      kind: 'adjusted',
      delta: body.delta,
      reason: body.reason.trim(),
      orderId: null,
      actorId: caller.userId,
      onHandAfter: onHand,
      heldAfter: variant.held,
    } as const;
    const [written] = await writeMovements(tx, [movement]);
    const version = owned.version + all.reduce((sum, each) => sum + each.version, 1);
    const level = levelOf(owned, { ...variant, on_hand: onHand }, variant.low_threshold);
    await product.outbox.emit(tx, [
      auditEvent(context, 'stock.adjusted', params.id, version, {
        ...body,
        variantId: variant.id,
        onHandAfter: onHand,
      }),
      ...(low.tell ? [lowEvent(owned, variant, level.quantity, context)] : []),
    ]);
    noteChange(product, tx, { productIds: [params.id], availability: true });
    return { ...level, movement: { ...movement, id: written!.id, at: written!.at.toISOString() }, version };
  });
}

export async function setLowStockThreshold(
  product: ProductService,
  { params, body }: Input<typeof stockApi.setLowStockThreshold>,
  context: Context,
): Promise<StockLevel> {
  const { lowStockThreshold: threshold } = body;
  return product.database.tx(async (tx) => {
    const { owned, variant } = await lockOne(tx, params.id, body.variantId, context);
    const low = watchLow(variant.on_hand - variant.held, { threshold, told: variant.low_told });
    const { id: variantId, on_hand: onHand, held } = variant;
    await writeLevels(tx, [{ variantId, onHand, held, lowTold: low.told, lowThreshold: threshold }]);
    const level = levelOf(owned, variant, threshold);
    if (low.tell) {
      await product.outbox.emit(tx, [
        lowEvent(owned, { ...variant, low_threshold: threshold }, level.quantity, context),
      ]);
    }
    noteChange(product, tx, { productIds: [params.id] });
    return (await readLevels(tx, params.id, null)).find((each) => each.variantId === variantId)!;
  });
}

/** The variant that is meant; the stock rows are locked in the order in which holds lock them. */
async function lockOne(tx: Tx, productId: number, variantId: number | undefined, context: Context) {
  const owned = await readOwnedProduct(tx, productId, ownerIn(context));
  if (!owned) throw problem('product.not_found');
  const all = await lockVariants(tx, productId);
  if (variantId === undefined && all.length > 1) throw problem('product.variant_required');
  const variant = variantId === undefined ? all[0] : all.find((each) => each.id === variantId);
  if (!variant) throw problem('product.not_found');
  return { owned, variant, all };
}

const levelOf = (owned: OwnedProduct, variant: LockedVariant, threshold: number): StockLevel => ({
  productId: owned.id,
  variantId: variant.id,
  title: owned.title,
  variantTitle: variant.title,
  sku: variant.sku,
  sellerId: owned.seller_id,
  onHand: variant.on_hand,
  held: variant.held,
  quantity: variant.on_hand - variant.held,
  lowStockThreshold: threshold,
});

const lowEvent = (owned: OwnedProduct, variant: LockedVariant, quantity: number, { requestId }: Context) =>
  lowStockEvent(
    {
      variant_id: variant.id,
      product_id: owned.id,
      seller_id: owned.seller_id,
      title: owned.title,
      variant_title: variant.title,
      sku: variant.sku,
      low_threshold: variant.low_threshold,
      version: variant.version,
    },
    quantity,
    requestId,
  );
