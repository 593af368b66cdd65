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
  return { [SETTLE_STOCK]: () => applyStockTasks(product) };
}

export function productSchedules(product: ProductService): Schedule[] {
  return [
    { name: 'product popularity', everyMs: 5 * MINUTE_MS, run: () => refreshPopularity(product) },
    { name: 'unused pictures', everyMs: 60 * MINUTE_MS, run: () => removeUnusedPictures(product) },
  ];
}
