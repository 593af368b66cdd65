/** Says to the caches what a transaction changed, once it has committed: to those of this process, and of other replicas. */
import { afterCommit, type Executor } from '#platform/sql/database.ts';
import type { ProductService } from '../base.ts';

export interface Change {
  productIds?: Iterable<number>;
  /** Which products a list shows, or their order, may differ. */
  order?: boolean;
  /** Something came into stock or went out of it. */
  availability?: boolean;
  /** Names or places of categories: every product shows its path. */
  categories?: boolean;
  /** More products than it is worth to name. */
  allProducts?: boolean;
}

export function noteChange(product: ProductService, tx: Executor<any>, change: Change): void {
  afterCommit(tx, () => tellCaches(product, change));
}

const TOPIC = 'products-changed';

export function tellCaches(product: ProductService, change: Change): void {
  const told = { ...change, productIds: change.productIds && [...change.productIds] };
  forget(product, told);
  product.neighbours.tell(TOPIC, told);
}

/** What other replicas change; and everything, when something they changed may have been missed. */
export function hearChanges(product: ProductService): void {
  product.neighbours.hear(TOPIC, (change: Change) => forget(product, change));
  product.neighbours.onGap(() =>
    forget(product, { allProducts: true, order: true, availability: true, categories: true }),
  );
}

function forget(product: ProductService, change: Change): void {
  if (change.categories) product.categories.changed();
  if (change.categories || change.allProducts) product.ready.allChanged();
  else if (change.productIds) product.ready.changed(change.productIds);
  if (change.order || change.categories) product.catalogue.orderChanged();
  if (change.availability) product.catalogue.availabilityChanged();
}
