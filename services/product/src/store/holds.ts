/** Stock that is taken for orders: the header row of an order first, then the stock rows in id order. */
import { chain } from '#platform/sql/changes/chain.ts';
import { deleteRows } from '#platform/sql/changes/delete-rows.ts';
import { given } from '#platform/sql/changes/fields.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { HoldState } from '../domain/hold-state.ts';
import type { HeldOrder } from '../domain/settlement.ts';
import type { Tx } from './products.ts';
import { type Level, movementFields, type NewMovement } from './stock.ts';

const CLAIM_HEADERS = insertRows<{ order_id: number }>({
  table: 'hold',
  fields: { order_id: 'bigint', state: 'text' },
  orderBy: 'r.order_id',
  duplicate: 'skip',
  returning: { order_id: 'bigint' },
});

const LOCK_HEADERS: Statement = (sql) =>
  `select order_id, state from hold where order_id ${sql.in(1)} order by order_id for update`;

/**
 * Locks the header of each order, making those that are missing. Answers the states of those that were there before;
 * the new ones have the state `fresh`.
 */
export async function lockHeaders(tx: Tx, orderIds: readonly number[], fresh: HoldState) {
  const ids = [...new Set(orderIds)];
  const made = await CLAIM_HEADERS(
    tx,
    ids.map((id) => ({ order_id: id, state: fresh })),
  );
  const madeIds = new Set(made.map((row) => row.order_id));
  const before = ids.filter((id) => !madeIds.has(id));
  const rows = before.length === 0 ? [] : await run<{ order_id: number; state: HoldState }>(tx, LOCK_HEADERS, [before]);
  return { made: madeIds, before: new Map(rows.map((row) => [row.order_id, row.state])) };
}

export interface ShelfRow {
  variant_id: number;
  product_id: number;
  on_hand: number;
  held: number;
  low_threshold: number;
  low_told: boolean;
  version: number;
  price_minor: number;
  status: string;
  seller_id: number;
  title: string;
  variant_title: string | null;
  sku: string | null;
}

const LOCK_SHELVES: Statement = (sql) => `
select k.variant_id, k.product_id, k.on_hand, k.held, k.low_threshold, k.low_told, k.version,
  v.price_minor, v.title as variant_title, v.sku, p.status, p.seller_id, p.title
from stock k
join variant v on v.id = k.variant_id
join product p on p.id = k.product_id
where k.variant_id ${sql.in(1)}
order by k.variant_id
for update of k`;

export async function lockShelves(tx: Tx, variantIds: Iterable<number>): Promise<ShelfRow[]> {
  return run<ShelfRow>(tx, LOCK_SHELVES, [[...new Set(variantIds)]]);
}

// `on_hand` and `held` are levels, not deltas: the rows are locked, and the checks of the table stand below.
const LEVEL = updateRows({
  table: 'stock',
  fields: { variantId: 'bigint', onHand: 'int', held: 'int', lowTold: 'boolean' },
  match: { variant_id: 'variantId' },
  set: {
    ...given('onHand', 'held', 'lowTold'),
    version: 't.version + case when t.on_hand - t.held = r."onHand" - r.held then 0 else 1 end',
  },
});

// One statement for all that a batch does.
const WRITE_HOLDS = chain({
  level: LEVEL,
  moved: insertRows({ table: 'movement', fields: movementFields }),
  refused: deleteRows({
    table: 'hold',
    fields: { orderId: 'bigint' },
    match: { order_id: 'orderId' },
    listed: 'order_id',
  }),
  line: insertRows({ table: 'hold_line', fields: { orderId: 'bigint', variantId: 'bigint', quantity: 'int' } }),
});

export interface HoldWrite {
  levels: readonly Level[];
  movements: readonly NewMovement[];
  lines: ReadonlyArray<{ orderId: number; variantId: number; quantity: number }>;
  /** Orders whose new header must not stay: they hold nothing. */
  refused: readonly number[];
}

export async function writeHolds(tx: Tx, { levels, movements, lines, refused }: HoldWrite): Promise<void> {
  await WRITE_HOLDS(tx, {
    level: levels,
    moved: movements,
    refused: refused.map((orderId) => ({ orderId })),
    line: lines,
  });
}

const READ_LINES: Statement = (sql) => `
select order_id, variant_id, quantity, returned from hold_line
where order_id ${sql.in(1)} order by order_id, variant_id`;

/** Orders whose headers are locked, with their lines. */
export async function readHeldOrders(tx: Tx, states: ReadonlyMap<number, HoldState>): Promise<Map<number, HeldOrder>> {
  const orders = new Map<number, HeldOrder>();
  for (const [orderId, state] of states) orders.set(orderId, { orderId, state, lines: [] });
  const rows = await run<{ order_id: number; variant_id: number; quantity: number; returned: number }>(tx, READ_LINES, [
    [...states.keys()],
  ]);
  for (const { order_id, variant_id, quantity, returned } of rows) {
    orders.get(order_id)!.lines.push({ variantId: variant_id, quantity, returned });
  }
  return orders;
}

const WRITE_SETTLEMENT = chain({
  level: LEVEL,
  moved: insertRows({ table: 'movement', fields: movementFields }),
  ended: updateRows({
    table: 'hold',
    fields: { orderId: 'bigint', state: 'text' },
    match: { order_id: 'orderId' },
    where: "t.state = 'held'",
    set: { state: 'r.state', ended_at: 'now()' },
  }),
  returned: updateRows({
    table: 'hold_line',
    fields: { orderId: 'bigint', variantId: 'bigint', returned: 'int' },
    match: { order_id: 'orderId', variant_id: 'variantId' },
    set: { returned: 'r.returned' },
  }),
});

export interface SettlementWrite {
  levels: readonly Level[];
  movements: readonly NewMovement[];
  ended: ReadonlyArray<{ orderId: number; state: HoldState }>;
  returned: ReadonlyArray<{ orderId: number; variantId: number; returned: number }>;
}

export async function writeSettlement(tx: Tx, { levels, movements, ended, returned }: SettlementWrite): Promise<void> {
  await WRITE_SETTLEMENT(tx, { level: levels, moved: movements, ended, returned });
}
