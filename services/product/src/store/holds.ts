/** Stock that is taken for orders: the header row of an order first, then the stock rows in id order. */
import { run } from '#platform/sql/database.ts';
import type { HoldState } from '../domain/hold-state.ts';
import type { HeldOrder } from '../domain/settlement.ts';
import type { Tx } from './products.ts';
import type { Level, NewMovement } from './stock.ts';

const CLAIM_HEADERS = `
insert into hold (order_id, state)
select id, $2 from unnest($1::bigint[]) as o(id) order by id
on conflict (order_id) do nothing
returning order_id`;

const LOCK_HEADERS = `select order_id, state from hold where order_id = any(array(select unnest($1::bigint[]))) order by order_id for update`;

/**
 * Locks the header of each order, making those that are missing. Answers the states of those that were there before;
 * the new ones have the state `fresh`.
 */
export async function lockHeaders(tx: Tx, orderIds: readonly number[], fresh: HoldState) {
  const ids = [...new Set(orderIds)];
  const made = await run<{ order_id: number }>(tx, CLAIM_HEADERS, [ids, fresh]);
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

const LOCK_SHELVES = `
select k.variant_id, k.product_id, k.on_hand, k.held, k.low_threshold, k.low_told, k.version,
  v.price_minor, v.title as variant_title, v.sku, p.status, p.seller_id, p.title
from stock k
join variant v on v.id = k.variant_id
join product p on p.id = k.product_id
where k.variant_id = any(array(select unnest($1::bigint[])))
order by k.variant_id
for update of k`;

export async function lockShelves(tx: Tx, variantIds: Iterable<number>): Promise<ShelfRow[]> {
  return run<ShelfRow>(tx, LOCK_SHELVES, [[...new Set(variantIds)]]);
}

// One statement for all that a batch does. `on_hand` and `held` are levels, not deltas: the rows are locked, and the
// checks of the table stand below.
const LEVELS_AND_MOVEMENTS = `
level as (
  update stock set on_hand = l."onHand", held = l.held, low_told = l."lowTold",
    version = stock.version + case when stock.on_hand - stock.held = l."onHand" - l.held then 0 else 1 end
  from jsonb_to_recordset($1::jsonb) as l("variantId" bigint, "onHand" int, held int, "lowTold" boolean)
  where stock.variant_id = l."variantId"
), moved as (
  insert into movement (product_id, variant_id, kind, delta, reason, order_id, on_hand_after, held_after)
  select "productId", "variantId", kind, delta, reason, "orderId", "onHandAfter", "heldAfter"
  from jsonb_to_recordset($2::jsonb) as m("productId" bigint, "variantId" bigint, kind text, delta int, reason text,
    "orderId" bigint, "onHandAfter" int, "heldAfter" int)
)`;

const WRITE_HOLDS = `
with ${LEVELS_AND_MOVEMENTS}, refused as (
  delete from hold where order_id = any(array(select unnest($4::bigint[])))
)
insert into hold_line (order_id, variant_id, quantity)
select "orderId", "variantId", quantity
from jsonb_to_recordset($3::jsonb) as l("orderId" bigint, "variantId" bigint, quantity int)`;

export interface HoldWrite {
  levels: readonly Level[];
  movements: readonly NewMovement[];
  lines: ReadonlyArray<{ orderId: number; variantId: number; quantity: number }>;
  /** Orders whose new header must not stay: they hold nothing. */
  refused: readonly number[];
}

export async function writeHolds(tx: Tx, { levels, movements, lines, refused }: HoldWrite): Promise<void> {
  await run(tx, WRITE_HOLDS, [JSON.stringify(levels), JSON.stringify(movements), JSON.stringify(lines), refused]);
}

const READ_LINES = `
select order_id, variant_id, quantity, returned from hold_line
where order_id = any(array(select unnest($1::bigint[]))) order by order_id, variant_id`;

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

const WRITE_SETTLEMENT = `
with ${LEVELS_AND_MOVEMENTS}, ended as (
  update hold set state = h.state, ended_at = now()
  from jsonb_to_recordset($3::jsonb) as h("orderId" bigint, state text)
  where hold.order_id = h."orderId" and hold.state = 'held'
)
update hold_line set returned = l.returned
from jsonb_to_recordset($4::jsonb) as l("orderId" bigint, "variantId" bigint, returned int)
where hold_line.order_id = l."orderId" and hold_line.variant_id = l."variantId"`;

export interface SettlementWrite {
  levels: readonly Level[];
  movements: readonly NewMovement[];
  ended: ReadonlyArray<{ orderId: number; state: HoldState }>;
  returned: ReadonlyArray<{ orderId: number; variantId: number; returned: number }>;
}

export async function writeSettlement(tx: Tx, write: SettlementWrite): Promise<void> {
  const { levels, movements, ended, returned } = write;
  await run(tx, WRITE_SETTLEMENT, [
    JSON.stringify(levels),
    JSON.stringify(movements),
    JSON.stringify(ended),
    JSON.stringify(returned),
  ]);
}
