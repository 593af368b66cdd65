/** The product service: catalogue, search, pictures, stock. */
import { productApi } from '#contracts/product/api.ts';
import { productErrors } from '#contracts/product/errors.ts';
import { productEvents } from '#contracts/product/events.ts';
import { defineService } from '#platform/service/manifest.ts';
import { batcher } from '#platform/sql/batcher.ts';
import { migrations } from '../migrations/index.ts';
import type { ProductBase, ProductService } from './base.ts';
import { createCatalogueState } from './cache/catalogue-state.ts';
import { createCategoryTree } from './cache/category-tree.ts';
import { hearChanges } from './cache/changes.ts';
import { createKeptAnswers } from './cache/kept-answers.ts';
import { createProductCounts } from './cache/product-counts.ts';
import { createReadyLists } from './cache/ready-lists.ts';
import { createReadyProducts } from './cache/ready-products.ts';
import { productConfig } from './config.ts';
import { synonymsFrom } from './domain/search-words.ts';
import { listensTo, productHandlers } from './handlers.ts';
import { productJobs, productSchedules } from './jobs.ts';
import { productRoutes } from './routes.ts';
import { readCategories } from './store/categories.ts';
import { readReadyProducts } from './store/product-rows.ts';
import { holdMany } from './use-cases/hold-stock.ts';
import { releaseMany } from './use-cases/settle-stock.ts';
import { snapshotMany } from './use-cases/snapshot.ts';

const MB = 1_048_576;
const UNHEARD_MAX_AGE_MS = 1_000;

export function openProductService(base: ProductBase): ProductService {
  const { config, database, neighbours } = base;
  // What other replicas change is not told while they cannot be heard: then nothing is believed for longer than a second.
  const maxAgeMs = () =>
    neighbours.hears()
      ? config.PRODUCT_CACHE_MAX_AGE_MS
      : Math.min(config.PRODUCT_CACHE_MAX_AGE_MS, UNHEARD_MAX_AGE_MS);
  const maxBytes = (config.PRODUCT_CACHE_MB * MB) / 2;
  const catalogue = createCatalogueState();
  const categories = createCategoryTree({ load: () => readCategories(database.read), maxAgeMs });
  const product: ProductService = {
    ...base,
    catalogue,
    categories,
    lists: createReadyLists({ state: catalogue, maxBytes, maxAgeMs }),
    totals: createKeptAnswers({ state: catalogue, maxBytes: MB, maxAgeMs, bytesOf: () => 8 }),
    ready: createReadyProducts({ read: (ids) => readReadyProducts(database.read, ids), maxBytes, maxAgeMs }),
    productCounts: createProductCounts({ read: database.read, categories, state: catalogue, maxAgeMs }),
    synonyms: synonymsFrom(config.SEARCH_SYNONYMS),
    readSnapshot: batcher({ many: (calls) => snapshotMany(product, calls) }),
    holdOne: batcher({ many: (items) => holdMany(product, items) }),
    releaseOne: batcher({ many: (orderIds) => releaseMany(product, orderIds) }),
  };
  hearChanges(product);
  return product;
}

export const productService = defineService({
  name: 'product',
  about: 'Catalogue, search, pictures and stock',
  api: productApi,
  errors: productErrors,
  events: productEvents,
  calls: [],
  listensTo,
  config: productConfig,
  migrations,
  async start(base: ProductBase) {
    const product = openProductService(base);
    return {
      routes: productRoutes(product),
      handlers: productHandlers(product),
      jobs: productJobs(product),
      schedules: productSchedules(product),
    };
  },
});
