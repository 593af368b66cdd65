/** The audit log: rows are added and read, never changed or removed; the database itself refuses both. */
import { sql } from 'kysely';
import { noTruncate } from '#platform/sql/append-only.ts';
import { json, on, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

export const audit: Migration = {
  name: '003-audit',
  async up(db) {
    await withId(db.schema.createTable('audit_entry'))
      .addColumn('service', 'varchar(40)', (column) => column.notNull())
      .addColumn('actor_id', 'bigint')
      // Only where no account stands behind the actor; others are looked up, so that an erasure reaches the log too.
      .addColumn('actor_email', 'varchar(254)')
      .addColumn('action', 'varchar(100)', (column) => column.notNull())
      .addColumn('entity', 'varchar(50)', (column) => column.notNull())
      .addColumn('entity_id', 'bigint')
      .addColumn('details', json, (column) => column.notNull())
      .addColumn('ip', 'varchar(64)')
      .addColumn('request_id', 'varchar(80)', (column) => column.notNull())
      .addColumn('at', timestamp, (column) => column.notNull())
      .execute();
    await db.schema.createIndex('audit_entry_by_time').on('audit_entry').columns(['at', 'id']).execute();
    await db.schema.createIndex('audit_entry_by_actor').on('audit_entry').columns(['actor_id', 'id']).execute();
    await db.schema.createIndex('audit_entry_by_action').on('audit_entry').columns(['action', 'id']).execute();
    await db.schema
      .createIndex('audit_entry_by_entity')
      .on('audit_entry')
      .columns(['entity', 'entity_id', 'id'])
      .execute();
    // A trigger and not a revoked privilege: the role that writes the rows owns the table.
    await on(
      db,
      'postgres',
      sql`create function audit_entry_stays() returns trigger language plpgsql as
        'begin raise exception ''The audit log is append-only.'' using errcode = ''restrict_violation''; end'`,
      sql`create trigger audit_entry_append_only before update or delete or truncate on audit_entry
        for each statement execute function audit_entry_stays()`,
    );
    await on(
      db,
      'mysql',
      ...(['update', 'delete'] as const).map(
        (event) => sql`create trigger audit_entry_no_${sql.raw(event)} before ${sql.raw(event)} on audit_entry
          for each row signal sqlstate '45000' set message_text = 'The audit log is append-only.'`,
      ),
      noTruncate('audit_entry'),
    );
  },
};
