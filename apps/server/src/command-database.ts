/** Where a command finds the shop's database: DATABASE_URL, the running shop's embedded server, or one started for the command. */
import { withEnvFile } from '#platform/config/config.ts';
import { addressOfRunning } from '#platform/postgres/address.ts';
import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { readSettings, type Settings } from './config.ts';

export interface CommandDatabase {
  settings: Settings;
  url: string;
  close(): Promise<void>;
}

export async function openCommandDatabase(): Promise<CommandDatabase> {
  const settings = readSettings(withEnvFile(process.env));
  const known = settings.server.DATABASE_URL ?? addressOfRunning(settings.common.dataDir);
  if (known) return { settings, url: known, close: async () => {} };
  const embedded = await startEmbeddedPostgres({ dataDir: settings.common.dataDir });
  return { settings, url: embedded.url, close: () => embedded.stop() };
}
