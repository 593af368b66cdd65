/**
 * Applies what the events of orders asked of the stock, in batches, each in one transaction together with the removal
 * of its tasks. A batch that fails is taken again one by one, so a task at fault never holds up the others.
 */
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { ProductService } from '../base.ts';
import type { Tx } from '../store/products.ts';
import { countDemand, type StockTask, takeTasks } from '../store/stock-tasks.ts';
import { type OrderStep, settleIn } from './settle-stock.ts';

const BATCH = 300;

export async function applyStockTasks(product: ProductService): Promise<void> {
  try {
    while ((await applySome(product, BATCH, 0)) !== undefined);
  } catch {
    await applyOneByOne(product);
  }
}

/** The last id of what was applied; undefined when there was nothing. */
async function applySome(product: ProductService, limit: number, afterId: number): Promise<number | undefined> {
  const last = await product.database.tx(async (tx) => {
    const tasks = await takeTasks(tx, limit, afterId);
    await apply(product, tx, tasks);
    if (tasks.length > 0) crashPoint('product.settling');
    return tasks.at(-1)?.id;
  });
  if (last !== undefined) crashPoint('product.settled');
  return last;
}

async function apply(product: ProductService, tx: Tx, tasks: readonly StockTask[]): Promise<void> {
  const steps = tasks.flatMap(({ orderId, kind, lines }): OrderStep[] => {
    if (kind === 'count') return [];
    return [kind === 'return' ? { orderId, kind, lines: lines ?? [] } : { orderId, kind }];
  });
  if (steps.length > 0) await settleIn(product, tx, steps);
  await countDemand(
    tx,
    tasks.flatMap((task) => (task.kind === 'count' ? (task.lines ?? []) : [])),
  );
}

/** Passes over what fails and reports it at the end: the job is then repeated, and at last left for a person. */
async function applyOneByOne(product: ProductService): Promise<void> {
  const failures: unknown[] = [];
  const ids = await product.database.kysely.selectFrom('stock_task').select('id').orderBy('id').execute();
  for (const { id } of ids) {
    try {
      await applySome(product, 1, id - 1);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} stock tasks failed: ${failures[0]}`);
}
