/** Reading orders with all that belongs to them in one statement; who may see them stands in its WHERE. */
import { type Database, type Executor, run } from '#platform/sql/database.ts';
import type { LineRow, OrderRow, ReturnRow, ShipmentRow, WholeOrder } from '../domain/model.ts';
import type { OrderTables } from './tables.ts';

/** Who asks, as the query needs it. */
export interface Viewer {
  userId: number;
  /** Sees all orders whole. */
  all: boolean;
  /** Sees those that hold own products. */
  sells: boolean;
  /** Sees those of which a parcel was given to them. */
  delivers: boolean;
}

// PostgreSQL's own way to bring children along; the shape is turned into rows below.
export const WHOLE = `
o.*,
coalesce((select json_agg(l order by l.id) from order_line l where l.order_id = o.id), '[]') as lines,
coalesce((select json_agg(s order by s.id) from shipment s where s.order_id = o.id), '[]') as shipments,
coalesce((
  select json_agg(json_build_object('id', r.id, 'reason', r.reason, 'refund_minor', r.refund_minor,
    'created_at', r.created_at, 'lines', (
      select json_agg(json_build_object('line_id', t.line_id, 'quantity', t.quantity, 'amount_minor', t.amount_minor)
        order by t.line_id)
      from order_return_line t where t.return_id = r.id)) order by r.id)
  from order_return r where r.order_id = o.id), '[]') as returns`;

export type JsonRow = OrderRow & { lines: unknown; shipments: unknown; returns: unknown };

export function toWhole(row: JsonRow): WholeOrder {
  const { lines, shipments, returns, ...order } = row;
  return {
    order: order as OrderRow,
    lines: lines as LineRow[],
    shipments: (shipments as Record<string, unknown>[]).map(withTimes) as unknown as ShipmentRow[],
    returns: (returns as Record<string, unknown>[]).map(withTimes) as unknown as ReturnRow[],
  };
}

/** Within JSON a time is text. */
function withTimes(row: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(row).map(([name, value]) =>
    name.endsWith('_at') && typeof value === 'string' ? [name, new Date(value)] : [name, value],
  );
  return Object.fromEntries(entries);
}

const STANDS = `o.status not in ('placing', 'rejected')`;

const VISIBLE = (first: number): string => `(
  $${first + 1}::boolean or o.user_id = $${first}
  or ($${first + 2}::boolean and exists (select 1 from shipment v where v.order_id = o.id and v.seller_id = $${first}))
  or ($${first + 3}::boolean and exists (select 1 from shipment v where v.order_id = o.id and v.assignee_id = $${first})))`;

const viewerValues = (viewer: Viewer): unknown[] => [viewer.userId, viewer.all, viewer.sells, viewer.delivers];

const BY_ID = `select ${WHOLE} from orders o where o.id = $1 and ${STANDS}`;
const VISIBLE_BY_ID = `${BY_ID} and ${VISIBLE(2)}`;
const VISIBLE_ID = `select o.id from orders o where o.id = $1 and ${STANDS} and ${VISIBLE(2)}`;

/** For ourselves: any order that stands. */
export async function readOrder(database: Database<any>, id: number): Promise<WholeOrder | undefined> {
  const [row] = await database.read<JsonRow>(BY_ID, [id]);
  return row && toWhole(row);
}

/** The same inside a transaction, after its own changes. */
export async function readOrderIn(tx: Executor<OrderTables>, id: number): Promise<WholeOrder | undefined> {
  const [row] = await run<JsonRow>(tx, BY_ID, [id]);
  return row && toWhole(row);
}

export async function readVisibleOrder(
  database: Database<any>,
  id: number,
  viewer: Viewer,
): Promise<WholeOrder | undefined> {
  const [row] = await database.read<JsonRow>(VISIBLE_BY_ID, [id, ...viewerValues(viewer)]);
  return row && toWhole(row);
}

export async function isVisibleOrder(database: Database<any>, id: number, viewer: Viewer): Promise<boolean> {
  const rows = await database.read(VISIBLE_ID, [id, ...viewerValues(viewer)]);
  return rows.length > 0;
}

const ROW = `select o.* from orders o where o.id = $1 and ${STANDS}`;

/** The order alone, without what belongs to it. */
export async function readOrderRow(database: Database<any>, id: number): Promise<OrderRow | undefined> {
  const [row] = await database.read<OrderRow>(ROW, [id]);
  return row;
}
