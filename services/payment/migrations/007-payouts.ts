/** Payouts to sellers: where each seller's money goes, batches, payouts, and which entries of the ledger each one pays. */
import { type Kysely, sql } from 'kysely';
import { json, minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createPayouts(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('payout_batch'))
    .addColumn('currency', 'varchar(3)', (column) => column.notNull())
    .addColumn('cut_off', timestamp, (column) => column.notNull())
    // Who has a balance and is not in it, and why: as it was decided.
    .addColumn('left_out', json, (column) => column.notNull())
    .addColumn('created_by', 'bigint')
    .addColumn('created_at', timestamp, now)
    .execute();
  await withId(db.schema.createTable('payout'))
    .addColumn('batch_id', 'bigint', (column) => column.notNull())
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('shop_name', 'varchar(200)', (column) => column.notNull())
    .addColumn('currency', 'varchar(3)', (column) => column.notNull())
    .addColumn('amount_minor', minor, (column) => column.notNull())
    .addColumn('status', 'varchar(10)', (column) => column.notNull())
    .addColumn('account_kind', 'varchar(20)', (column) => column.notNull())
    .addColumn('account_masked', 'varchar(100)', (column) => column.notNull())
    // The whole number, for the bank's file alone: gone once there is nothing to send any more.
    .addColumn('account_sealed', 'text')
    .addColumn('bank_reference', 'varchar(100)')
    .addColumn('reason', 'varchar(500)')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', timestamp, now)
    .addColumn('sent_at', timestamp)
    .addColumn('ended_at', timestamp)
    .addForeignKeyConstraint('payout_batch_of', ['batch_id'], 'payout_batch', ['id'])
    .addUniqueConstraint('payout_once_a_batch', ['batch_id', 'seller_id'])
    .addCheckConstraint('payout_status_known', sql`status in ('created', 'sent', 'paid', 'bounced', 'cancelled')`)
    .addCheckConstraint('payout_amount_positive', sql`amount_minor > 0`)
    .addCheckConstraint(
      'payout_account_while_open',
      sql`(account_sealed is not null) = (status in ('created', 'sent')) and (ended_at is null) = (status in ('created', 'sent'))`,
    )
    .execute();
  await db.schema.createIndex('payout_by_seller').on('payout').columns(['seller_id', 'id']).execute();
  await db.schema
    .createTable('payout_entry')
    // An entry that was paid out is never paid out again, also when it bounced: what comes back is an entry of its own.
    .addColumn('entry_id', 'bigint', (column) => column.notNull())
    .addColumn('payout_id', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('payout_entry_once', ['entry_id'])
    .addForeignKeyConstraint('payout_entry_entry', ['entry_id'], 'ledger_entry', ['id'])
    .addForeignKeyConstraint('payout_entry_payout', ['payout_id'], 'payout', ['id'])
    .execute();
  await db.schema.createIndex('payout_entry_by_payout').on('payout_entry').columns(['payout_id', 'entry_id']).execute();
}

export const payouts: Migration = {
  name: '007-payouts',
  async up(db) {
    await db.schema
      .createTable('payee')
      .addColumn('seller_id', 'bigint', (column) => column.primaryKey())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('status', 'varchar(10)', (column) => column.notNull())
      .addColumn('account_kind', 'varchar(20)')
      .addColumn('account_masked', 'varchar(100)')
      .addColumn('account_sealed', 'text')
      .addCheckConstraint('payee_status_known', sql`status in ('pending', 'approved', 'rejected')`)
      .execute();
    await createPayouts(db);
  },
};
