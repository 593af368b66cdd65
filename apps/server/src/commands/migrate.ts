/**
 * `npm run migrate`: brings the tables of all services, or of those that SERVICES names, up to date; running it again
 * changes nothing. Several at once wait for each other: the migrator holds a lock of the database. With `--wait 60` it
 * waits so many seconds for a database that does not answer yet.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ConfigError } from '#platform/config/config.ts';
import { createLogger } from '#platform/log/log.ts';
import { appliedMigrations } from '#platform/sql/migrate.ts';
import { openCommandDatabase } from '../command-database.ts';
import { openDatabases } from '../databases.ts';
import { allServices } from '../services.ts';

const { values } = parseArgs({ options: { wait: { type: 'string', default: '0' } } });
const waitsUntil = Date.now() + Number(values.wait) * 1_000;
const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const command = await openCommandDatabase();
  const { settings } = command;
  const log = createLogger({ level: 'warn', pretty: false });
  const chosen = allServices.filter(({ name }) => settings.services.includes(name));
  try {
    const asked = { ...settings, server: { ...settings.server, MIGRATE_ON_START: 'on' as const } };
    const databases = await openDatabases(chosen, asked, command.url, log);
    for (const [name, { database }] of databases) {
      say(`${name}: ${(await appliedMigrations(database)).length} migrations are applied.`);
      await database.close();
    }
  } finally {
    await command.close();
  }
}

for (;;) {
  try {
    await main();
    process.exit(0);
  } catch (error) {
    // What is wrong with the settings will not get better.
    if (error instanceof ConfigError || !(Date.now() < waitsUntil)) {
      process.stderr.write(`The tables could not be brought up to date: ${(error as Error).message}\n`);
      process.exit(1);
    }
    await pause(1_000);
  }
}
