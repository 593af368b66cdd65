/** Writing products and their variants. */
import { sql, type Transaction } from 'kysely';
import type { ProductOption, ProductStatus } from '#contracts/product/schemas.ts';
import type { PlatformTables } from '#platform/events/tables.ts';
import { type Executor, run } from '#platform/sql/database.ts';
import type { AttributeValues, ProductTables } from './tables.ts';

export type Tx = Transaction<ProductTables & PlatformTables>;

export interface ProductFields {
  sellerId: number;
  categoryId: number;
  title: string;
  slug: string;
  description: string;
  status: ProductStatus;
  currency: string;
  priceMinor: number;
  options: readonly ProductOption[];
  attributes: AttributeValues;
  hsn: string | null;
}

/** Null: the slug is taken. */
export async function insertProduct(tx: Tx, fields: ProductFields): Promise<number | null> {
  const row = await tx
    .insertInto('product')
    .values({
      seller_id: fields.sellerId,
      category_id: fields.categoryId,
      title: fields.title,
      slug: fields.slug,
      description: fields.description,
      status: fields.status,
      currency: fields.currency,
      price_minor: fields.priceMinor,
      options: JSON.stringify(fields.options),
      attributes: JSON.stringify(fields.attributes),
      hsn: fields.hsn,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export interface LockedProduct {
  id: number;
  seller_id: number;
  category_id: number;
  title: string;
  description: string;
  status: ProductStatus;
  currency: string;
  price_minor: number;
  options: ProductOption[];
  attributes: AttributeValues;
  version: number;
}

/** Locks the product against other edits; `ownerId` null: of any seller. Somebody else's is not there. */
export async function lockProduct(tx: Tx, id: number, ownerId: number | null): Promise<LockedProduct | undefined> {
  return tx
    .selectFrom('product')
    .select([
      'id',
      'seller_id',
      'category_id',
      'title',
      'description',
      'status',
      'currency',
      'price_minor',
      'options',
      'attributes',
      'version',
    ])
    .where('id', '=', id)
    .$if(ownerId !== null, (query) => query.where('seller_id', '=', ownerId!))
    .forUpdate()
    .executeTakeFirst();
}

export async function updateProduct(tx: Tx, id: number, fields: Partial<ProductFields>): Promise<number> {
  const { categoryId, priceMinor, options, attributes, title, slug, description, status, hsn } = fields;
  const row = await tx
    .updateTable('product')
    .set({
      ...(title === undefined ? {} : { title }),
      ...(slug === undefined ? {} : { slug }),
      ...(description === undefined ? {} : { description }),
      ...(status === undefined ? {} : { status }),
      ...(hsn === undefined ? {} : { hsn }),
      ...(categoryId === undefined ? {} : { category_id: categoryId }),
      ...(priceMinor === undefined ? {} : { price_minor: priceMinor }),
      ...(options === undefined ? {} : { options: JSON.stringify(options) }),
      ...(attributes === undefined ? {} : { attributes: JSON.stringify(attributes) }),
      version: sql`version + 1`,
      updated_at: sql`now()`,
    })
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

const HAS_ORDERS = `
select 1 as yes from hold_line l join variant v on v.id = l.variant_id where v.product_id = $1 limit 1`;

export async function standsInOrders(tx: Tx, productId: number): Promise<boolean> {
  return (await run(tx, HAS_ORDERS, [productId])).length > 0;
}

export async function deleteProduct(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('movement').where('product_id', '=', id).execute();
  await tx.deleteFrom('product').where('id', '=', id).execute();
}

export type OwnedProduct = Pick<LockedProduct, 'id' | 'seller_id' | 'title' | 'version'>;

/** Without a lock on the product: its stock may move while somebody edits its text. */
export async function readOwnedProduct(
  executor: Executor<ProductTables & PlatformTables>,
  id: number,
  ownerId: number | null,
): Promise<OwnedProduct | undefined> {
  return executor
    .selectFrom('product')
    .select(['id', 'seller_id', 'title', 'version'])
    .where('id', '=', id)
    .$if(ownerId !== null, (query) => query.where('seller_id', '=', ownerId!))
    .executeTakeFirst();
}
