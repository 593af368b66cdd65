/**
 * Takes stock for orders, many of them in one transaction: their headers are locked, then the stock rows in id order;
 * who gets what is decided in order of arrival, and written by one statement. Repeating an order's hold changes nothing.
 */

import type { ProductEvent } from '#contracts/product/events.ts';
import type { HoldRequest } from '#contracts/product/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import { type Outcome, refused, succeeded } from '#platform/sql/batcher.ts';
import type { ProductService } from '../base.ts';
import { noteChange, tellCaches } from '../cache/changes.ts';
import { type Admission, admit, type Shelf, type Take } from '../domain/admission.ts';
import { crossesZero, freeOf, watchLow } from '../domain/levels.ts';
import { lockHeaders, lockShelves, type ShelfRow, writeHolds } from '../store/holds.ts';
import type { Tx } from '../store/products.ts';
import { lowStockEvent } from './low-stock-event.ts';

export type HoldItem = HoldRequest & { requestId: string };
type Answer = { orderId: number; held: boolean };

// When nothing was admitted there is nothing to keep: a rollback costs no write to disk.
const NOTHING_TO_KEEP = new Error('No order of this batch was admitted.');

export async function holdMany(product: ProductService, items: HoldItem[]): Promise<Outcome<Answer>[]> {
  let admissions: Admission[] = [];
  try {
    await product.database.tx(async (tx) => {
      admissions = await holdIn(product, tx, items);
      if (!admissions.some((admission) => admission.kind === 'admitted')) throw NOTHING_TO_KEEP;
    });
  } catch (error) {
    if (error !== NOTHING_TO_KEEP) throw error;
  }
  crashPoint('product.held');
  return admissions.map((admission, index) => outcomeOf(admission, items[index]!.orderId));
}

async function holdIn(product: ProductService, tx: Tx, items: HoldItem[]): Promise<Admission[]> {
  const { made, before } = await lockHeaders(
    tx,
    items.map((item) => item.orderId),
    'held',
  );
  const rows = await lockShelves(
    tx,
    items.flatMap((item) => item.lines.map((line) => line.variantId)),
  );
  const shelves = new Map(rows.map((row) => [row.variant_id, shelfOf(row)]));
  const admissions = admit(items, shelves, before);
  tellAgain(product, items, admissions, shelves);
  const takes = admissions.flatMap((admission) => (admission.kind === 'admitted' ? admission.takes : []));
  if (takes.length === 0) return admissions;

  const taken = new Set(takes.map((take) => take.variantId));
  const changed = rows.filter((row) => taken.has(row.variant_id));
  const levels = changed.map((row) => {
    const shelf = shelves.get(row.variant_id)!;
    const low = watchLow(freeOf(shelf), { threshold: row.low_threshold, told: row.low_told });
    return { variantId: row.variant_id, onHand: shelf.onHand, held: shelf.held, lowTold: low.told, tell: low.tell };
  });
  const admitted = new Set(takes.map((take) => take.orderId));
  await writeHolds(tx, {
    levels,
    movements: takes.map(movementOf),
    lines: takes,
    refused: [...made].filter((id) => !admitted.has(id)),
  });
  await product.outbox.emit(tx, lowEvents(changed, levels, items[0]!.requestId));
  noteChange(product, tx, {
    productIds: changed.map((row) => row.product_id),
    availability: changed.some((row) => crossesZero(row.on_hand - row.held, freeOf(shelves.get(row.variant_id)!))),
  });
  return admissions;
}

/**
 * Of what was held before, the commit may have been that of a call whose connection was lost at COMMIT: it was told to
 * the caches then, perhaps a moment too early. The lock has shown that it stands, so it is told before it is answered.
 */
function tellAgain(
  product: ProductService,
  items: readonly HoldItem[],
  admissions: readonly Admission[],
  shelves: ReadonlyMap<number, Shelf>,
): void {
  const again = items.filter((_, index) => admissions[index]!.kind === 'held-before');
  const productIds = again.flatMap(({ lines }) =>
    lines.flatMap((line) => shelves.get(line.variantId)?.productId ?? []),
  );
  if (productIds.length > 0) tellCaches(product, { productIds, availability: true });
}

const shelfOf = (row: ShelfRow): Shelf => ({
  variantId: row.variant_id,
  productId: row.product_id,
  onHand: row.on_hand,
  held: row.held,
  priceMinor: row.price_minor,
  onSale: row.status === 'active',
});

const movementOf = (take: Take) => ({
  productId: take.productId,
  variantId: take.variantId,
  kind: 'held' as const,
  delta: take.quantity,
  reason: 'Ordered',
  orderId: take.orderId,
  actorId: null,
  onHandAfter: take.onHandAfter,
  heldAfter: take.heldAfter,
});

function lowEvents(
  rows: readonly ShelfRow[],
  levels: ReadonlyArray<{ onHand: number; held: number; tell: boolean }>,
  requestId: string,
): ProductEvent[] {
  return rows.flatMap((row, index) => {
    const level = levels[index]!;
    return level.tell ? [lowStockEvent(row, freeOf(level), requestId)] : [];
  });
}

function outcomeOf(admission: Admission, orderId: number): Outcome<Answer> {
  switch (admission.kind) {
    case 'admitted':
    case 'held-before':
      return succeeded({ orderId, held: true });
    case 'refused':
      return refused(problem('hold.refused'));
    case 'insufficient':
      return refused(problem('stock.insufficient', { extra: { lines: admission.shortages } }));
    case 'price-moved':
      return refused(problem('product.price_changed', { extra: { lines: admission.moves } }));
  }
}
