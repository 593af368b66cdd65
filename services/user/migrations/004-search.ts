/** Finding users by a part of their name or e-mail without reading them all. */
import { sql } from 'kysely';
import { on } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

export const search: Migration = {
  name: '004-search',
  async up(db) {
    await on(
      db,
      'postgres',
      sql`create index account_search on account using gin ((email_key || ' ' || lower(name)) gin_trgm_ops)`,
    );
  },
};
