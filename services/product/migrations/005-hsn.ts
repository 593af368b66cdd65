/** What a product is to the tax office, and what its category says where it says nothing. */
import type { Migration } from '#platform/sql/migrate.ts';

export const hsn: Migration = {
  name: '005-hsn',
  async up(db) {
    await db.schema.alterTable('product').addColumn('hsn', 'varchar(8)').execute();
    await db.schema.alterTable('category').addColumn('hsn', 'varchar(8)').execute();
  },
};
