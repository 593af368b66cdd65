/** Reading orders with all that belongs to them in one statement; who may see them stands in its WHERE. */
import { type Database, type Executor, run } from '#platform/sql/database.ts';
import type { Statement, Words } from '#platform/sql/statement.ts';
import type { LineRow, OrderRow, ReturnRow, ShipmentRow, WholeOrder } from '../domain/model.ts';
import { children, type ListOfCells, rowsOf } from './children.ts';
import { lineFields, shipmentFields } from './fields.ts';
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

const returnFields = { id: 'bigint', reason: 'text', refund_minor: 'bigint', created_at: 'timestamp' } as const;
const returnLineFields = { line_id: 'bigint', quantity: 'int', amount_minor: 'bigint' } as const;

/** One row for each line of a return. */
const returned = (sql: Words) =>
  sql.list(
    [
      ...['r.id', 'r.reason', 'r.refund_minor', sql.epochMs('r.created_at')],
      ...['t.line_id', 't.quantity', 't.amount_minor'],
    ],
    'order_return r join order_return_line t on t.return_id = r.id where r.order_id = o.id',
    'r.id, t.line_id',
  );

/** Of `orders o`, with what belongs to each. */
export const whole = (sql: Words) => `o.*,
  ${children(sql, lineFields, 'l', 'order_line l where l.order_id = o.id', 'l.id')} as "lines",
  ${children(sql, shipmentFields, 's', 'shipment s where s.order_id = o.id', 's.id')} as "shipments",
  ${returned(sql)} as "returns"`;

export type ListedOrder = OrderRow & { lines: ListOfCells; shipments: ListOfCells; returns: ListOfCells };

export function toWhole(row: ListedOrder): WholeOrder {
  const { lines, shipments, returns, ...order } = row;
  return {
    order: order as OrderRow,
    lines: rowsOf<LineRow>(lineFields, lines),
    shipments: rowsOf<ShipmentRow>(shipmentFields, shipments),
    returns: returnsOf(returns),
  };
}

type ReturnLine = ReturnRow['lines'][number];

function returnsOf(list: ListOfCells): ReturnRow[] {
  const rows = rowsOf<Omit<ReturnRow, 'lines'> & ReturnLine>({ ...returnFields, ...returnLineFields }, list);
  return [...Map.groupBy(rows, ({ id }) => id).values()].map((own) => {
    const { id, reason, refund_minor, created_at } = own[0]!;
    const lines = own.map(({ line_id, quantity, amount_minor }) => ({ line_id, quantity, amount_minor }));
    return { id, reason, refund_minor, created_at, lines };
  });
}

const STANDS = `o.status not in ('placing', 'rejected')`;

/** The viewer stands in four parameters from `place` on. */
function visible(sql: Words, place: number): string {
  const viewer = `$${place}`;
  const may = (index: number) => sql.value(place + index, 'boolean');
  return `(${may(1)} or o.user_id = ${viewer}
  or (${may(2)} and exists (select 1 from shipment v where v.order_id = o.id and v.seller_id = ${viewer}))
  or (${may(3)} and exists (select 1 from shipment v where v.order_id = o.id and v.assignee_id = ${viewer})))`;
}

const viewerValues = (viewer: Viewer): unknown[] => [viewer.userId, viewer.all, viewer.sells, viewer.delivers];

const BY_ID: Statement = (sql) => `select ${whole(sql)} from orders o where o.id = $1 and ${STANDS}`;
const VISIBLE_BY_ID: Statement = (sql) => `${BY_ID(sql)} and ${visible(sql, 2)}`;
const VISIBLE_ID: Statement = (sql) => `select o.id from orders o where o.id = $1 and ${STANDS} and ${visible(sql, 2)}`;

/** For ourselves: any order that stands. */
export async function readOrder(database: Database<any>, id: number): Promise<WholeOrder | undefined> {
  const [row] = await database.read<ListedOrder>(BY_ID, [id]);
  return row && toWhole(row);
}

/** The same inside a transaction, after its own changes. */
export async function readOrderIn(tx: Executor<OrderTables>, id: number): Promise<WholeOrder | undefined> {
  const [row] = await run<ListedOrder>(tx, BY_ID, [id]);
  return row && toWhole(row);
}

export async function readVisibleOrder(
  database: Database<any>,
  id: number,
  viewer: Viewer,
): Promise<WholeOrder | undefined> {
  const [row] = await database.read<ListedOrder>(VISIBLE_BY_ID, [id, ...viewerValues(viewer)]);
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

// What was paid after it had been cancelled was never completed.
const COMPLETED: Statement = (sql) => `
select ${whole(sql)} from orders o
where o.id > $1 and o.paid_at is not null
  and (o.status in ('completed', 'refunded') or (o.status = 'cancelled' and o.paid_at <= o.cancelled_at))
order by o.id limit $2`;

export async function completedOrders(database: Database<any>, after: number, limit: number): Promise<WholeOrder[]> {
  const rows = await database.read<ListedOrder>(COMPLETED, [after, limit]);
  return rows.map(toWhole);
}
