/** Brings one service's schema up to date: the platform's own tables first, then the service's migrations by name. */
import { type Kysely, type Migration as KyselyMigration, Migrator } from 'kysely';
import { ConfigError } from '../config/config.ts';
import type { Database } from './database.ts';

export interface Migration {
  /** `001-orders`: applied in this order, never renamed. */
  name: string;
  // Migrations see the schema as it was then, which no type of today describes.
  up(db: Kysely<any>): Promise<void>;
}

export async function migrate(database: Database<any>, migrations: readonly Migration[]): Promise<string[]> {
  // A newer version may have been here, and this one is started again: what that added does not matter.
  if (await isMigrated(database, migrations).catch(() => false)) return [];
  const byName: Record<string, KyselyMigration> = {};
  for (const migration of migrations) byName[migration.name] = { up: migration.up };
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
