/**
 * The sandbox gateway's own books. It plays an outside party, so nothing of the payment service refers to these tables
 * and they refer to nothing of it.
 */
import { type Kysely, sql } from 'kysely';
import { minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createSandboxPayment(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('sandbox_payment'))
    .addColumn('public_id', 'varchar(60)', (column) => column.notNull())
    // Opens the page to pay at.
    .addColumn('token', 'varchar(60)', (column) => column.notNull())
    .addColumn('reference', 'varchar(40)', (column) => column.notNull())
    .addColumn('description', 'varchar(200)', (column) => column.notNull())
    .addColumn('amount_minor', minor, (column) => column.notNull())
    .addColumn('currency', 'varchar(3)', (column) => column.notNull())
    .addColumn('status', 'varchar(12)', (column) => column.notNull())
    .addColumn('method', 'varchar(50)')
    .addColumn('failure_reason', 'varchar(300)')
    .addColumn('return_url', 'varchar(2000)', (column) => column.notNull())
    .addColumn('expires_at', timestamp, (column) => column.notNull())
    .addColumn('capture_id', 'varchar(60)')
    .addColumn('captured_at', timestamp)
    .addColumn('refunded_minor', minor, (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', timestamp, now)
    .addUniqueConstraint('sandbox_payment_public_unique', ['public_id'])
    .addUniqueConstraint('sandbox_payment_token_unique', ['token'])
    .addUniqueConstraint('sandbox_payment_reference_unique', ['reference'])
    .addCheckConstraint(
      'sandbox_payment_status_known',
      sql`status in ('open', 'processing', 'paid', 'failed', 'cancelled', 'expired')`,
    )
    .addCheckConstraint(
      'sandbox_payment_refund_range',
      sql`refunded_minor >= 0 and refunded_minor <= amount_minor and amount_minor > 0`,
    )
    .execute();
  await db.schema.createIndex('sandbox_payment_by_time').on('sandbox_payment').columns(['created_at', 'id']).execute();
}

async function createSandboxRefund(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('sandbox_refund'))
    .addColumn('public_id', 'varchar(60)', (column) => column.notNull())
    .addColumn('payment_id', 'bigint', (column) => column.notNull())
    .addColumn('idempotency_key', 'varchar(60)', (column) => column.notNull())
    .addColumn('amount_minor', minor, (column) => column.notNull())
    .addColumn('created_at', timestamp, now)
    .addUniqueConstraint('sandbox_refund_public_unique', ['public_id'])
    .addUniqueConstraint('sandbox_refund_once', ['idempotency_key'])
    .addForeignKeyConstraint('sandbox_refund_payment', ['payment_id'], 'sandbox_payment', ['id'])
    .addCheckConstraint('sandbox_refund_amount_range', sql`amount_minor > 0`)
    .execute();
  await db.schema.createIndex('sandbox_refund_by_payment').on('sandbox_refund').columns(['payment_id']).execute();
}

async function createSandboxDelivery(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('sandbox_delivery'))
    .addColumn('event_id', 'varchar(60)', (column) => column.notNull())
    .addColumn('payment_id', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('answer', 'integer')
    .addColumn('created_at', timestamp, now)
    .addColumn('delivered_at', timestamp)
    .addUniqueConstraint('sandbox_delivery_event_unique', ['event_id'])
    .addForeignKeyConstraint('sandbox_delivery_payment', ['payment_id'], 'sandbox_payment', ['id'])
    .execute();
  await db.schema.createIndex('sandbox_delivery_by_payment').on('sandbox_delivery').columns(['payment_id']).execute();
}

export const sandbox: Migration = {
  name: '002-sandbox',
  async up(db) {
    await createSandboxPayment(db);
    await createSandboxRefund(db);
    await createSandboxDelivery(db);
  },
};
