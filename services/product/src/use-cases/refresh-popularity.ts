/** Makes what was ordered lately count in the order of lists. */
import type { ProductService } from '../base.ts';
import { noteChange } from '../cache/changes.ts';
import { indexPopularity } from '../store/search.ts';
import * as tasks from '../store/stock-tasks.ts';

export async function refreshPopularity(product: ProductService): Promise<void> {
  await product.database.tx(async (tx) => {
    if (!(await tasks.refreshPopularity(tx))) return;
    await indexPopularity(tx);
    noteChange(product, tx, { order: true });
  });
}
