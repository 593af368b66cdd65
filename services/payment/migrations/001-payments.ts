/** What is to be paid, the attempts to pay it, what the gateways told, and what was given back. */
import { type Kysely, sql } from 'kysely';
import { json, minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createPayable(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('payable')
    .addColumn('order_id', 'bigint', (column) => column.primaryKey())
    .addColumn('order_number', 'varchar(40)', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('email', 'varchar(254)', (column) => column.notNull())
    .addColumn('name', 'varchar(200)', (column) => column.notNull())
    .addColumn('amount_minor', minor, (column) => column.notNull())
    .addColumn('currency', 'varchar(3)', (column) => column.notNull())
    .addColumn('state', 'varchar(12)', (column) => column.notNull())
    // At most one attempt is open for an order: this column has room for one only.
    .addColumn('open_payment_id', 'bigint')
    // The first success; whatever succeeds besides is given back.
    .addColumn('paid_payment_id', 'bigint')
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addUniqueConstraint('payable_open_payment_unique', ['open_payment_id'])
    .addUniqueConstraint('payable_paid_payment_unique', ['paid_payment_id'])
    .addCheckConstraint('payable_amount_range', sql`amount_minor >= 0`)
    .addCheckConstraint('payable_state_known', sql`state in ('open', 'closing', 'closed', 'cancelled', 'settled')`)
    .execute();
  await db.schema.createIndex('payable_by_state').on('payable').columns(['state', 'updated_at']).execute();
  await db.schema.createIndex('payable_by_user').on('payable').columns(['user_id']).execute();
}

async function createPayment(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('payment'))
    // Our own name for it at the gateway; there before the gateway is called, and not to be guessed.
    .addColumn('reference', 'varchar(40)', (column) => column.notNull())
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('gateway', 'varchar(20)', (column) => column.notNull())
    .addColumn('method', 'varchar(50)')
    .addColumn('status', 'varchar(12)', (column) => column.notNull())
    .addColumn('amount_minor', minor, (column) => column.notNull())
    .addColumn('currency', 'varchar(3)', (column) => column.notNull())
    .addColumn('gateway_ref', 'varchar(200)')
    .addColumn('pay_url', 'varchar(2000)')
    // The order service knows of it and keeps the order as long.
    .addColumn('announced', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('gateway_payment_ref', 'varchar(200)')
    .addColumn('captured_minor', minor, (column) => column.notNull().defaultTo(0))
    // Asked to be given back, whether done or on its way.
    .addColumn('refunding_minor', minor, (column) => column.notNull().defaultTo(0))
    .addColumn('refunded_minor', minor, (column) => column.notNull().defaultTo(0))
    .addColumn('failure_reason', 'varchar(300)')
    .addColumn('held_reason', 'varchar(300)')
    .addColumn('expires_at', timestamp, (column) => column.notNull())
    .addColumn('paid_at', timestamp)
    // When the gateway is asked next, in case its webhook never comes; null once the payment has ended.
    .addColumn('next_poll_at', timestamp)
    .addColumn('polls', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addUniqueConstraint('payment_reference_unique', ['reference'])
    .addUniqueConstraint('payment_gateway_ref_unique', ['gateway', 'gateway_ref'])
    .addUniqueConstraint('payment_gateway_payment_unique', ['gateway', 'gateway_payment_ref'])
    .addForeignKeyConstraint('payment_payable', ['order_id'], 'payable', ['order_id'])
    .addCheckConstraint(
      'payment_status_known',
      sql`status in ('pending', 'success', 'failed', 'cancelled', 'refunded', 'reconciled')`,
    )
    .addCheckConstraint('payment_amount_range', sql`amount_minor > 0`)
    .addCheckConstraint(
      'payment_refund_within_capture',
      sql`0 <= refunded_minor and refunded_minor <= refunding_minor and refunding_minor <= captured_minor`,
    )
    .addCheckConstraint(
      'payment_captured_when_paid',
      sql`(status in ('success', 'refunded', 'reconciled')) = (captured_minor > 0)`,
    )
    .execute();
  await db.schema.createIndex('payment_by_order').on('payment').columns(['order_id']).execute();
  await db.schema.createIndex('payment_by_user').on('payment').columns(['user_id', 'id']).execute();
  await db.schema.createIndex('payment_by_status').on('payment').columns(['status', 'id']).execute();
  await db.schema.createIndex('payment_by_poll').on('payment').columns(['next_poll_at']).execute();
}

async function createWebhookEvent(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('webhook_event'))
    .addColumn('gateway', 'varchar(20)', (column) => column.notNull())
    .addColumn('dedupe_key', 'varchar(200)', (column) => column.notNull())
    .addColumn('kind', 'varchar(12)', (column) => column.notNull())
    .addColumn('type', 'varchar(100)', (column) => column.notNull())
    .addColumn('gateway_ref', 'varchar(200)')
    .addColumn('reference', 'varchar(40)')
    .addColumn('state', 'varchar(12)', (column) => column.notNull())
    .addColumn('payment_id', 'bigint')
    // As it came: the evidence of what a gateway said.
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('headers', json, (column) => column.notNull())
    .addColumn('error', 'varchar(500)')
    .addColumn('received_at', timestamp, now)
    .addColumn('processed_at', timestamp)
    .addUniqueConstraint('webhook_event_once', ['gateway', 'dedupe_key'])
    .addCheckConstraint('webhook_event_state_known', sql`state in ('received', 'processed', 'failed')`)
    .execute();
  await db.schema.createIndex('webhook_event_by_state').on('webhook_event').columns(['state', 'received_at']).execute();
}

async function createRefund(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('refund'))
    .addColumn('payment_id', 'bigint', (column) => column.notNull())
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    // Names it at the gateway, which does it once however often it is asked.
    .addColumn('reference', 'varchar(40)', (column) => column.notNull())
    // What asked for it, e.g. `order-event:17`: the same cause never gives back twice.
    .addColumn('cause', 'varchar(100)', (column) => column.notNull())
    .addColumn('amount_minor', minor, (column) => column.notNull())
    .addColumn('currency', 'varchar(3)', (column) => column.notNull())
    .addColumn('reason', 'varchar(500)')
    .addColumn('duplicate', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('return_id', 'bigint')
    .addColumn('requested_by', 'bigint')
    .addColumn('status', 'varchar(12)', (column) => column.notNull())
    .addColumn('gateway_ref', 'varchar(200)')
    .addColumn('failure_reason', 'varchar(300)')
    .addColumn('created_at', timestamp, now)
    .addColumn('finished_at', timestamp)
    .addUniqueConstraint('refund_reference_unique', ['reference'])
    .addUniqueConstraint('refund_cause_once', ['payment_id', 'cause'])
    .addForeignKeyConstraint('refund_payment', ['payment_id'], 'payment', ['id'])
    .addCheckConstraint('refund_amount_range', sql`amount_minor > 0`)
    .addCheckConstraint('refund_status_known', sql`status in ('pending', 'success', 'failed')`)
    .execute();
  await db.schema.createIndex('refund_by_order').on('refund').columns(['order_id']).execute();
  await db.schema.createIndex('refund_by_status').on('refund').columns(['status', 'created_at']).execute();
}

export const payments: Migration = {
  name: '001-payments',
  async up(db) {
    await createPayable(db);
    await createPayment(db);
    await createWebhookEvent(db);
    await createRefund(db);
  },
};
