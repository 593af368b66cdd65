/** Orders, their lines and the shipment of each seller's part: the first tables of the order service. */
import { type Kysely, sql } from 'kysely';
import { json, minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

const amounts = [
  'items_minor',
  'discount_minor',
  'tax_minor',
  'tax_included_minor',
  'shipping_minor',
  'total_minor',
  'refunded_minor',
];

async function createOrders(db: Kysely<any>): Promise<void> {
  let table = withId(db.schema.createTable('orders'))
    .addColumn('number', 'varchar(20)', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('user_name', 'varchar(200)', (column) => column.notNull())
    .addColumn('user_email', 'varchar(254)', (column) => column.notNull())
    .addColumn('status', 'varchar(10)', (column) => column.notNull().defaultTo('placing'))
    .addColumn('payment_status', 'varchar(10)', (column) => column.notNull().defaultTo('pending'))
    .addColumn('fulfilment_status', 'varchar(20)', (column) => column.notNull().defaultTo('unfulfilled'))
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(0))
    // Claimed by the intent and freed by its refusal, so that only what stands is replayed.
    .addColumn('idempotency_key', 'varchar(255)')
    .addColumn('fingerprint', 'varchar(64)', (column) => column.notNull())
    // The process that is placing it: dead, and recovery takes over.
    .addColumn('instance_id', 'varchar(40)', (column) => column.notNull())
    .addColumn('cart_id', 'bigint')
    .addColumn('currency', 'varchar(3)', (column) => column.notNull().defaultTo(''));
  for (const amount of amounts) table = table.addColumn(amount, minor, (column) => column.notNull().defaultTo(0));
  await table
    .addColumn('discounts', json, (column) => column.notNull().defaultTo(sql`'[]'`))
    .addColumn('shipping_address', json, (column) => column.notNull())
    // Null: the same as the shipping address.
    .addColumn('billing_address', json)
    .addColumn('shipping_code', 'varchar(50)')
    .addColumn('shipping_name', 'varchar(120)')
    .addColumn('estimated_delivery', 'varchar(40)')
    .addColumn('payment_method', 'varchar(50)')
    .addColumn('notes', 'varchar(2000)')
    .addColumn('cancel_reason', 'varchar(500)')
    // The captured payment.
    .addColumn('payment_id', 'bigint')
    // The latest attempt to pay that we heard of, so that older news of another attempt is not believed.
    .addColumn('attempt_id', 'bigint')
    .addColumn('attempt_version', 'bigint', (column) => column.notNull().defaultTo(0))
    // False: no payment was ever opened, so there is none to close before the order expires.
    .addColumn('payment_tried', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('expires_at', timestamp)
    .addColumn('expiry_asked_at', timestamp)
    .addColumn('paid_at', timestamp)
    .addColumn('processing_at', timestamp)
    .addColumn('shipped_at', timestamp)
    .addColumn('delivered_at', timestamp)
    .addColumn('cancelled_at', timestamp)
    .addColumn('refunded_at', timestamp)
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addUniqueConstraint('orders_number_unique', ['number'])
    .addUniqueConstraint('orders_idempotency_unique', ['user_id', 'idempotency_key'])
    .addCheckConstraint(
      'orders_status_known',
      sql`status in ('placing', 'rejected', 'pending', 'completed', 'cancelled', 'refunded')`,
    )
    .addCheckConstraint(
      'orders_payment_status_known',
      sql`payment_status in ('pending', 'success', 'failed', 'cancelled', 'refunded', 'reconciled')`,
    )
    .addCheckConstraint(
      'orders_fulfilment_status_known',
      sql`fulfilment_status in ('unfulfilled', 'processing', 'shipped', 'out_for_delivery', 'delivered', 'returned')`,
    )
    .addCheckConstraint(
      'orders_total_sums',
      sql`total_minor = items_minor - discount_minor + tax_minor + shipping_minor`,
    )
    .addCheckConstraint(
      'orders_amounts_not_negative',
      sql`items_minor >= 0 and discount_minor >= 0 and tax_minor >= 0 and tax_included_minor >= 0 and shipping_minor >= 0 and total_minor >= 0`,
    )
    .addCheckConstraint('orders_refund_within_total', sql`refunded_minor >= 0 and refunded_minor <= total_minor`)
    .addCheckConstraint(
      'orders_completed_was_paid',
      sql`status not in ('completed', 'refunded') or paid_at is not null`,
    )
    .execute();
  await db.schema.createIndex('orders_by_user').on('orders').columns(['user_id', 'id']).execute();
  await db.schema.createIndex('orders_by_status').on('orders').columns(['status', 'id']).execute();
  // Null for all but the unpaid: the expiry job reads the left end only.
  await db.schema.createIndex('orders_by_expiry').on('orders').column('expires_at').execute();
}

async function createLines(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('order_line'))
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('product_id', 'bigint', (column) => column.notNull())
    .addColumn('variant_id', 'bigint', (column) => column.notNull())
    .addColumn('variant_title', 'varchar(350)')
    .addColumn('title', 'varchar(200)', (column) => column.notNull())
    .addColumn('sku', 'varchar(100)')
    .addColumn('image', 'varchar(2000)')
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('category_id', 'bigint', (column) => column.notNull())
    .addColumn('quantity', 'integer', (column) => column.notNull())
    .addColumn('returned_quantity', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('unit_price_minor', minor, (column) => column.notNull())
    .addColumn('line_total_minor', minor, (column) => column.notNull())
    .addColumn('discount_minor', minor, (column) => column.notNull())
    .addColumn('tax_minor', minor, (column) => column.notNull())
    .addColumn('tax_percent', 'varchar(12)', (column) => column.notNull())
    .addColumn('tax_included', 'boolean', (column) => column.notNull())
    .addForeignKeyConstraint('order_line_order', ['order_id'], 'orders', ['id'])
    .addCheckConstraint('order_line_quantity_positive', sql`quantity > 0`)
    .addCheckConstraint('order_line_returned_within', sql`returned_quantity >= 0 and returned_quantity <= quantity`)
    .addCheckConstraint('order_line_total_multiplies', sql`line_total_minor = quantity * unit_price_minor`)
    .addCheckConstraint(
      'order_line_amounts',
      sql`unit_price_minor >= 0 and tax_minor >= 0 and discount_minor >= 0 and discount_minor <= line_total_minor`,
    )
    .execute();
  await db.schema.createIndex('order_line_by_order').on('order_line').columns(['order_id', 'id']).execute();
}

async function createShipments(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('shipment'))
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('status', 'varchar(20)', (column) => column.notNull().defaultTo('unfulfilled'))
    .addColumn('carrier', 'varchar(100)')
    .addColumn('tracking_number', 'varchar(100)')
    .addColumn('estimated_delivery', 'varchar(40)')
    .addColumn('assignee_id', 'bigint')
    .addColumn('assignee_name', 'varchar(200)')
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('processing_at', timestamp)
    .addColumn('shipped_at', timestamp)
    .addColumn('out_for_delivery_at', timestamp)
    .addColumn('delivered_at', timestamp)
    .addColumn('returned_at', timestamp)
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    // One parcel for each seller of an order.
    .addUniqueConstraint('shipment_seller_unique', ['order_id', 'seller_id'])
    .addForeignKeyConstraint('shipment_order', ['order_id'], 'orders', ['id'])
    .addCheckConstraint(
      'shipment_status_known',
      sql`status in ('unfulfilled', 'processing', 'shipped', 'out_for_delivery', 'delivered', 'returned')`,
    )
    .execute();
  await db.schema.createIndex('shipment_by_seller').on('shipment').columns(['seller_id', 'order_id']).execute();
  await db.schema.createIndex('shipment_by_assignee').on('shipment').columns(['assignee_id', 'order_id']).execute();
}

export const orders: Migration = {
  name: '001-orders',
  async up(db) {
    await createOrders(db);
    await createLines(db);
    await createShipments(db);
  },
};
