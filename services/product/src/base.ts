/** What every use case of the product service is given. */

import type { Static } from 'typebox';
import type { Held, HoldRequest, Released, VariantSnapshot } from '#contracts/product/schemas.ts';
import type { PlatformTables } from '#platform/events/tables.ts';
import type { ServiceBase } from '#platform/service/manifest.ts';
import type { CatalogueState } from './cache/catalogue-state.ts';
import type { CategoryTree } from './cache/category-tree.ts';
import type { KeptAnswers } from './cache/kept-answers.ts';
import type { ProductCounts } from './cache/product-counts.ts';
import type { ReadyLists } from './cache/ready-lists.ts';
import type { ReadyProducts } from './cache/ready-products.ts';
import type { ProductConfig } from './config.ts';
import type { Synonyms } from './domain/search-words.ts';
import type { ProductTables } from './store/tables.ts';

export type ProductBase = ServiceBase<ProductTables & PlatformTables, ProductConfig>;

export interface WantedVariants {
  variantIds: readonly number[];
  productIds: readonly number[];
}

export interface ProductService extends ProductBase {
  /** Products as bytes, ready to send. */
  ready: ReadyProducts;
  lists: ReadyLists;
  /** Totals of lists, which all pages of one list share. */
  totals: KeptAnswers<{ total: number }>;
  catalogue: CatalogueState;
  categories: CategoryTree;
  productCounts: ProductCounts;
  synonyms: Synonyms;
  /** From the database, many calls in one statement. */
  readSnapshot(wanted: WantedVariants): Promise<VariantSnapshot[]>;
  /** Many orders in one transaction, each with an answer of its own. */
  holdOne(request: HoldRequest & { requestId: string }): Promise<Static<typeof Held>>;
  releaseOne(orderId: number): Promise<Static<typeof Released>>;
}
