/** Sellers as far as products show them, categories as a tree, products, and the variants that are bought. */
import { type Kysely, sql } from 'kysely';
import { json, minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function up(db: Kysely<any>): Promise<void> {
  // Filled by events of the user service; a product may be there before its seller's name is.
  await db.schema
    .createTable('seller')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('name', 'varchar(200)', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();

  await withId(db.schema.createTable('category'))
    .addColumn('name', 'varchar(120)', (column) => column.notNull())
    .addColumn('slug', 'varchar(120)', (column) => column.notNull())
    .addColumn('description', 'varchar(2000)', (column) => column.notNull().defaultTo(''))
    .addColumn('parent_id', 'bigint')
    .addColumn('position', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('depth', 'integer', (column) => column.notNull())
    // "/3/17/": the ids from the root down. Compared byte by byte, so that a prefix is a range of the index.
    .addColumn('path', sql`varchar(200) collate "C"`, (column) => column.notNull())
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addUniqueConstraint('category_slug_unique', ['slug'])
    .addForeignKeyConstraint('category_parent_fk', ['parent_id'], 'category', ['id'])
    .addCheckConstraint('category_depth_range', sql`depth between 0 and 7`)
    .execute();
  await db.schema.createIndex('category_path').on('category').column('path').execute();
  await db.schema.createIndex('category_parent').on('category').columns(['parent_id', 'position', 'id']).execute();

  await withId(db.schema.createTable('product'))
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('category_id', 'bigint', (column) => column.notNull())
    .addColumn('title', 'varchar(200)', (column) => column.notNull())
    .addColumn('slug', 'varchar(140)', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('status', 'varchar(10)', (column) => column.notNull())
    .addColumn('currency', 'char(3)', (column) => column.notNull())
    // The lowest price of its variants, kept here to sort and filter by.
    .addColumn('price_minor', minor, (column) => column.notNull())
    .addColumn('options', json, (column) => column.notNull())
    .addColumn('attributes', json, (column) => column.notNull())
    .addColumn('popularity', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('rating', sql`numeric(3,2)`)
    .addColumn('rating_count', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addUniqueConstraint('product_slug_unique', ['slug'])
    .addForeignKeyConstraint('product_category_fk', ['category_id'], 'category', ['id'])
    .addCheckConstraint('product_status_known', sql`status in ('active', 'draft', 'archived')`)
    .addCheckConstraint('product_price_range', sql`price_minor between 0 and 1000000000000`)
    .addCheckConstraint('product_rating_range', sql`rating between 1 and 5 and rating_count >= 0`)
    .execute();
  // Each way of sorting, in the whole shop and within a category: a page is then a short range of one index each.
  for (const key of ['price_minor', 'created_at', 'popularity']) {
    await db.schema.createIndex(`product_by_${key}`).on('product').columns(['status', key, 'id']).execute();
    await db.schema
      .createIndex(`product_category_by_${key}`)
      .on('product')
      .columns(['category_id', 'status', key, 'id'])
      .execute();
  }
  await db.schema.createIndex('product_rating').on('product').columns(['status', 'rating', 'id']).execute();
  await db.schema
    .createIndex('product_seller')
    .on('product')
    .columns(['seller_id', 'status', 'created_at', 'id'])
    .execute();

  await withId(db.schema.createTable('variant'))
    .addColumn('product_id', 'bigint', (column) => column.notNull())
    // The product's seller, repeated for the unique key of SKUs.
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('sku', 'varchar(64)')
    .addColumn('title', 'varchar(320)')
    .addColumn('options', json, (column) => column.notNull())
    .addColumn('price_minor', minor, (column) => column.notNull())
    .addColumn('compare_at_minor', minor)
    .addColumn('weight_grams', 'integer')
    .addColumn('position', 'integer', (column) => column.notNull())
    .addUniqueConstraint('variant_sku_unique', ['seller_id', 'sku'])
    .addForeignKeyConstraint('variant_product_fk', ['product_id'], 'product', ['id'], (key) => key.onDelete('cascade'))
    .addCheckConstraint('variant_price_range', sql`price_minor between 0 and 1000000000000`)
    .addCheckConstraint('variant_compare_at_range', sql`compare_at_minor between 0 and 1000000000000`)
    .addCheckConstraint('variant_weight_range', sql`weight_grams between 0 and 10000000`)
    .execute();
  await db.schema.createIndex('variant_product').on('variant').columns(['product_id', 'position', 'id']).execute();

  // How often a product was ordered; copied to `product.popularity` from time to time, since that column stands in indexes.
  await db.schema
    .createTable('product_demand')
    .addColumn('product_id', 'bigint', (column) => column.primaryKey())
    .addColumn('ordered', 'bigint', (column) => column.notNull())
    .addForeignKeyConstraint('product_demand_product_fk', ['product_id'], 'product', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .execute();
}

export const catalogue: Migration = { name: '001-catalogue', up };
