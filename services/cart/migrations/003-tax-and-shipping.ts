/** Tax rates and shipping methods: small tables that the service keeps in memory. */
import { type Kysely, sql } from 'kysely';
import { json, minor, now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createTaxAndShipping(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('tax_rate'))
    .addColumn('name', 'varchar(120)', (column) => column.notNull())
    .addColumn('percent', 'decimal(7, 4)', (column) => column.notNull())
    // Empty text and 0 stand for "every", so that the unique constraint sees them too.
    .addColumn('country', 'varchar(2)', (column) => column.notNull().defaultTo(''))
    .addColumn('state', 'varchar(120)', (column) => column.notNull().defaultTo(''))
    .addColumn('state_key', 'varchar(120)', (column) => column.notNull().defaultTo(''))
    .addColumn('postal_prefix', 'varchar(20)', (column) => column.notNull().defaultTo(''))
    .addColumn('category_id', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('included', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addUniqueConstraint('tax_rate_scope_once', ['category_id', 'country', 'state_key', 'postal_prefix'])
    .addCheckConstraint('tax_rate_percent_range', sql`percent between 0 and 100`)
    .addCheckConstraint('tax_rate_place_in_country', sql`country <> '' or (state_key = '' and postal_prefix = '')`)
    .execute();

  await withId(db.schema.createTable('shipping_method'))
    .addColumn('code', 'varchar(50)', (column) => column.notNull())
    .addColumn('name', 'varchar(120)', (column) => column.notNull())
    .addColumn('kind', 'varchar(12)', (column) => column.notNull())
    .addColumn('price_minor', minor, (column) => column.notNull())
    .addColumn('free_above_minor', minor)
    .addColumn('per_kg_minor', minor)
    .addColumn('tiers', json, (column) => column.notNull())
    .addColumn('max_weight_grams', 'bigint')
    .addColumn('countries', json, (column) => column.notNull())
    .addColumn('states', json, (column) => column.notNull())
    .addColumn('postal_prefixes', json, (column) => column.notNull())
    .addColumn('min_days', 'integer', (column) => column.notNull())
    .addColumn('max_days', 'integer', (column) => column.notNull())
    .addColumn('active', 'boolean', (column) => column.notNull().defaultTo(true))
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addUniqueConstraint('shipping_method_code_once', ['code'])
    .addCheckConstraint('shipping_method_kind_known', sql`kind in ('flat', 'free_above', 'weight')`)
    .addCheckConstraint('shipping_method_days_ordered', sql`0 <= min_days and min_days <= max_days`)
    .execute();
}

export const taxAndShipping: Migration = { name: '003-tax-and-shipping', up: createTaxAndShipping };
