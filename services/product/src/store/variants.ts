/** Writing variants, each with its row of stock. */
import { chain } from '#platform/sql/changes/chain.ts';
import { given } from '#platform/sql/changes/fields.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Tx } from './products.ts';

export interface VariantFields {
  sku: string | null;
  title: string | null;
  options: Record<string, string>;
  priceMinor: number;
  compareAtMinor: number | null;
  weightGrams: number | null;
}

export interface NewVariant extends VariantFields {
  quantity: number;
  lowThreshold: number;
  position: number;
}

export interface NewVariantRow extends NewVariant {
  productId: number;
  sellerId: number;
}

// Variants, their stock, and its first movement: one statement for any number of products. Each variant is paired with
// its stock by its place.
const INSERT_VARIANTS = chain({
  made: insertRows<{ id: number; ord: number }>({
    table: 'variant',
    fields: {
      ord: 'int',
      productId: 'bigint',
      sellerId: 'bigint',
      sku: 'text',
      title: 'text',
      options: 'json',
      priceMinor: 'bigint',
      compareAtMinor: 'bigint',
      weightGrams: 'int',
      position: 'int',
    },
    aside: ['ord'],
    orderBy: 'r.ord',
    returning: { id: 'bigint' },
    numbered: true,
  }),
  stocked: insertRows({
    table: 'stock',
    fields: { ord: 'int', variant_id: 'bigint', productId: 'bigint', quantity: 'int', lowThreshold: 'int' },
    aside: ['ord', 'quantity'],
    values: { on_hand: 'r.quantity', low_told: 'r.quantity <= r."lowThreshold"' },
    after: { part: 'made', on: { ord: 'ord' }, take: { variant_id: 'id' } },
  }),
  moved: insertRows({
    table: 'movement',
    fields: { ord: 'int', variant_id: 'bigint', productId: 'bigint', quantity: 'int', actorId: 'bigint' },
    aside: ['ord', 'quantity'],
    values: {
      kind: "'initial'",
      reason: "'First stock'",
      delta: 'r.quantity',
      on_hand_after: 'r.quantity',
      held_after: '0',
    },
    after: { part: 'made', on: { ord: 'ord' }, take: { variant_id: 'id' } },
  }),
});

export async function insertVariants(tx: Tx, variants: readonly NewVariantRow[], actorId: number | null) {
  const rows = variants.map((variant, ord) => ({ ...variant, ord, actorId }));
  await INSERT_VARIANTS(tx, { made: rows, stocked: rows, moved: rows.filter(({ quantity }) => quantity > 0) });
}

export interface LockedVariant {
  id: number;
  sku: string | null;
  title: string | null;
  options: Record<string, string>;
  price_minor: number;
  compare_at_minor: number | null;
  weight_grams: number | null;
  position: number;
  on_hand: number;
  held: number;
  low_threshold: number;
  low_told: boolean;
  version: number;
}

// The stock rows are what holds lock too, in the same order.
const LOCK_VARIANTS = `
select v.id, v.sku, v.title, v.options, v.price_minor, v.compare_at_minor, v.weight_grams, v.position,
  k.on_hand, k.held, k.low_threshold, k.low_told, k.version
from stock k join variant v on v.id = k.variant_id
where k.product_id = $1
order by k.variant_id
for update of k`;

export async function lockVariants(tx: Tx, productId: number): Promise<LockedVariant[]> {
  return run<LockedVariant>(tx, LOCK_VARIANTS, [productId]);
}

/** By their ids. */
export const updateVariants = updateRows({
  table: 'variant',
  fields: {
    id: 'bigint',
    sku: 'text',
    title: 'text',
    options: 'json',
    priceMinor: 'bigint',
    compareAtMinor: 'bigint',
    weightGrams: 'int',
    position: 'int',
  },
  match: { id: 'id' },
  set: given('sku', 'title', 'options', 'priceMinor', 'compareAtMinor', 'weightGrams', 'position'),
});

// Their versions go over to the product, so that the sum of both never falls.
const KEEP_VERSIONS: Statement = (sql) => `
update product set version = version + (
  select coalesce(sum(k.version), 0) from stock k where k.product_id = $1 and k.variant_id ${sql.in(2)}
)
where id = $1`;

const DELETE_VARIANTS: Statement = (sql) => `delete from variant where product_id = $1 and id ${sql.in(2)}`;

/** One that stands in orders is refused by the foreign key of `hold_line`. */
export async function deleteVariants(tx: Tx, productId: number, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await run(tx, KEEP_VERSIONS, [productId, ids]);
  await run(tx, DELETE_VARIANTS, [productId, ids]);
}
