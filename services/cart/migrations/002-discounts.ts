/** Discount codes, the carts that hold them, and their uses counted by order. */
import { type Kysely, sql } from 'kysely';
import { minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createDiscounts(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('discount'))
    .addColumn('code', 'varchar(50)', (column) => column.notNull())
    // The code in capitals: unique without regard to case.
    .addColumn('code_key', 'varchar(50)', (column) => column.notNull())
    .addColumn('kind', 'varchar(12)', (column) => column.notNull())
    .addColumn('amount_minor', minor)
    .addColumn('percent', 'decimal(7, 4)')
    .addColumn('product_id', 'bigint')
    .addColumn('category_id', 'bigint')
    .addColumn('seller_id', 'bigint')
    .addColumn('minimum_minor', minor)
    .addColumn('starts_at', timestamp)
    .addColumn('ends_at', timestamp)
    .addColumn('usage_limit', 'bigint')
    .addColumn('per_user_limit', 'bigint')
    .addColumn('used', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('active', 'boolean', (column) => column.notNull().defaultTo(true))
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    // The row stays for the carts and uses that name it; its code is free again.
    .addColumn('deleted_at', timestamp)
    .addUniqueConstraint('discount_code_key_once', ['code_key'])
    .addCheckConstraint('discount_kind_known', sql`kind in ('fixed', 'percentage', 'coupon')`)
    .addCheckConstraint(
      'discount_value_by_kind',
      sql`(kind = 'percentage' and percent > 0 and percent <= 100 and amount_minor is null)
        or (kind <> 'percentage' and amount_minor > 0 and percent is null)`,
    )
    .addCheckConstraint('discount_used_within_limit', sql`used >= 0 and (usage_limit is null or used <= usage_limit)`)
    .execute();
  await db.schema.createIndex('discount_seller').on('discount').columns(['seller_id', 'id']).execute();

  await db.schema
    .createTable('cart_code')
    .addColumn('cart_id', 'bigint', (column) => column.notNull())
    .addColumn('discount_id', 'bigint', (column) => column.notNull())
    // Why an order could not have it: it stays in the cart at 0 and the next order goes without it.
    .addColumn('refused', 'varchar(20)')
    .addPrimaryKeyConstraint('cart_code_pk', ['cart_id', 'discount_id'])
    .addForeignKeyConstraint('cart_code_cart_id_fk', ['cart_id'], 'cart', ['id'], (key) => key.onDelete('cascade'))
    .addForeignKeyConstraint('cart_code_discount_id_fk', ['discount_id'], 'discount', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .addCheckConstraint('cart_code_refused_known', sql`refused in ('used_up', 'not_for_guests', 'off', 'ended')`)
    .execute();
  await db.schema.createIndex('cart_code_discount').on('cart_code').column('discount_id').execute();

  await db.schema
    .createTable('discount_use')
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    .addColumn('discount_id', 'bigint', (column) => column.notNull())
    .addColumn('user_id', 'bigint')
    .addColumn('created_at', timestamp, now)
    .addPrimaryKeyConstraint('discount_use_pk', ['order_id', 'discount_id'])
    .addForeignKeyConstraint('discount_use_discount_id_fk', ['discount_id'], 'discount', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .execute();
  await db.schema.createIndex('discount_use_discount').on('discount_use').column('discount_id').execute();

  // How often each user has used a code: counted, so that a limit is one row to look at.
  await db.schema
    .createTable('discount_user')
    .addColumn('discount_id', 'bigint', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('used', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('discount_user_pk', ['discount_id', 'user_id'])
    .addForeignKeyConstraint('discount_user_discount_id_fk', ['discount_id'], 'discount', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .addCheckConstraint('discount_user_used_positive', sql`used >= 0`)
    .execute();
}

export const discounts: Migration = { name: '002-discounts', up: createDiscounts };
