/** The search index of PostgreSQL: weighted documents of stemmed, unaccented words, and the words themselves for typos. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from '#platform/sql/migrate.ts';

async function up(db: Kysely<any>): Promise<void> {
  await sql`create text search configuration shop (copy = english)`.execute(db);
  await sql`alter text search configuration shop
    alter mapping for hword, hword_part, word with public.unaccent, english_stem`.execute(db);
  await db.schema
    .createTable('product_search')
    .addColumn('product_id', 'bigint', (column) => column.primaryKey())
    .addColumn('document', sql`tsvector`, (column) => column.notNull())
    .addForeignKeyConstraint('product_search_product_fk', ['product_id'], 'product', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .execute();
  await sql`create index product_search_document on product_search using gin (document)`.execute(db);
  await db.schema
    .createTable('search_word')
    .addColumn('word', 'varchar(60)', (column) => column.primaryKey())
    .execute();
  await sql`create index search_word_similar on search_word using gin (word public.gin_trgm_ops)`.execute(db);
}

export const search: Migration = { name: '004-search', up };
