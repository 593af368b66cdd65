/**
 * What becomes of an order's hold. The states only move on: held → sold, held → released; what is sold can come back
 * line by line. Each step bears being repeated, and a late one finds nothing left to do.
 */
import type { HoldState } from './hold-state.ts';

export interface HeldLine {
  variantId: number;
  quantity: number;
  /** Given back after the sale. */
  returned: number;
}

export interface HeldOrder {
  orderId: number;
  state: HoldState;
  lines: HeldLine[];
}

export type Step =
  | { kind: 'sell' | 'release' | 'cancel' }
  | { kind: 'return'; lines: ReadonlyArray<{ variantId: number; quantity: number }> };

export interface Effect {
  orderId: number;
  variantId: number;
  kind: 'sold' | 'released' | 'restocked';
  onHand: number;
  held: number;
}

/** Moves the order on and says what that does to its variants; nothing when it is too late for the step. */
export function settle(order: HeldOrder, step: Step): Effect[] {
  switch (step.kind) {
    case 'sell':
      return order.state === 'held' ? moveAll(order, 'sold') : [];
    case 'release':
      return order.state === 'held' ? moveAll(order, 'released') : [];
    case 'cancel':
      // A completed order may be cancelled too: what was sold goes back on the shelf.
      if (order.state === 'held') return moveAll(order, 'released');
      return order.state === 'sold' ? giveBack(order, order.lines) : [];
    case 'return':
      return order.state === 'released' ? [] : giveBack(order, step.lines);
  }
}

function moveAll(order: HeldOrder, to: 'sold' | 'released'): Effect[] {
  order.state = to;
  return order.lines.map((line) => ({
    orderId: order.orderId,
    variantId: line.variantId,
    kind: to,
    onHand: to === 'sold' ? -line.quantity : 0,
    held: -line.quantity,
  }));
}

/** Never more than was taken and has not come back yet. */
function giveBack(order: HeldOrder, back: ReadonlyArray<{ variantId: number; quantity: number }>): Effect[] {
  const effects: Effect[] = [];
  for (const { variantId, quantity } of back) {
    const line = order.lines.find((each) => each.variantId === variantId);
    const units = line ? Math.min(quantity, line.quantity - line.returned) : 0;
    if (!line || units <= 0) continue;
    line.returned += units;
    effects.push({ orderId: order.orderId, variantId, kind: 'restocked', onHand: units, held: 0 });
  }
  return effects;
}
