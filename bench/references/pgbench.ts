/** PostgreSQL's own load driver, where the machine has it. */
import { execFile } from 'node:child_process';
import { accessSync, constants, globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { TransactionRate } from './transaction.ts';

export function findPgbench(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'pgbench'));
  return [...onPath, ...globSync('/usr/lib/postgresql/*/bin/pgbench')].find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export async function runPgbench(
  pgbench: string,
  url: string,
  script: string,
  concurrency: number,
  seconds: number,
): Promise<TransactionRate> {
  const folder = await mkdtemp(join(tmpdir(), 'haat-pgbench-'));
  try {
    const file = join(folder, 'placement.sql');
    await writeFile(file, script);
    // It counts whole seconds only.
    const time = String(Math.max(1, Math.round(seconds)));
    const { password, hostname, port, username, pathname } = new URL(url);
    const where = ['-h', hostname, '-p', port, '-U', username, pathname.slice(1)];
    const args = ['-n', '-c', String(concurrency), '-j', '1', '-T', time, '-M', 'prepared', '-f', file, ...where];
    // Every user of the machine can read arguments, so the password is not one.
    const env = { ...process.env, PGPASSWORD: decodeURIComponent(password) };
    const { stdout } = await promisify(execFile)(pgbench, args, { env });
    return { perSecond: figure(stdout, /^tps = ([\d.]+)/m), meanMs: figure(stdout, /latency average = ([\d.]+) ms/) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function figure(text: string, pattern: RegExp): number {
  const [, value] = pattern.exec(text) ?? [];
  if (value === undefined) throw new Error(`pgbench said something unexpected:\n${text}`);
  return Number(value);
}
