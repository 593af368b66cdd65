/**
 * The search index of PostgreSQL: per product one row with weighted words, its facts ("colour:red"), and what searches
 * filter and sort by, so that a search reads one table; and the words of the catalogue, for typos.
 */
import { type Kysely, sql } from 'kysely';
import { minor, timestamp } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function up(db: Kysely<any>): Promise<void> {
  await sql`create text search configuration shop (copy = english)`.execute(db);
  await sql`alter text search configuration shop
    alter mapping for hword, hword_part, word with public.unaccent, english_stem`.execute(db);
  await db.schema
    .createTable('product_search')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('category_id', 'bigint', (column) => column.notNull())
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('status', 'varchar(10)', (column) => column.notNull())
    .addColumn('price_minor', minor, (column) => column.notNull())
    .addColumn('popularity', 'integer', (column) => column.notNull())
    .addColumn('rating', sql`numeric(3,2)`)
    .addColumn('created_at', timestamp, (column) => column.notNull())
    .addColumn('document', sql`tsvector`, (column) => column.notNull())
    .addColumn('facts', sql`text[]`, (column) => column.notNull())
    .addForeignKeyConstraint('product_search_product_fk', ['id'], 'product', ['id'], (key) => key.onDelete('cascade'))
    .execute();
  // Nothing but words and facts is indexed, and pages keep room: a new price or popularity then leaves the indexes alone.
  await sql`alter table product_search set (fillfactor = 80)`.execute(db);
  await sql`create index product_search_document on product_search using gin (document)`.execute(db);
  await sql`create index product_search_facts on product_search using gin (facts)`.execute(db);
  await db.schema
    .createTable('search_word')
    .addColumn('word', 'varchar(60)', (column) => column.primaryKey())
    .execute();
  await sql`create index search_word_similar on search_word using gin (word public.gin_trgm_ops)`.execute(db);
}

export const search: Migration = { name: '004-search', up };
