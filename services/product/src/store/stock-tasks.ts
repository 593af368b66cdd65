/** The queue between the events of orders and the stock: rows written by handlers, taken many at a time. */
import { deleteWhere } from '#platform/sql/changes/change-where.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { execute } from '#platform/sql/database.ts';
import type { Tx } from './products.ts';

export interface TaskLine {
  productId: number;
  variantId: number;
  quantity: number;
}

export interface StockTask {
  id: number;
  orderId: number;
  kind: 'sell' | 'release' | 'cancel' | 'return' | 'count';
  lines: TaskLine[] | null;
}

const ADD = insertRows({
  table: 'stock_task',
  fields: { orderId: 'bigint', kind: 'text', lines: 'json', place: 'int' },
  aside: ['place'],
  orderBy: 'r.place',
});

/** In the given order, which is the order in which they are applied. */
export async function addTasks(tx: Tx, tasks: ReadonlyArray<Omit<StockTask, 'id'>>): Promise<void> {
  await ADD(
    tx,
    tasks.map((task, place) => ({ ...task, place })),
  );
}

const TAKE = deleteWhere<Omit<StockTask, 'orderId'> & { order_id: number }>({
  table: 'stock_task',
  key: ['id'],
  where: 't.id > $2',
  queue: { orderBy: 't.id', limit: '$1' },
  returning: { id: 'bigint', order_id: 'bigint', kind: 'text', lines: 'json' },
});

/** Removes them: they come back if the transaction fails. */
export async function takeTasks(tx: Tx, limit: number, afterId = 0): Promise<StockTask[]> {
  const tasks = await TAKE(tx, [limit, afterId]);
  return tasks.map(({ order_id: orderId, ...task }) => ({ ...task, orderId })).sort((a, b) => a.id - b.id);
}

const COUNT_DEMAND = insertRows({
  table: 'product_demand',
  fields: { productId: 'bigint', quantity: 'bigint' },
  aside: ['quantity'],
  values: { ordered: 'r.quantity' },
  where: 'exists (select 1 from product p where p.id = r."productId")',
  orderBy: 'r."productId"',
  duplicate: { key: ['product_id'], set: { ordered: 'old.ordered + new.ordered' } },
});

export async function countDemand(tx: Tx, lines: readonly TaskLine[]): Promise<void> {
  const byProduct = new Map<number, number>();
  for (const { productId, quantity } of lines) byProduct.set(productId, (byProduct.get(productId) ?? 0) + quantity);
  const rows = [...byProduct].map(([productId, quantity]) => ({ productId, quantity }));
  await COUNT_DEMAND(
    tx,
    rows.toSorted((a, b) => a.productId - b.productId),
  );
}

// Only rows that differ: the column stands in indexes.
const REFRESH_POPULARITY = `
update product
set popularity = (select least(d.ordered, 2000000000) from product_demand d where d.product_id = product.id)
where exists (
  select 1 from product_demand d where d.product_id = product.id and product.popularity <> least(d.ordered, 2000000000)
)`;

export async function refreshPopularity(tx: Tx): Promise<boolean> {
  return (await execute(tx, REFRESH_POPULARITY, [])).changed > 0;
}
