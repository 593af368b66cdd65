/** Carts, their lines, and which order has claimed one. */
import { type Kysely, sql } from 'kysely';
import { json, minor, now, on, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createCarts(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('cart'))
    .addColumn('user_id', 'bigint')
    .addColumn('guest_id', 'varchar(64)')
    // Grows with each change; every write names the version that it was decided on.
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    // The order that is being made of it; while set, nothing in the cart changes.
    .addColumn('claimed_by', 'bigint')
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addUniqueConstraint('cart_user_id_once', ['user_id'])
    .addUniqueConstraint('cart_guest_id_once', ['guest_id'])
    .addCheckConstraint('cart_owner_is_one', sql`(user_id is null) <> (guest_id is null)`)
    .execute();

  await withId(db.schema.createTable('cart_line'))
    .addColumn('cart_id', 'bigint', (column) => column.notNull())
    .addColumn('product_id', 'bigint', (column) => column.notNull())
    .addColumn('variant_id', 'bigint', (column) => column.notNull())
    // Seller and title as they were when it was added: shown when the catalogue has forgotten the product.
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('title', 'varchar(200)', (column) => column.notNull())
    .addColumn('quantity', 'integer', (column) => column.notNull())
    .addColumn('added_minor', minor, (column) => column.notNull())
    // The price that the shopper saw last: the only one that an order may be made at.
    .addColumn('shown_minor', minor, (column) => column.notNull())
    .addUniqueConstraint('cart_line_variant_id_once', ['cart_id', 'variant_id'])
    .addForeignKeyConstraint('cart_line_cart_id_fk', ['cart_id'], 'cart', ['id'], (key) => key.onDelete('cascade'))
    .addCheckConstraint('cart_line_quantity_range', sql`quantity between 1 and 10000`)
    .addCheckConstraint('cart_line_price_positive', sql`added_minor >= 0 and shown_minor >= 0`)
    .execute();

  await db.schema
    .createTable('claim')
    .addColumn('order_id', 'bigint', (column) => column.notNull())
    // Null: released before it was ever claimed, kept so that a late claim is refused.
    .addColumn('cart_id', 'bigint')
    .addColumn('status', 'varchar(10)', (column) => column.notNull())
    // What the claim answered, for as long as it may be asked again.
    .addColumn('answer', json)
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addPrimaryKeyConstraint('claim_pk', ['order_id'])
    .addCheckConstraint('claim_status_known', sql`status in ('claimed', 'finished', 'released')`)
    .addCheckConstraint(
      'claim_answer_while_claimed',
      sql`status <> 'claimed' or (cart_id is not null and answer is not null)`,
    )
    .execute();

  // Every placement updates a cart and a claim; room on the page keeps those updates off the indexes.
  for (const table of ['cart', 'claim']) {
    await on(db, 'postgres', sql`alter table ${sql.table(table)} set (fillfactor = 80)`);
  }
}

export const carts: Migration = { name: '001-carts', up: createCarts };
