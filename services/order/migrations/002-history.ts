/** What happens to an order: its states in time, returns, notes; and who of the processes and people are about. */
import { type Kysely, sql } from 'kysely';
import { minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createHistory(db: Kysely<any>): Promise<void> {
  // Its id is the Last-Event-ID of the live stream: written under the order's lock, so ids of one order commit in order.
  await withId(db.schema.createTable('order_event'))
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('status', 'varchar(10)', (column) => column.notNull())
    .addColumn('payment_status', 'varchar(10)', (column) => column.notNull())
    .addColumn('fulfilment_status', 'varchar(20)', (column) => column.notNull())
    .addColumn('at', timestamp, now)
    .addForeignKeyConstraint('order_event_order', ['order_id'], 'orders', ['id'])
    .execute();
  await db.schema.createIndex('order_event_by_order').on('order_event').columns(['order_id', 'id']).execute();
}

async function createReturns(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('order_return'))
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('actor_id', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'varchar(1000)', (column) => column.notNull())
    .addColumn('refund_minor', minor, (column) => column.notNull())
    .addColumn('created_at', timestamp, now)
    .addForeignKeyConstraint('order_return_order', ['order_id'], 'orders', ['id'])
    .addCheckConstraint('order_return_refund_not_negative', sql`refund_minor >= 0`)
    .execute();
  await db.schema.createIndex('order_return_by_order').on('order_return').columns(['order_id', 'id']).execute();
  await db.schema
    .createTable('order_return_line')
    .addColumn('return_id', 'bigint', (column) => column.notNull())
    .addColumn('line_id', 'bigint', (column) => column.notNull())
    .addColumn('quantity', 'integer', (column) => column.notNull())
    .addColumn('amount_minor', minor, (column) => column.notNull())
    .addPrimaryKeyConstraint('order_return_line_pk', ['return_id', 'line_id'])
    .addForeignKeyConstraint('order_return_line_return', ['return_id'], 'order_return', ['id'])
    .addForeignKeyConstraint('order_return_line_line', ['line_id'], 'order_line', ['id'])
    .addCheckConstraint('order_return_line_quantity_positive', sql`quantity > 0`)
    .addCheckConstraint('order_return_line_amount_not_negative', sql`amount_minor >= 0`)
    .execute();
  await db.schema.createIndex('order_return_line_by_line').on('order_return_line').column('line_id').execute();
}

async function createNotes(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('order_note'))
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('author_id', 'bigint', (column) => column.notNull())
    .addColumn('author_name', 'varchar(200)', (column) => column.notNull())
    .addColumn('author_kind', 'varchar(10)', (column) => column.notNull())
    .addColumn('text', 'varchar(5000)', (column) => column.notNull())
    .addColumn('visible_to_buyer', 'boolean', (column) => column.notNull())
    .addColumn('created_at', timestamp, now)
    .addForeignKeyConstraint('order_note_order', ['order_id'], 'orders', ['id'])
    .addCheckConstraint('order_note_author_known', sql`author_kind in ('buyer', 'seller', 'partner', 'staff')`)
    .execute();
  await db.schema.createIndex('order_note_by_order').on('order_note').columns(['order_id', 'id']).execute();
}

async function createInstances(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('instance')
    .addColumn('id', 'varchar(40)', (column) => column.primaryKey())
    // Where `pid` means something: whoever shares it can see whether the process still lives.
    .addColumn('pid_domain', 'varchar(255)', (column) => column.notNull())
    .addColumn('pid', 'integer', (column) => column.notNull())
    .addColumn('process_started', 'varchar(120)')
    .addColumn('beat_at', timestamp, now)
    .execute();
}

/** As the user service told: who may be given a parcel, and who wants mail. */
async function createPeople(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('person')
    .addColumn('user_id', 'bigint', (column) => column.primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('name', 'varchar(200)', (column) => column.notNull())
    .addColumn('may_deliver', 'boolean', (column) => column.notNull())
    .addColumn('wants_mail', 'boolean', (column) => column.notNull())
    .addColumn('erased_at', timestamp)
    .execute();
  await db.schema.createIndex('person_by_erasure').on('person').column('erased_at').execute();
}

export const history: Migration = {
  name: '002-history',
  async up(db) {
    await createHistory(db);
    await createReturns(db);
    await createNotes(db);
    await createInstances(db);
    await createPeople(db);
  },
};
