/** What several gateways need beyond the sandbox: events that name only the money, not the page it was paid on. */
import type { Migration } from '#platform/sql/migrate.ts';

export const gateways: Migration = {
  name: '003-gateways',
  async up(db) {
    await db.schema.alterTable('webhook_event').addColumn('payment_ref', 'varchar(200)').execute();
  },
};
