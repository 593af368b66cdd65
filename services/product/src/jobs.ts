/** Work off the request path: applying what orders did to stock, popularity, clearing away unused pictures. */
import type { JobHandlers } from '#platform/events/jobs.ts';
import type { Schedule } from '#platform/service/manifest.ts';
import type { ProductService } from './base.ts';
import { applyStockTasks } from './use-cases/apply-stock-tasks.ts';
import { refreshPopularity } from './use-cases/refresh-popularity.ts';
import { removeUnusedPictures } from './use-cases/store-picture.ts';

export const SETTLE_STOCK = 'settle-stock';

const MINUTE_MS = 60_000;

export function productJobs(product: ProductService): JobHandlers {
  const settle = together(() => applyStockTasks(product));
  return { [SETTLE_STOCK]: settle };
}

/** Who asks while it runs shares one further run: that one sees everything that was there when it was asked for. */
function together(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    const mine = work().finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    return mine;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}

export function productSchedules(product: ProductService): Schedule[] {
  return [
    { name: 'product popularity', everyMs: 5 * MINUTE_MS, run: () => refreshPopularity(product) },
    { name: 'unused pictures', everyMs: 60 * MINUTE_MS, run: () => removeUnusedPictures(product) },
  ];
}
