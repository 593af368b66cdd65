/** How a PostgreSQL program is spawned: as which account, in which folder, with which environment. */
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Binaries } from './binaries.ts';
import { program } from './binaries.ts';

/**
 * The name by which PostgreSQL knows its data folder. Root may enter `/root/shop/.data`, the account that PostgreSQL
 * runs as may not; but a process can always name the folder it stands in, and node enters it before root is given up.
 */
export function dataFolderName(binaries: Binaries, clusterDir: string): string {
  return binaries.account && existsSync('/proc/self/cwd') ? '/proc/self/cwd' : clusterDir;
}

export function launch(
  binaries: Binaries,
  name: 'initdb' | 'postgres' | 'pg_ctl',
  args: string[],
  options: SpawnOptions & { cwd: string },
): ChildProcess {
  return spawn(program(binaries, name), args, { ...options, ...binaries.account, env: environment() });
}

/** Not ours: it holds secrets, PG… settings of other databases, and a language in which we could not read the log. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];
  const entries = kept.filter((key) => process.env[key] !== undefined).map((key) => [key, process.env[key]]);
  return { ...Object.fromEntries(entries), LC_ALL: 'C', TZ: 'UTC' };
}
