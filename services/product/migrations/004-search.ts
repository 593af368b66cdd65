/**
 * What searches read: per product one row with its words, its facts ("colour:red"), and what searches filter and sort by, so
 * that a search reads one table; and the words of the catalogue, for typos. Words and facts are indexed as each dialect can.
 */
import { type Kysely, sql } from 'kysely';
import { minor, on, timestamp } from '#platform/sql/columns.ts';
import { dialectOf } from '#platform/sql/dialect.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function up(db: Kysely<any>): Promise<void> {
  await on(
    db,
    'postgres',
    sql`create text search configuration shop (copy = english)`,
    sql`alter text search configuration shop
      alter mapping for hword, hword_part, word with public.unaccent, english_stem`,
  );
  const table = db.schema
    .createTable('product_search')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('category_id', 'bigint', (column) => column.notNull())
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('status', 'varchar(10)', (column) => column.notNull())
    .addColumn('price_minor', minor, (column) => column.notNull())
    .addColumn('popularity', 'integer', (column) => column.notNull())
    .addColumn('rating', sql`numeric(3,2)`)
    .addColumn('created_at', timestamp, (column) => column.notNull())
    .addForeignKeyConstraint('product_search_product_fk', ['id'], 'product', ['id'], (key) => key.onDelete('cascade'));
  if (dialectOf(db) === 'mysql') await forMysql(db, table);
  else await forPostgres(db, table);
}

type Table = ReturnType<Kysely<any>['schema']['createTable']>;

async function forPostgres(db: Kysely<any>, table: Table): Promise<void> {
  await table
    .addColumn('document', sql`tsvector`, (column) => column.notNull())
    .addColumn('facts', sql`text[]`, (column) => column.notNull())
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

/** Its own inverted index, by primary keys: the server's full-text index leaves out short and common words as it is configured. */
async function forMysql(db: Kysely<any>, table: Table): Promise<void> {
  await table.execute();
  await db.schema
    .createTable('search_term')
    .addColumn('term', 'varchar(60)', (column) => column.notNull())
    .addColumn('product_id', 'bigint', (column) => column.notNull())
    .addColumn('weight', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('search_term_pk', ['term', 'product_id'])
    .addForeignKeyConstraint('search_term_product_fk', ['product_id'], 'product', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .execute();
  await db.schema
    .createTable('search_fact')
    .addColumn('product_id', 'bigint', (column) => column.notNull())
    .addColumn('name', 'varchar(120)', (column) => column.notNull())
    .addColumn('value', 'varchar(320)', (column) => column.notNull())
    // Both as they are asked for: "colour:red".
    .addColumn('fact', 'varchar(441)', (column) => column.notNull())
    .addPrimaryKeyConstraint('search_fact_pk', ['product_id', 'name', 'value'])
    .addForeignKeyConstraint('search_fact_product_fk', ['product_id'], 'product', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .execute();
  await db.schema.createIndex('search_fact_by_fact').on('search_fact').columns(['fact', 'product_id']).execute();
  await db.schema
    .createTable('search_word')
    .addColumn('word', 'varchar(60)', (column) => column.primaryKey())
    .addColumn('grams', 'integer', (column) => column.notNull())
    .execute();
  // Every three letters of a word: words that share many of them look alike.
  await db.schema
    .createTable('search_gram')
    .addColumn('gram', 'varchar(3)', (column) => column.notNull())
    .addColumn('word', 'varchar(60)', (column) => column.notNull())
    .addPrimaryKeyConstraint('search_gram_pk', ['gram', 'word'])
    .execute();
}

export const search: Migration = { name: '004-search', up };
