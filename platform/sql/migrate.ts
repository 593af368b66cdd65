/** Brings one service's schema up to date: the platform's own tables first, then the service's migrations by name. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, type Migration as KyselyMigration, Migrator, sql } from 'kysely';
import { ConfigError } from '../config/config.ts';
import { type Database, sqlState } from './database.ts';

export interface Migration {
  /** `001-orders`: applied in this order, never renamed. */
  name: string;
  // Migrations see the schema as it was then, which no type of today describes.
  up(db: Kysely<any>): Promise<void>;
}

/** Whoever reads a table for long holds up a change of it, and behind that waits everybody else. */
interface Manners {
  /** So long a change waits for its table before it steps back and lets the others through; MySQL counts whole seconds. */
  lockMs?: number;
  /** Between its tries. */
  pauseMs?: number;
  /** After so long in all it fails, and with it the start. */
  forMs?: number;
  /** Told of each try in vain, with their number by now. */
  onHeldUp?: (tries: number) => void;
}

const LOCK_MS = 2_500;
const PAUSE_MS = 3_000;
const FOR_MS = 15 * 60_000;

export async function migrate(
  database: Database<any>,
  migrations: readonly Migration[],
  manners: Manners = {},
): Promise<string[]> {
  const { lockMs = LOCK_MS, pauseMs = PAUSE_MS, forMs = FOR_MS, onHeldUp } = manners;
  const until = Date.now() + forMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await migrateOnce(database, migrations, lockMs);
    } catch (error) {
      if (sqlState(error) !== HELD_UP || Date.now() > until) throw error;
      onHeldUp?.(tries);
      await pause(pauseMs);
    }
  }
}

const HELD_UP = '55P03';

async function migrateOnce(
  database: Database<any>,
  migrations: readonly Migration[],
  lockMs: number,
): Promise<string[]> {
  // A newer version may have been here, and this one is started again: what that added does not matter.
  if (await isMigrated(database, migrations).catch(() => false)) return [];
  const limit =
    database.dialect === 'postgres'
      ? `set local lock_timeout = ${lockMs}`
      : `set session lock_wait_timeout = ${Math.ceil(lockMs / 1_000)}`;
  const byName: Record<string, KyselyMigration> = {};
  for (const { name, up } of migrations) {
    byName[name] = {
      async up(db) {
        await sql.raw(limit).execute(db);
        await up(db);
      },
    };
  }
  const migrator = new Migrator({
    db: database.definer,
    provider: { getMigrations: async () => byName },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw isTriggerRefused(error) ? new ConfigError(NO_TRIGGERS, { cause: error }) : error;
  return (results ?? []).map((result) => result.migrationName);
}

/** MySQL, for whoever is no superuser, while it writes a binary log: as MySQL 8 does unless told otherwise. */
const isTriggerRefused = (error: unknown): boolean => (error as { errno?: number }).errno === 1419;
const NO_TRIGGERS =
  'The database server writes a binary log and lets services make no triggers: start it with --log-bin-trust-function-creators=1, ' +
  'or say `set global log_bin_trust_function_creators = 1` as its superuser.';

/** True when every migration that this code knows has been applied; what a newer version added does not matter. */
export async function isMigrated(database: Database<any>, migrations: readonly Migration[]): Promise<boolean> {
  const names = new Set(await appliedMigrations(database));
  return migrations.every((migration) => names.has(migration.name));
}

export async function appliedMigrations(database: Database<any>): Promise<string[]> {
  const rows = await database.kysely.selectFrom('migration').select('name').execute();
  return rows.map(({ name }) => name);
}
