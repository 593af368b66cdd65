/**
 * Opens one database handle per local service, each with a role that sees its own schema only, and migrates it unless that
 * is another's task.
 */

import { platformMigrations } from '#platform/events/tables.ts';
import type { Logger } from '#platform/log/log.ts';
import type { ServiceManifest } from '#platform/service/manifest.ts';
import { type Database, type DatabaseOptions, openDatabase, run } from '#platform/sql/database.ts';
import { isMigrated, migrate } from '#platform/sql/migrate.ts';
import { type Patiently, withoutPatience } from '#platform/sql/patience.ts';
import { provision } from '#platform/sql/provision.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Settings } from './config.ts';

export interface ServiceDatabase {
  database: Database<any>;
  isReady(): Promise<boolean>;
}

type Owner = Pick<ServiceManifest, 'name' | 'migrations'>;
type Address = Pick<DatabaseOptions, 'url' | 'schema'>;

export async function openDatabases(
  manifests: readonly Owner[],
  settings: Settings,
  databaseUrl: string,
  log: Logger,
  patiently: Patiently = withoutPatience,
): Promise<Map<string, ServiceDatabase>> {
  const opened = new Map<string, ServiceDatabase>();
  const addresses = new Map<string, Address>();
  const byUrl = Map.groupBy(manifests, (manifest) => ownUrl(settings, manifest.name) ?? databaseUrl);
  for (const [url, group] of byUrl) {
    const names = group.map((manifest) => manifest.name);
    const provisioned = await patiently(() => provision(url, names, settings.common.secretKey));
    for (const manifest of group) {
      const { url: serviceUrl, schema, isolated } = provisioned.get(manifest.name)!;
      if (!isolated)
        log.warn({ service: manifest.name }, 'the database user may not create other users: the services share it');
      const database = openDatabase<any>({
        url: serviceUrl,
        schema,
        poolSize: settings.server.DATABASE_POOL,
        onError: ({ message }) =>
          log.warn({ service: manifest.name, reason: message }, 'a database connection was lost'),
      });
      addresses.set(manifest.name, { url: serviceUrl, schema });
      opened.set(manifest.name, { database, isReady: readiness(database, migrationsOf(manifest)) });
    }
  }
  for (const [url, group] of byUrl)
    await patiently(() => warnIfCrowded(opened.get(group[0]!.name)!.database, group.length, settings, log, url));
  if (settings.server.MIGRATE_ON_START === 'off') return opened;
  for (const manifest of manifests) {
    const applied = await patiently(() => migrateUnhurried(addresses.get(manifest.name)!, manifest, log));
    if (applied.length > 0) log.debug({ service: manifest.name, applied }, 'schema migrated');
  }
  return opened;
}

/** What is migrated stays so; from then on the database has to answer, however many wait for a connection of the pool. */
function readiness(database: Database<any>, migrations: Owner['migrations']): () => Promise<boolean> {
  let migrated = false;
  return async () => {
    if (migrated) await database.ping();
    else migrated = await isMigrated(database, migrations);
    return migrated;
  };
}

async function migrateUnhurried({ url, schema }: Address, manifest: Owner, log: Logger): Promise<string[]> {
  const database = openDatabase<any>({ url, schema, poolSize: 1, limits: 'none' });
  try {
    return await migrate(database, migrationsOf(manifest), {
      onHeldUp: (tries) =>
        log.warn(
          { service: manifest.name, tries },
          'a table to be changed is in use for long: the change let the others through and tries again',
        ),
    });
  } finally {
    await database.close();
  }
}

/** Beside its pool each service keeps two connections for hot reads; some are left for people and other replicas. */
const BESIDE_POOL = 2;
const LEFT_FREE = 8;

async function warnIfCrowded(
  database: Database<any>,
  services: number,
  { server }: Settings,
  log: Logger,
  url: string,
): Promise<void> {
  const text: Statement = ({ dialect }) =>
    `select ${dialect === 'postgres' ? "current_setting('max_connections')" : '@@max_connections'} as connections`;
  const [row] = await run<{ connections: string | number }>(database.kysely, text, []);
  const allowed = Number(row!.connections) - LEFT_FREE;
  const wanted = services * (server.DATABASE_POOL + BESIDE_POOL);
  if (wanted <= allowed) return;
  const fits = Math.max(1, Math.floor(allowed / services) - BESIDE_POOL);
  log.warn(
    { host: new URL(url).host, wanted, allowed },
    `the database server allows too few connections: set DATABASE_POOL=${fits}`,
  );
}

const migrationsOf = (manifest: Owner) => [...platformMigrations, ...manifest.migrations];

const ownUrl = (settings: Settings, service: string) =>
  settings.server[`${service.toUpperCase()}_DATABASE_URL` as 'X_URL'];
