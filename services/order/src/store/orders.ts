/** Orders under change: locked, with what belongs to them, and saved. */
import type { Transaction } from 'kysely';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { type Executor, run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { LineRow, OrderRow, ShipmentRow } from '../domain/model.ts';
import type { OrderTables } from './tables.ts';

type Tx = Transaction<OrderTables>;

const LOCK = `select * from orders where id = $1 and status not in ('placing', 'rejected') for update`;
const LINES = 'select * from order_line where order_id = $1 order by id';
const SHIPMENTS = 'select * from shipment where order_id = $1 order by id';
const LOCK_MANY: Statement = (sql) => `
select * from orders ${sql.byKey}
where id ${sql.in(1)} and status not in ('placing', 'rejected')
order by id for update`;
const LINES_OF_MANY: Statement = (sql) => `select * from order_line where order_id ${sql.in(1)} order by id`;
const HISTORY = insertRows({
  table: 'order_event',
  fields: {
    ord: 'int',
    order_id: 'bigint',
    status: 'text',
    payment_status: 'text',
    fulfilment_status: 'text',
    at: 'timestamp',
  },
  aside: ['ord'],
  orderBy: 'r.ord',
});

/** Everything that changes an order locks its row first; what belongs to it is read after that. */
export async function lockOrder(tx: Tx, id: number): Promise<OrderRow | undefined> {
  const [order] = await run<OrderRow>(tx, LOCK, [id]);
  return order;
}

export const linesOf = (db: Executor<OrderTables>, orderId: number): Promise<LineRow[]> =>
  run<LineRow>(db, LINES, [orderId]);

/** Several at once, by their ids; in the order of ids, as all locks are taken. */
export async function lockOrders(tx: Tx, ids: readonly number[]): Promise<Map<number, OrderRow>> {
  const orders = await run<OrderRow>(tx, LOCK_MANY, [ids]);
  return new Map(orders.map((order) => [order.id, order]));
}

export async function linesOfMany(tx: Tx, orderIds: readonly number[]): Promise<Map<number, LineRow[]>> {
  return Map.groupBy(await run<LineRow>(tx, LINES_OF_MANY, [orderIds]), ({ order_id }) => order_id);
}

export const shipmentsOf = (db: Executor<OrderTables>, orderId: number): Promise<ShipmentRow[]> =>
  run<ShipmentRow>(db, SHIPMENTS, [orderId]);

/** Version by version: the caller holds the lock, so another version is a mistake of ours. */
export async function saveOrder(tx: Tx, before: OrderRow, patch: Partial<OrderRow>, at: Date): Promise<OrderRow> {
  const changed = { ...patch, version: before.version + 1, updated_at: at };
  const result = await tx
    .updateTable('orders')
    .set(changed)
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new Error(`Order ${before.id} is not at version ${before.version}.`);
  return { ...before, ...changed };
}

export async function saveShipment(
  tx: Tx,
  before: ShipmentRow,
  patch: Partial<ShipmentRow>,
  at: Date,
): Promise<ShipmentRow> {
  const changed = { ...patch, version: before.version + 1, updated_at: at };
  await tx.updateTable('shipment').set(changed).where('id', '=', before.id).execute();
  return { ...before, ...changed };
}

/** The states of these orders as they are now, for the history. */
export async function recordHistory(tx: Tx, orders: readonly OrderRow[]): Promise<void> {
  const rows = orders.map(({ id, status, payment_status, fulfilment_status, updated_at }, ord) => ({
    ord,
    order_id: id,
    status,
    payment_status,
    fulfilment_status,
    at: updated_at,
  }));
  await HISTORY(tx, rows);
}

export interface NewReturn {
  orderId: number;
  actorId: number;
  reason: string;
  refundMinor: number;
  lines: { lineId: number; quantity: number; amountMinor: number }[];
  at: Date;
}

export async function insertReturn(tx: Tx, made: NewReturn): Promise<number> {
  const { id } = await tx
    .insertInto('order_return')
    .values({
      order_id: made.orderId,
      actor_id: made.actorId,
      reason: made.reason,
      refund_minor: made.refundMinor,
      created_at: made.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('order_return_line')
    .values(
      made.lines.map(({ lineId, quantity, amountMinor }) => ({
        return_id: id,
        line_id: lineId,
        quantity,
        amount_minor: amountMinor,
      })),
    )
    .execute();
  for (const { lineId, quantity } of made.lines) {
    await tx
      .updateTable('order_line')
      .set((eb) => ({ returned_quantity: eb('returned_quantity', '+', quantity) }))
      .where('id', '=', lineId)
      .execute();
  }
  return id;
}

/** Money of returns that was asked back, whether or not it has arrived. */
export async function returnedSum(tx: Tx, orderId: number): Promise<number> {
  const row = await tx
    .selectFrom('order_return')
    .select((eb) => eb.fn.sum<string | null>('refund_minor').as('sum'))
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return Number(row?.sum ?? 0);
}
