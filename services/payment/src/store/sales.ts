/** Completed orders and their parts; the parts' share that was given back is the only thing that changes. */
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { type Executor, run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Rows, Tx } from '../base.ts';
import type { Sale, SalePart } from '../domain/sale.ts';
import type { GivenBack } from '../domain/sale-entries.ts';

const SALES = insertRows<{ order_id: number }>({
  table: 'sale',
  fields: {
    order_id: 'bigint',
    order_number: 'text',
    user_id: 'bigint',
    payment_id: 'bigint',
    currency: 'text',
    total_minor: 'bigint',
    completed_at: 'timestamp',
  },
  duplicate: 'skip',
  returning: { order_id: 'bigint' },
});

const PARTS = insertRows({
  table: 'sale_part',
  fields: {
    order_id: 'bigint',
    position: 'int',
    kind: 'text',
    line_id: 'bigint',
    seller_id: 'bigint',
    title: 'text',
    sku: 'text',
    hsn: 'text',
    quantity: 'int',
    unit_price_minor: 'bigint',
    total_minor: 'bigint',
    discount_minor: 'bigint',
    house_discount_minor: 'bigint',
    tax_minor: 'bigint',
    tax_percent: 'text',
    tax_included: 'boolean',
    commission_minor: 'bigint',
    paid_minor: 'bigint',
    whole: 'bigint',
    reversed: 'bigint',
  },
});

/** The orders that were not there yet. */
export async function insertSales(tx: Rows, sales: readonly Sale[]): Promise<Set<number>> {
  return new Set((await SALES(tx, sales)).map(({ order_id }) => order_id));
}

export async function insertParts(tx: Rows, parts: readonly SalePart[]): Promise<void> {
  await PARTS(tx, parts);
}

export const saleOfOrder = (rows: Rows, orderId: number): Promise<Sale | undefined> =>
  rows.selectFrom('sale').selectAll().where('order_id', '=', orderId).executeTakeFirst();

/** The caller holds the order's lock. */
export const partsOfOrder = (rows: Rows, orderId: number): Promise<SalePart[]> =>
  rows.selectFrom('sale_part').selectAll().where('order_id', '=', orderId).orderBy('position').execute();

export async function markGivenBack(tx: Tx, given: readonly GivenBack[]): Promise<void> {
  for (const { part, to } of given) {
    await tx
      .updateTable('sale_part')
      .set({ reversed: to })
      .where('order_id', '=', part.order_id)
      .where('position', '=', part.position)
      .execute();
  }
}

const LOCK_PAYABLES: Statement = (sql) =>
  `select order_id, state from payable ${sql.byKey} where order_id ${sql.in(1)} order by order_id for update`;

/** The turnstiles of several orders, in the order of their ids, as everyone takes them. */
export async function lockOrders(tx: Executor<any>, orderIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await run<{ order_id: number; state: string }>(tx, LOCK_PAYABLES, [orderIds]);
  return new Map(rows.map(({ order_id, state }) => [order_id, state]));
}
