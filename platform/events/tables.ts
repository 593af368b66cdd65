/** The tables that every service's schema holds beside its own: outbox, deliveries, inbox, jobs, idempotency keys. */
import { type Generated, type Kysely, sql } from 'kysely';
import { json, now, on, timestamp, withId } from '../sql/columns.ts';
import type { Migration } from '../sql/migrate.ts';

export interface OutboxTable {
  id: Generated<number>;
  type: string;
  entity_id: number;
  /** Grows with each change of the entity; consumers apply only what is newer. */
  version: number;
  data: unknown;
  request_id: string;
  created_at: Generated<Date>;
}

export interface DeliveryTable {
  event_id: number;
  subscriber: string;
  status: 'ready' | 'dead';
  attempts: number;
  next_at: Generated<Date>;
  last_error: string | null;
}

export interface InboxTable {
  source: string;
  event_id: number;
  received_at: Generated<Date>;
}

export interface JobTable {
  id: Generated<number>;
  kind: string;
  /** Unique with `kind`: the same outside effect is asked for once. */
  key: string;
  data: unknown;
  status: 'ready' | 'done' | 'dead';
  attempts: number;
  run_at: Date;
  last_error: string | null;
  request_id: string;
  created_at: Generated<Date>;
}

export interface IdempotencyTable {
  owner: string;
  operation: string;
  key: string;
  fingerprint: string;
  /** Set while a request works on it, so that only the holder may finish it. */
  claim: string | null;
  claimed_at: Date;
  status: number | null;
  body: unknown;
}

export interface PlatformTables {
  outbox: OutboxTable;
  delivery: DeliveryTable;
  inbox: InboxTable;
  job: JobTable;
  idempotency: IdempotencyTable;
}

async function createPlatformTables(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('outbox'))
    .addColumn('type', 'varchar(80)', (column) => column.notNull())
    .addColumn('entity_id', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('data', json, (column) => column.notNull())
    .addColumn('request_id', 'varchar(80)', (column) => column.notNull())
    .addColumn('created_at', timestamp, now)
    .execute();
  await db.schema.createIndex('outbox_entity').on('outbox').columns(['entity_id', 'type']).execute();
  await db.schema
    .createTable('delivery')
    .addColumn('event_id', 'bigint', (column) => column.notNull())
    .addColumn('subscriber', 'varchar(40)', (column) => column.notNull())
    .addColumn('status', 'varchar(10)', (column) => column.notNull().defaultTo('ready'))
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_at', timestamp, now)
    .addColumn('last_error', 'text')
    .addPrimaryKeyConstraint('delivery_pk', ['event_id', 'subscriber'])
    .execute();
  await db.schema.createIndex('delivery_due').on('delivery').columns(['status', 'next_at']).execute();
  await db.schema
    .createTable('inbox')
    .addColumn('source', 'varchar(40)', (column) => column.notNull())
    .addColumn('event_id', 'bigint', (column) => column.notNull())
    .addColumn('received_at', timestamp, now)
    .addPrimaryKeyConstraint('inbox_pk', ['source', 'event_id'])
    .execute();
  await withId(db.schema.createTable('job'))
    .addColumn('kind', 'varchar(60)', (column) => column.notNull())
    .addColumn('key', 'varchar(200)', (column) => column.notNull())
    .addColumn('data', json, (column) => column.notNull())
    .addColumn('status', 'varchar(10)', (column) => column.notNull().defaultTo('ready'))
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('run_at', timestamp, now)
    .addColumn('last_error', 'text')
    .addColumn('request_id', 'varchar(80)', (column) => column.notNull().defaultTo(''))
    .addColumn('created_at', timestamp, now)
    .addUniqueConstraint('job_once', ['kind', 'key'])
    .execute();
  await db.schema.createIndex('job_due').on('job').columns(['status', 'run_at']).execute();
  await db.schema
    .createTable('idempotency')
    .addColumn('owner', 'varchar(80)', (column) => column.notNull())
    .addColumn('operation', 'varchar(80)', (column) => column.notNull())
    .addColumn('key', 'varchar(255)', (column) => column.notNull())
    .addColumn('fingerprint', 'varchar(64)', (column) => column.notNull())
    .addColumn('claim', 'varchar(40)')
    .addColumn('claimed_at', timestamp, (column) => column.notNull())
    .addColumn('status', 'integer')
    .addColumn('body', json)
    .addPrimaryKeyConstraint('idempotency_pk', ['owner', 'operation', 'key'])
    .execute();
  // Busy small tables: rows come and go all day, so vacuum early.
  for (const table of ['delivery', 'job']) {
    await on(db, 'postgres', sql`alter table ${sql.table(table)} set (autovacuum_vacuum_scale_factor = 0.02)`);
  }
}

export const platformMigrations: readonly Migration[] = [{ name: '000-platform', up: createPlatformTables }];
