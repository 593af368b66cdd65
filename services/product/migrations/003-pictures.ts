/** Pictures: files named by their content, and their places on products. */
import { type Kysely, sql } from 'kysely';
import { now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('picture')
    .addColumn('hash', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('width', 'integer', (column) => column.notNull())
    .addColumn('height', 'integer', (column) => column.notNull())
    // An upload renews it before it writes the files, so that clearing up never takes a file that is about to be used.
    .addColumn('used_at', timestamp, now)
    .execute();
  await db.schema.createIndex('picture_used').on('picture').column('used_at').execute();
  await withId(db.schema.createTable('image'))
    .addColumn('product_id', 'bigint', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('alt', 'varchar(300)', (column) => column.notNull().defaultTo(''))
    .addColumn('picture_hash', 'varchar(64)')
    // A picture kept elsewhere.
    .addColumn('url', 'varchar(2000)')
    .addForeignKeyConstraint('image_product_fk', ['product_id'], 'product', ['id'], (key) => key.onDelete('cascade'))
    .addForeignKeyConstraint('image_picture_fk', ['picture_hash'], 'picture', ['hash'])
    .addCheckConstraint('image_source_one', sql`(picture_hash is null) <> (url is null)`)
    .execute();
  await db.schema.createIndex('image_product').on('image').columns(['product_id', 'position', 'id']).execute();
  await db.schema.createIndex('image_picture').on('image').column('picture_hash').execute();
}

export const pictures: Migration = { name: '003-pictures', up };
