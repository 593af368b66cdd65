/** Levels and movements, as the stock pages change and show them. What orders do to stock is in `holds.ts`. */
import type { StockLevel, StockMovement } from '#contracts/product/schemas.ts';
import { given } from '#platform/sql/changes/fields.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import { type Executor, run } from '#platform/sql/database.ts';
import type { Fields, Statement } from '#platform/sql/statement.ts';
import type { Tx } from './products.ts';
import type { MovementKind } from './tables.ts';

export interface Level {
  variantId: number;
  onHand: number;
  held: number;
  lowTold: boolean;
  /** Undefined: as it is. */
  lowThreshold?: number;
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

const LEVELS = updateRows({
  table: 'stock',
  fields: { variantId: 'bigint', onHand: 'int', held: 'int', lowTold: 'boolean', lowThreshold: 'int' },
  match: { variant_id: 'variantId' },
  set: {
    ...given('onHand', 'held', 'lowTold'),
    low_threshold: 'coalesce(r."lowThreshold", t.low_threshold)',
    version: 't.version + 1',
  },
});

/** The rows are locked before, in id order. */
export async function writeLevels(tx: Tx, levels: readonly Level[]): Promise<void> {
  await LEVELS(tx, levels);
}

export const movementFields = {
  productId: 'bigint',
  variantId: 'bigint',
  kind: 'text',
  delta: 'int',
  reason: 'text',
  orderId: 'bigint',
  actorId: 'bigint',
  onHandAfter: 'int',
  heldAfter: 'int',
} as const satisfies Fields;

/** Answers the ids and times. */
export const writeMovements = insertRows<{ id: number; at: Date }>({
  table: 'movement',
  fields: movementFields,
  returning: { id: 'bigint', at: 'timestamp' },
});

const LEVEL_COLUMNS = `k.product_id, k.variant_id, p.title, v.title as variant_title, v.sku, p.seller_id, k.on_hand, k.held,
  k.on_hand - k.held as quantity, k.low_threshold`;
const LEVEL_TABLES = 'stock k join variant v on v.id = k.variant_id join product p on p.id = k.product_id';

interface LevelRow {
  product_id: number;
  variant_id: number;
  title: string;
  variant_title: string | null;
  sku: string | null;
  seller_id: number;
  on_hand: number;
  held: number;
  quantity: number;
  low_threshold: number;
}

const toLevel = (row: LevelRow): StockLevel => ({
  productId: row.product_id,
  variantId: row.variant_id,
  title: row.title,
  variantTitle: row.variant_title,
  sku: row.sku,
  sellerId: row.seller_id,
  onHand: row.on_hand,
  held: row.held,
  quantity: row.quantity,
  lowStockThreshold: row.low_threshold,
});

const READ_LEVELS: Statement = (sql) => `
select ${LEVEL_COLUMNS} from ${LEVEL_TABLES}
where k.product_id = $1 and (${sql.value(2, 'bigint')} is null or p.seller_id = $2)
order by v.position, v.id`;

/** Empty: no such product, or somebody else's. */
export async function readLevels(executor: Executor<any>, productId: number, ownerId: number | null) {
  return (await run<LevelRow>(executor, READ_LEVELS, [productId, ownerId])).map(toLevel);
}

const READ_LOW: Statement = (sql) => `
select ${LEVEL_COLUMNS} from ${LEVEL_TABLES}
where k.on_hand - k.held <= k.low_threshold and p.status = 'active'
  and (${sql.value(1, 'bigint')} is null or p.seller_id = $1)
  and (k.on_hand - k.held, k.variant_id) > (${sql.value(2, 'int')}, ${sql.value(3, 'bigint')})
order by quantity, k.variant_id
limit $4 offset $5`;

export interface LowPage {
  sellerId: number | null;
  afterQuantity: number;
  afterId: number;
  limit: number;
  offset: number;
}

/** What runs shortest first. */
export async function readLow(executor: Executor<any>, page: LowPage): Promise<StockLevel[]> {
  const { sellerId, afterQuantity, afterId, limit, offset } = page;
  return (await run<LevelRow>(executor, READ_LOW, [sellerId, afterQuantity, afterId, limit, offset])).map(toLevel);
}

interface MovementRow {
  id: number;
  product_id: number;
  variant_id: number;
  kind: MovementKind;
  delta: number;
  reason: string;
  order_id: number | null;
  actor_id: number | null;
  on_hand_after: number;
  held_after: number;
  at: Date;
}

const READ_MOVEMENTS: Statement = (sql) => `
select id, product_id, variant_id, kind, delta, reason, order_id, actor_id, on_hand_after, held_after, at
from movement
where product_id = $1 and (${sql.value(2, 'bigint')} is null or variant_id = $2) and (${sql.value(3, 'bigint')} is null or id < $3)
order by id desc limit $4 offset $5`;

export interface MovementPage {
  productId: number;
  variantId: number | null;
  beforeId: number | null;
  limit: number;
  offset: number;
}

export async function readMovements(executor: Executor<any>, page: MovementPage): Promise<StockMovement[]> {
  const { productId, variantId, beforeId, limit, offset } = page;
  const rows = await run<MovementRow>(executor, READ_MOVEMENTS, [productId, variantId, beforeId, limit, offset]);
  return rows.map((row) => ({
    id: row.id,
    productId: row.product_id,
    variantId: row.variant_id,
    kind: row.kind,
    delta: row.delta,
    reason: row.reason,
    orderId: row.order_id,
    actorId: row.actor_id,
    onHandAfter: row.on_hand_after,
    heldAfter: row.held_after,
    at: row.at.toISOString(),
  }));
}
