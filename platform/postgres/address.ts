/** The address of the embedded server that a running Haat has started, for commands that work beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { superuser } from './cluster.ts';

/** Line of `postmaster.pid` that holds the port, as PostgreSQL documents it. */
const PORT_LINE = 3;

/** Null when no embedded server runs on this data folder. */
export function addressOfRunning(dataDir: string): string | null {
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  const passwordFile = join(dataDir, 'postgres.password');
  if (!existsSync(pidFile) || !existsSync(passwordFile)) return null;
  const port = readFileSync(pidFile, 'utf8').split('\n')[PORT_LINE]?.trim();
  const password = readFileSync(passwordFile, 'utf8').trim();
  return port ? `postgres://${superuser}:${password}@127.0.0.1:${port}/haat` : null;
}
