/**
 * Counts what could move a list: `order` changes of products and categories, `availability` changes of what is in stock
 * at all. An answer that was computed from the database holds as long as the counts are what they were before.
 */
export interface CatalogueState {
  markOf(usesStock: boolean): string;
  orderChanged(): void;
  availabilityChanged(): void;
}

export function createCatalogueState(): CatalogueState {
  let order = 0;
  let availability = 0;
  return {
    markOf: (usesStock) => (usesStock ? `${order}.${availability}` : `${order}`),
    orderChanged() {
      order += 1;
    },
    availabilityChanged() {
      availability += 1;
    },
  };
}
