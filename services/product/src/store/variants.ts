/** Writing variants, each with its row of stock. */
import { run } from '#platform/sql/database.ts';
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

// Variants, their stock, and its first movement: one statement for any number of products. Ids are drawn before, so
// that each variant is paired with its stock by its place in the input.
const INSERT_VARIANTS = `
with input as (
  select v.*, nextval(pg_get_serial_sequence('variant', 'id')) as id
  from jsonb_to_recordset($1::jsonb) as v("productId" bigint, "sellerId" bigint, sku text, title text, options jsonb,
    "priceMinor" bigint, "compareAtMinor" bigint, "weightGrams" int, quantity int, "lowThreshold" int, position int)
), made as (
  insert into variant (id, product_id, seller_id, sku, title, options, price_minor, compare_at_minor, weight_grams, position)
  select id, "productId", "sellerId", sku, title, options, "priceMinor", "compareAtMinor", "weightGrams", position
  from input
  returning id, product_id
), stocked as (
  insert into stock (variant_id, product_id, on_hand, low_threshold, low_told)
  select made.id, made.product_id, quantity, "lowThreshold", quantity <= "lowThreshold"
  from made join input on input.id = made.id
  returning variant_id, product_id, on_hand
)
insert into movement (product_id, variant_id, kind, delta, reason, actor_id, on_hand_after, held_after)
select product_id, variant_id, 'initial', on_hand, 'First stock', $2::bigint, on_hand, 0
from stocked where on_hand > 0`;

export async function insertVariants(tx: Tx, variants: readonly NewVariantRow[], actorId: number | null) {
  await run(tx, INSERT_VARIANTS, [JSON.stringify(variants), actorId]);
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

const UPDATE_VARIANTS = `
update variant
set sku = v.sku, title = v.title, options = v.options, price_minor = v."priceMinor",
    compare_at_minor = v."compareAtMinor", weight_grams = v."weightGrams", position = v.position
from jsonb_to_recordset($1::jsonb) as v(id bigint, sku text, title text, options jsonb, "priceMinor" bigint,
  "compareAtMinor" bigint, "weightGrams" int, position int)
where variant.id = v.id`;

export async function updateVariants(
  tx: Tx,
  variants: ReadonlyArray<VariantFields & { id: number; position: number }>,
): Promise<void> {
  if (variants.length > 0) await run(tx, UPDATE_VARIANTS, [JSON.stringify(variants)]);
}

// Their versions go over to the product, so that the sum of both never falls.
const DELETE_VARIANTS = `
with gone as (delete from variant where id = any($2::bigint[]) and product_id = $1 returning id)
update product set version = version + (
  select coalesce(sum(k.version), 0) from stock k where k.variant_id in (select id from gone)
)
where id = $1`;

/** One that stands in orders is refused by the foreign key of `hold_line`. */
export async function deleteVariants(tx: Tx, productId: number, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await run(tx, DELETE_VARIANTS, [productId, ids]);
}
