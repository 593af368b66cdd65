/** Levels and movements, as the stock pages change and show them. What orders do to stock is in `holds.ts`. */
import { type Transaction } from 'kysely';
import { run } from '#platform/sql/database.ts';
import type { MovementKind, ProductTables } from './tables.ts';

type Tx = Transaction<any> | Transaction<ProductTables>;

export interface Level {
  variantId: number;
  onHand: number;
  held: number;
  lowTold: boolean;
}

export interface NewMovement {
  productId: number;
  variantId: number;
  kind: MovementKind;
  delta: number;
  reason: string;
  orderId: number | null;
  actorId: number | null;
  onHandAfter: number;
  heldAfter: number;
}

const LEVELS = `
update stock set on_hand = l."onHand", held = l.held, low_told = l."lowTold", version = stock.version + 1
from jsonb_to_recordset($1::jsonb) as l("variantId" bigint, "onHand" int, held int, "lowTold" boolean)
where stock.variant_id = l."variantId"`;

/** The rows are locked before, in id order. */
export async function writeLevels(tx: Tx, levels: readonly Level[]): Promise<void> {
  if (levels.length > 0) await run(tx, LEVELS, [JSON.stringify(levels)]);
}

const MOVEMENTS = `
insert into movement (product_id, variant_id, kind, delta, reason, order_id, actor_id, on_hand_after, held_after)
select "productId", "variantId", kind, delta, reason, "orderId", "actorId", "onHandAfter", "heldAfter"
from jsonb_to_recordset($1::jsonb) as m("productId" bigint, "variantId" bigint, kind text, delta int, reason text,
  "orderId" bigint, "actorId" bigint, "onHandAfter" int, "heldAfter" int)
returning id, at`;

export async function writeMovements(tx: Tx, movements: readonly NewMovement[]): Promise<Array<{ id: number; at: Date }>> {
  return movements.length === 0 ? [] : run(tx, MOVEMENTS, [JSON.stringify(movements)]);
}
