/** The ledger, which nobody can rewrite, and the completed orders that are posted to it. */
import { type Kysely, sql } from 'kysely';
import { appendOnly } from '#platform/sql/append-only.ts';
import { minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createSale(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('sale')
    .addColumn('order_id', 'bigint', (column) => column.primaryKey())
    .addColumn('order_number', 'varchar(40)', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('payment_id', 'bigint')
    .addColumn('currency', 'varchar(3)', (column) => column.notNull())
    .addColumn('total_minor', minor, (column) => column.notNull())
    .addColumn('completed_at', timestamp, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('sale_part')
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('kind', 'varchar(10)', (column) => column.notNull())
    .addColumn('line_id', 'bigint')
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('title', 'varchar(600)', (column) => column.notNull())
    .addColumn('sku', 'varchar(100)')
    .addColumn('hsn', 'varchar(8)')
    .addColumn('quantity', 'integer', (column) => column.notNull())
    .addColumn('unit_price_minor', minor, (column) => column.notNull())
    .addColumn('total_minor', minor, (column) => column.notNull())
    .addColumn('discount_minor', minor, (column) => column.notNull())
    .addColumn('house_discount_minor', minor, (column) => column.notNull())
    .addColumn('tax_minor', minor, (column) => column.notNull())
    .addColumn('tax_percent', 'varchar(12)', (column) => column.notNull())
    .addColumn('tax_included', 'boolean', (column) => column.notNull())
    .addColumn('commission_minor', minor, (column) => column.notNull())
    .addColumn('paid_minor', minor, (column) => column.notNull())
    // What was paid for it, or its units where nothing was; and how much of that has been given back.
    .addColumn('whole', minor, (column) => column.notNull())
    .addColumn('reversed', minor, (column) => column.notNull())
    .addPrimaryKeyConstraint('sale_part_pk', ['order_id', 'position'])
    .addForeignKeyConstraint('sale_part_sale', ['order_id'], 'sale', ['order_id'])
    .addCheckConstraint('sale_part_kind_known', sql`kind in ('line', 'shipping')`)
    .addCheckConstraint('sale_part_reversed_within', sql`whole > 0 and reversed >= 0 and reversed <= whole`)
    .addCheckConstraint(
      'sale_part_amounts',
      sql`paid_minor >= 0 and tax_minor >= 0 and tax_minor <= paid_minor and commission_minor >= 0
        and house_discount_minor >= 0 and house_discount_minor <= discount_minor`,
    )
    .execute();
}

async function createLedger(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('ledger_posting'))
    .addColumn('cause', 'varchar(100)', (column) => column.notNull())
    .addColumn('kind', 'varchar(20)', (column) => column.notNull())
    .addColumn('order_id', 'bigint')
    .addColumn('payment_id', 'bigint')
    .addColumn('currency', 'varchar(3)', (column) => column.notNull())
    .addColumn('at', timestamp, (column) => column.notNull())
    .addColumn('created_at', timestamp, now)
    .addUniqueConstraint('ledger_posting_cause_once', ['cause'])
    .addCheckConstraint(
      'ledger_posting_kind_known',
      sql`kind in ('payment', 'refund', 'sale', 'reversal', 'payout', 'settlement')`,
    )
    .execute();
  await db.schema.createIndex('ledger_posting_by_order').on('ledger_posting').columns(['order_id', 'id']).execute();
  await withId(db.schema.createTable('ledger_entry'))
    .addColumn('posting_id', 'bigint', (column) => column.notNull())
    // From one account to another: a posting cannot fail to sum to zero.
    .addColumn('debit', 'varchar(40)', (column) => column.notNull())
    .addColumn('credit', 'varchar(40)', (column) => column.notNull())
    .addColumn('what', 'varchar(20)', (column) => column.notNull())
    .addColumn('amount_minor', minor, (column) => column.notNull())
    .addColumn('currency', 'varchar(3)', (column) => column.notNull())
    // Whose account is on one of the sides.
    .addColumn('seller_id', 'bigint')
    .addColumn('available_at', timestamp)
    .addForeignKeyConstraint('ledger_entry_posting', ['posting_id'], 'ledger_posting', ['id'])
    .addCheckConstraint('ledger_entry_moves', sql`amount_minor > 0 and debit <> credit`)
    .execute();
  await db.schema.createIndex('ledger_entry_by_posting').on('ledger_entry').columns(['posting_id']).execute();
  await db.schema.createIndex('ledger_entry_by_seller').on('ledger_entry').columns(['seller_id', 'id']).execute();
  await appendOnly(db, 'ledger_posting');
  await appendOnly(db, 'ledger_entry');
}

export const ledger: Migration = {
  name: '005-ledger',
  async up(db) {
    await createSale(db);
    await createLedger(db);
  },
};
