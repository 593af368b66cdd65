/**
 * Which of several orders get the stock they ask for: each all or nothing, in order of arrival. An order that asks for
 * more than there is takes nothing, so smaller ones behind it still find what is left.
 */
import type { HoldState } from './hold-state.ts';
import { freeOf, type StockNumbers } from './levels.ts';

export interface WantedLine {
  variantId: number;
  quantity: number;
  /** What the shopper was shown. */
  unitPriceMinor: number;
}

export interface Wanted {
  orderId: number;
  lines: readonly WantedLine[];
}

/** A locked row; `onHand` and `held` are counted on while orders are admitted. */
export interface Shelf extends StockNumbers {
  variantId: number;
  productId: number;
  priceMinor: number;
  onSale: boolean;
}

export interface Shortage {
  productId: number | null;
  variantId: number;
  requested: number;
  available: number;
}

export interface PriceMove {
  productId: number;
  variantId: number;
  shownMinor: number;
  priceMinor: number;
}

export interface Take {
  orderId: number;
  variantId: number;
  productId: number;
  quantity: number;
  onHandAfter: number;
  heldAfter: number;
}

export type Admission =
  | { kind: 'admitted'; takes: Take[] }
  | { kind: 'held-before' }
  | { kind: 'refused' }
  | { kind: 'insufficient'; shortages: Shortage[] }
  | { kind: 'price-moved'; moves: PriceMove[] };

/** One answer per order, in the same order. Changes `shelves` and `states` as it goes. */
export function admit(
  orders: readonly Wanted[],
  shelves: ReadonlyMap<number, Shelf>,
  states: Map<number, HoldState>,
): Admission[] {
  return orders.map((order) => {
    const state = states.get(order.orderId);
    if (state === 'released') return { kind: 'refused' };
    if (state !== undefined) return { kind: 'held-before' };
    const lines = joined(order.lines);
    const shortages = lines.flatMap((line) => shortageOf(line, shelves.get(line.variantId)));
    if (shortages.length > 0) return { kind: 'insufficient', shortages };
    const moves = order.lines.flatMap((line) => moveOf(line, shelves.get(line.variantId)!));
    if (moves.length > 0) return { kind: 'price-moved', moves };
    states.set(order.orderId, 'held');
    return { kind: 'admitted', takes: lines.map((line) => take(order.orderId, line, shelves.get(line.variantId)!)) };
  });
}

/** A variant that stands in several lines is asked for once. */
function joined(lines: readonly WantedLine[]): WantedLine[] {
  const byVariant = new Map<number, WantedLine>();
  for (const line of lines) {
    const known = byVariant.get(line.variantId);
    byVariant.set(line.variantId, known ? { ...known, quantity: known.quantity + line.quantity } : line);
  }
  return [...byVariant.values()].sort((a, b) => a.variantId - b.variantId);
}

function shortageOf(line: WantedLine, shelf: Shelf | undefined): Shortage[] {
  const available = shelf?.onSale ? freeOf(shelf) : 0;
  if (available >= line.quantity) return [];
  return [{ productId: shelf?.productId ?? null, variantId: line.variantId, requested: line.quantity, available }];
}

function moveOf(line: WantedLine, shelf: Shelf): PriceMove[] {
  if (shelf.priceMinor === line.unitPriceMinor) return [];
  const { productId, variantId, priceMinor } = shelf;
  return [{ productId, variantId, shownMinor: line.unitPriceMinor, priceMinor }];
}

function take(orderId: number, line: WantedLine, shelf: Shelf): Take {
  shelf.held += line.quantity;
  return {
    orderId,
    variantId: shelf.variantId,
    productId: shelf.productId,
    quantity: line.quantity,
    onHandAfter: shelf.onHand,
    heldAfter: shelf.held,
  };
}
