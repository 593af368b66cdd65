/** What a person has to look at: where the gateway's books and ours differ, money that is held, refunds that failed. */
import { type Kysely, sql } from 'kysely';
import { json, minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createFinding(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('payment_finding'))
    .addColumn('gateway', 'varchar(20)', (column) => column.notNull())
    .addColumn('kind', 'varchar(20)', (column) => column.notNull())
    // The same difference is written down once, however often it is seen.
    .addColumn('dedupe_key', 'varchar(250)', (column) => column.notNull())
    .addColumn('payment_id', 'bigint')
    .addColumn('order_id', 'bigint')
    .addColumn('gateway_ref', 'varchar(200)')
    .addColumn('amount_minor', minor)
    .addColumn('currency', 'varchar(3)')
    .addColumn('summary', 'varchar(500)', (column) => column.notNull())
    .addColumn('details', json, (column) => column.notNull())
    .addColumn('state', 'varchar(10)', (column) => column.notNull())
    .addColumn('note', 'varchar(500)')
    .addColumn('resolved_by', 'bigint')
    .addColumn('found_at', timestamp, now)
    .addColumn('resolved_at', timestamp)
    .addUniqueConstraint('payment_finding_once', ['dedupe_key'])
    .addCheckConstraint('payment_finding_state_known', sql`state in ('open', 'repaired', 'resolved')`)
    .execute();
  await db.schema.createIndex('payment_finding_by_state').on('payment_finding').columns(['state', 'id']).execute();
  await db.schema.createIndex('payment_finding_by_payment').on('payment_finding').columns(['payment_id']).execute();
}

export const findings: Migration = {
  name: '004-findings',
  async up(db) {
    await createFinding(db);
    // Set where money came in another currency than was asked, and a person decided to book it and give it back.
    await db.schema.alterTable('payment').addColumn('captured_currency', 'varchar(3)').execute();
    await db.schema.createIndex('payment_by_gateway').on('payment').columns(['gateway', 'created_at']).execute();
  },
};
