/** What is on hand and held of each variant, every movement of it, and the holds of orders. */
import { type Kysely, sql } from 'kysely';
import { json, now, on, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function up(db: Kysely<any>): Promise<void> {
  // Apart from `variant`, and with no index on what changes: an update of a hot row then touches one page and no index.
  await db.schema
    .createTable('stock')
    .addColumn('variant_id', 'bigint', (column) => column.primaryKey())
    .addColumn('product_id', 'bigint', (column) => column.notNull())
    .addColumn('on_hand', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('held', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('low_threshold', 'integer', (column) => column.notNull().defaultTo(0))
    // Whether `stock.low` has been told since it last stood above the threshold.
    .addColumn('low_told', 'boolean', (column) => column.notNull().defaultTo(false))
    // Moves whenever what can be sold moves; part of the product's version.
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(0))
    .addForeignKeyConstraint('stock_variant_fk', ['variant_id'], 'variant', ['id'], (key) => key.onDelete('cascade'))
    .addCheckConstraint('stock_on_hand_range', sql`on_hand between 0 and 1000000000`)
    .addCheckConstraint('stock_held_range', sql`held between 0 and on_hand`)
    .addCheckConstraint('stock_threshold_range', sql`low_threshold between 0 and 1000000000`)
    .execute();
  await on(db, 'postgres', sql`alter table stock set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02)`);
  await db.schema.createIndex('stock_product').on('stock').column('product_id').execute();

  // Append-only: the sum of its deltas is what is on hand.
  await withId(db.schema.createTable('movement'))
    .addColumn('product_id', 'bigint', (column) => column.notNull())
    .addColumn('variant_id', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'varchar(10)', (column) => column.notNull())
    .addColumn('delta', 'integer', (column) => column.notNull())
    .addColumn('reason', 'varchar(300)', (column) => column.notNull())
    .addColumn('order_id', 'bigint')
    .addColumn('actor_id', 'bigint')
    .addColumn('on_hand_after', 'integer', (column) => column.notNull())
    .addColumn('held_after', 'integer', (column) => column.notNull())
    .addColumn('at', timestamp, now)
    .addCheckConstraint(
      'movement_kind_known',
      sql`kind in ('initial', 'adjusted', 'set', 'held', 'released', 'sold', 'restocked')`,
    )
    .execute();
  await db.schema.createIndex('movement_product').on('movement').columns(['product_id', 'id']).execute();

  // One row per order, locked before anything else of it; without lines it is a tombstone that refuses a late hold.
  await db.schema
    .createTable('hold')
    .addColumn('order_id', 'bigint', (column) => column.primaryKey())
    .addColumn('state', 'varchar(10)', (column) => column.notNull())
    .addColumn('created_at', timestamp, now)
    .addColumn('ended_at', timestamp)
    .addCheckConstraint('hold_state_known', sql`state in ('held', 'sold', 'released')`)
    .execute();
  await db.schema
    .createTable('hold_line')
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('variant_id', 'bigint', (column) => column.notNull())
    .addColumn('quantity', 'integer', (column) => column.notNull())
    // Given back after the sale.
    .addColumn('returned', 'integer', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('hold_line_pk', ['order_id', 'variant_id'])
    // No key to `hold`: its row is written first, by the same transaction, and the check would cost as much as the line.
    // What was ordered stays: the product is archived instead.
    .addForeignKeyConstraint('hold_line_variant_fk', ['variant_id'], 'variant', ['id'])
    .addCheckConstraint('hold_line_quantity_range', sql`quantity > 0`)
    .addCheckConstraint('hold_line_returned_range', sql`returned between 0 and quantity`)
    .execute();
  await db.schema.createIndex('hold_line_variant').on('hold_line').column('variant_id').execute();

  // What events ask of the stock, applied many at once by the job `settle-stock`.
  await withId(db.schema.createTable('stock_task'))
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'varchar(10)', (column) => column.notNull())
    .addColumn('lines', json)
    .addCheckConstraint('stock_task_kind_known', sql`kind in ('sell', 'release', 'cancel', 'return', 'count')`)
    .execute();
}

export const stock: Migration = { name: '002-stock', up };
