/** What the shop keeps of a sale, fixed on the line at placement; and what an invoice needs to know of a line and its buyer. */
import { type Kysely, sql } from 'kysely';
import { minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createRules(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('commission_rule'))
    // 0 is every seller and every category, so that the unique key holds for them too.
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('category_id', 'bigint', (column) => column.notNull())
    .addColumn('percent', 'varchar(12)', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addUniqueConstraint('commission_rule_scope_once', ['seller_id', 'category_id'])
    .execute();
}

async function extendLines(db: Kysely<any>): Promise<void> {
  const table = () => db.schema.alterTable('order_line');
  await table().addColumn('hsn', 'varchar(8)').execute();
  await table()
    .addColumn('house_discount_minor', minor, (column) => column.notNull().defaultTo(0))
    .execute();
  await table()
    .addColumn('commission_percent', 'varchar(12)', (column) => column.notNull().defaultTo('0.00'))
    .execute();
  await table()
    .addColumn('commission_minor', minor, (column) => column.notNull().defaultTo(0))
    .execute();
  await table()
    .addCheckConstraint(
      'order_line_commission_range',
      sql`house_discount_minor >= 0 and house_discount_minor <= discount_minor and commission_minor >= 0`,
    )
    .execute();
}

export const commissions: Migration = {
  name: '003-commissions',
  async up(db) {
    await createRules(db);
    await extendLines(db);
    await db.schema.alterTable('orders').addColumn('buyer_gstin', 'varchar(15)').execute();
  },
};
