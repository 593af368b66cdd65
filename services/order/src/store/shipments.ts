/** Reading shipments: a seller's, a partner's, or all; each with its order and its lines in one statement. */
import { sql } from 'kysely';
import { type Database, run } from '#platform/sql/database.ts';
import { type Fields, type Statement, type Words, wordsFor } from '#platform/sql/statement.ts';
import type { LineRow, OrderRow, ShipmentRow } from '../domain/model.ts';
import type { ParcelOfOrder } from '../domain/shipment-view.ts';
import { children, type ListOfCells, rowsOf } from './children.ts';
import { lineFields, orderFields, shipmentFields } from './fields.ts';
import type { Viewer } from './read-orders.ts';
import type { OrderTables } from './tables.ts';

const columns = (alias: string, fields: Fields) =>
  Object.keys(fields).map((name) => `${alias}."${name}" as "${alias}.${name}"`);

const parcel = (sql: Words) => `
select ${[...columns('s', shipmentFields), ...columns('o', orderFields)].join(', ')},
  ${children(sql, lineFields, 'l', 'order_line l where l.order_id = s.order_id and l.seller_id = s.seller_id', 'l.id')} as "lines",
  not exists (select 1 from shipment e where e.order_id = s.order_id and e.id < s.id) as "first"
from shipment s join orders o on o.id = s.order_id`;

type Found = Record<string, unknown> & { lines: ListOfCells; first: boolean | number };

const part = <Row>(row: Found, alias: string, fields: Fields) =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, row[`${alias}.${name}`]])) as Row;

const toParcel = (row: Found): ParcelOfOrder => ({
  order: part<OrderRow>(row, 'o', orderFields),
  shipment: part<ShipmentRow>(row, 's', shipmentFields),
  lines: rowsOf<LineRow>(lineFields, row.lines),
  first: Boolean(row.first),
});

const BY_ID: Statement = (sql) => `${parcel(sql)}
where s.id = $5 and (${sql.value(2, 'boolean')} or (${sql.value(3, 'boolean')} and s.seller_id = $1)
  or (${sql.value(4, 'boolean')} and s.assignee_id = $1))`;

/** The seller's and partner's rights of the viewer; a buyer sees shipments with the order. */
export async function readShipment(
  database: Database<any>,
  id: number,
  viewer: Viewer,
): Promise<ParcelOfOrder | undefined> {
  const [row] = await run<Found>(database.kysely, BY_ID, [
    viewer.userId,
    viewer.all,
    viewer.sells,
    viewer.delivers,
    id,
  ]);
  return row && toParcel(row);
}

export interface ShipmentFilter {
  status?: string;
  orderId?: number;
  assigned?: boolean;
}

export interface ShipmentPlace {
  orderId: number;
  id: number;
}

/** Newest order first; those of cancelled orders are not to be sent, so they are left out. */
export async function listShipments(
  database: Database<OrderTables>,
  viewer: Viewer,
  filter: ShipmentFilter,
  page: { limit: number; before?: ShipmentPlace; offset: number },
): Promise<ParcelOfOrder[]> {
  const { userId } = viewer;
  let query = database.kysely
    .selectFrom('shipment as s')
    .innerJoin('orders as o', 'o.id', 's.order_id')
    .select('s.id')
    .where('o.status', '<>', 'cancelled');
  if (!viewer.all) {
    query = query.where((eb) =>
      eb.or([
        ...(viewer.sells ? [eb('s.seller_id', '=', userId)] : []),
        ...(viewer.delivers ? [eb('s.assignee_id', '=', userId)] : []),
      ]),
    );
  }
  if (filter.status) query = query.where('s.status', '=', filter.status as 'shipped');
  if (filter.orderId !== undefined) query = query.where('s.order_id', '=', filter.orderId);
  if (filter.assigned !== undefined) query = query.where('s.assignee_id', filter.assigned ? 'is not' : 'is', null);
  const { before } = page;
  if (before) {
    query = query.where((eb) =>
      eb.or([
        eb('s.order_id', '<', before.orderId),
        eb.and([eb('s.order_id', '=', before.orderId), eb('s.id', '<', before.id)]),
      ]),
    );
  }
  const chosen = query
    .orderBy('s.order_id', 'desc')
    .orderBy('s.id', 'desc')
    .limit(page.limit + 1)
    .offset(page.offset);
  const { rows } = await sql<Found>`
    with chosen as (${chosen}) ${sql.raw(parcel(wordsFor(database.dialect)))} where s.id in (select id from chosen)
    order by s.order_id desc, s.id desc`.execute(database.kysely);
  return rows.map(toParcel);
}
