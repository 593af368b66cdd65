/**
 * Moves the holds of many orders on in one transaction: sold, released, given back. The events of orders only leave
 * tasks; this applies them, so that no long transaction of event handlers sits on the stock rows that buyers wait for,
 * and the locks are taken in the same order as by `holdMany`.
 */
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import { type Outcome, succeeded } from '#platform/sql/batcher.ts';
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import type { HoldState } from '../domain/hold-state.ts';
import { crossesZero, watchLow } from '../domain/levels.ts';
import { type Effect, type HeldOrder, type Step, settle } from '../domain/settlement.ts';
import { lockHeaders, lockShelves, readHeldOrders, writeSettlement } from '../store/holds.ts';
import type { Tx } from '../store/products.ts';
import type { Level, NewMovement } from '../store/stock.ts';

export type OrderStep = Step & { orderId: number };

/** True for each step that changed something. */
export async function settleIn(product: ProductService, tx: Tx, steps: readonly OrderStep[]): Promise<boolean[]> {
  const headers = await lockSettled(tx, steps);
  const orders = await readHeldOrders(tx, headers);
  const effects = steps.map((step) => {
    const order = orders.get(step.orderId);
    return order ? settle(order, step) : [];
  });
  const all = effects.flat();
  if (all.length > 0) await write(product, tx, all, orders, headers);
  return effects.map((list) => list.length > 0);
}

/** A release of an unknown order leaves a tombstone; the other steps have nothing to do without a hold. */
async function lockSettled(tx: Tx, steps: readonly OrderStep[]): Promise<Map<number, HoldState>> {
  const releases = steps.filter((step) => step.kind === 'release' || step.kind === 'cancel');
  const others = steps.filter((step) => step.kind === 'sell' || step.kind === 'return');
  // One list, so that headers are locked in one order; an unknown order that is only sold gets a tombstone as well,
  // which is right too: its hold can only come too late.
  const { before } = await lockHeaders(
    tx,
    [...releases, ...others].map((step) => step.orderId),
    'released',
  );
  return before;
}

async function write(
  product: ProductService,
  tx: Tx,
  effects: readonly Effect[],
  orders: ReadonlyMap<number, HeldOrder>,
  before: ReadonlyMap<number, HoldState>,
): Promise<void> {
  const rows = await lockShelves(
    tx,
    effects.map((effect) => effect.variantId),
  );
  const levels = new Map<number, Level>();
  for (const row of rows) {
    levels.set(row.variant_id, {
      variantId: row.variant_id,
      onHand: row.on_hand,
      held: row.held,
      lowTold: row.low_told,
    });
  }
  const productOf = new Map(rows.map((row) => [row.variant_id, row.product_id]));
  const movements = effects.map((effect) => applyEffect(effect, levels, productOf));
  for (const row of rows) {
    const level = levels.get(row.variant_id)!;
    // It only rises here, so there is nothing to tell, only to forget.
    level.lowTold =
      row.low_told && watchLow(level.onHand - level.held, { threshold: row.low_threshold, told: true }).told;
  }
  const touched = [...orders.values()];
  await writeSettlement(tx, {
    levels: [...levels.values()],
    movements,
    ended: touched
      .filter((order) => order.state !== before.get(order.orderId))
      .map(({ orderId, state }) => ({ orderId, state })),
    returned: touched.flatMap(({ orderId, lines }) =>
      lines.filter((line) => line.returned > 0).map(({ variantId, returned }) => ({ orderId, variantId, returned })),
    ),
  });
  const moved = rows.filter((row) => {
    const level = levels.get(row.variant_id)!;
    return level.onHand - level.held !== row.on_hand - row.held;
  });
  noteChange(product, tx, {
    // A sale leaves what can be sold as it was: no page differs.
    productIds: moved.map((row) => row.product_id),
    availability: moved.some((row) => {
      const level = levels.get(row.variant_id)!;
      return crossesZero(row.on_hand - row.held, level.onHand - level.held);
    }),
  });
}

const reasons = { sold: 'Sold', released: 'Order not completed', restocked: 'Came back' } as const;

function applyEffect(effect: Effect, levels: Map<number, Level>, productOf: Map<number, number>): NewMovement {
  const level = levels.get(effect.variantId)!;
  level.onHand += effect.onHand;
  level.held += effect.held;
  return {
    productId: productOf.get(effect.variantId)!,
    variantId: effect.variantId,
    kind: effect.kind,
    delta: effect.kind === 'released' ? effect.held : effect.onHand,
    reason: reasons[effect.kind],
    orderId: effect.orderId,
    actorId: null,
    onHandAfter: level.onHand,
    heldAfter: level.held,
  };
}

/** The direct road, for a placement that was refused: many at once, each answered by itself. */
export async function releaseMany(
  product: ProductService,
  orderIds: readonly number[],
): Promise<Outcome<{ released: boolean }>[]> {
  const changed = await product.database.tx((tx) =>
    settleIn(
      product,
      tx,
      orderIds.map((orderId) => ({ orderId, kind: 'release' })),
    ),
  );
  crashPoint('product.released');
  return changed.map((released) => succeeded({ released }));
}
