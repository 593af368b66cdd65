/** Receipts, invoices and the notes that take them back; who issues them, and who wants them by mail. */
import { type Kysely, sql } from 'kysely';
import { appendOnly } from '#platform/sql/append-only.ts';
import { json, minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

/** As the user service tells of them. */
async function createPeople(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('seller')
    .addColumn('seller_id', 'bigint', (column) => column.primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('shop_name', 'varchar(200)', (column) => column.notNull())
    .addColumn('gstin', 'varchar(15)')
    .addColumn('address', json)
    .execute();
  await db.schema
    .createTable('person')
    .addColumn('user_id', 'bigint', (column) => column.primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('wants_mail', 'boolean', (column) => column.notNull())
    .execute();
}

async function createDocuments(db: Kysely<any>): Promise<void> {
  // Its lock makes numbers follow each other: a number that is drawn by a transaction that fails was never drawn.
  await db.schema
    .createTable('document_series')
    .addColumn('issuer_id', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'varchar(12)', (column) => column.notNull())
    .addColumn('year', 'varchar(4)', (column) => column.notNull())
    .addColumn('next', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('document_series_pk', ['issuer_id', 'kind', 'year'])
    .addCheckConstraint('document_series_from_one', sql`next >= 1`)
    .execute();
  await withId(db.schema.createTable('document'))
    .addColumn('kind', 'varchar(12)', (column) => column.notNull())
    .addColumn('number', 'varchar(16)', (column) => column.notNull())
    // 0 is the shop, for receipts.
    .addColumn('issuer_id', 'bigint', (column) => column.notNull())
    .addColumn('cause', 'varchar(100)', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('payment_id', 'bigint')
    .addColumn('corrects_id', 'bigint')
    .addColumn('currency', 'varchar(3)', (column) => column.notNull())
    .addColumn('total_minor', minor, (column) => column.notNull())
    .addColumn('issued_at', timestamp, (column) => column.notNull())
    // All that stands on it, as it was then.
    .addColumn('content', json, (column) => column.notNull())
    .addColumn('created_at', timestamp, now)
    .addUniqueConstraint('document_number_unique', ['issuer_id', 'number'])
    .addUniqueConstraint('document_cause_once', ['cause'])
    .addForeignKeyConstraint('document_corrects', ['corrects_id'], 'document', ['id'])
    .addCheckConstraint('document_kind_known', sql`kind in ('receipt', 'refund_note', 'invoice', 'credit_note')`)
    .addCheckConstraint('document_total_not_negative', sql`total_minor >= 0`)
    .execute();
  await db.schema.createIndex('document_by_order').on('document').columns(['order_id', 'id']).execute();
  await db.schema.createIndex('document_by_user').on('document').columns(['user_id', 'id']).execute();
  await db.schema.createIndex('document_by_issuer').on('document').columns(['issuer_id', 'id']).execute();
  await db.schema.createIndex('document_by_payment').on('document').columns(['payment_id']).execute();
  await appendOnly(db, 'document');
}

export const documents: Migration = {
  name: '006-documents',
  async up(db) {
    await createPeople(db);
    await createDocuments(db);
  },
};
