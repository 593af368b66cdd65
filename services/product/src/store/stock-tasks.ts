/** The queue between the events of orders and the stock: rows written by handlers, taken many at a time. */
import { run } from '#platform/sql/database.ts';
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

const ADD = `
insert into stock_task (order_id, kind, lines)
select "orderId", kind, lines
from rows from (jsonb_to_recordset($1::jsonb) as ("orderId" bigint, kind text, lines jsonb))
  with ordinality as t("orderId", kind, lines, place)
order by place`;

/** In the given order, which is the order in which they are applied. */
export async function addTasks(tx: Tx, tasks: ReadonlyArray<Omit<StockTask, 'id'>>): Promise<void> {
  await run(tx, ADD, [JSON.stringify(tasks)]);
}

const TAKE = `
with due as (select id from stock_task where id > $2 order by id limit $1 for update skip locked)
delete from stock_task t using due where t.id = due.id
returning t.id, t.order_id as "orderId", t.kind, t.lines`;

/** Removes them: they come back if the transaction fails. */
export async function takeTasks(tx: Tx, limit: number, afterId = 0): Promise<StockTask[]> {
  const tasks = await run<StockTask>(tx, TAKE, [limit, afterId]);
  return tasks.sort((a, b) => a.id - b.id);
}

const COUNT_DEMAND = `
insert into product_demand (product_id, ordered)
select d."productId", d.quantity
from jsonb_to_recordset($1::jsonb) as d("productId" bigint, quantity bigint)
join product p on p.id = d."productId"
order by d."productId"
on conflict (product_id) do update set ordered = product_demand.ordered + excluded.ordered`;

export async function countDemand(tx: Tx, lines: readonly TaskLine[]): Promise<void> {
  const byProduct = new Map<number, number>();
  for (const { productId, quantity } of lines) byProduct.set(productId, (byProduct.get(productId) ?? 0) + quantity);
  if (byProduct.size === 0) return;
  const rows = [...byProduct].map(([productId, quantity]) => ({ productId, quantity }));
  await run(tx, COUNT_DEMAND, [JSON.stringify(rows)]);
}

// Only rows that differ: the column stands in indexes.
const REFRESH_POPULARITY = `
update product p set popularity = least(d.ordered, 2000000000)
from product_demand d
where d.product_id = p.id and p.popularity <> least(d.ordered, 2000000000)
returning p.id`;

export async function refreshPopularity(tx: Tx): Promise<boolean> {
  return (await run(tx, REFRESH_POPULARITY, [])).length > 0;
}
