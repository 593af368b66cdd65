/** The folder of the database cluster: made once, whole or not at all, and only used by the PostgreSQL that made it. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { give, giveTree } from './account.ts';
import type { Binaries } from './binaries.ts';
import { dataFolderName, launch } from './launch.ts';

export const superuser = 'haat';

/** Returns the superuser's password. */
export async function prepareCluster(
  dataDir: string,
  clusterDir: string,
  binaries: Binaries,
  options: { durable: boolean; log: (line: string) => void },
): Promise<string> {
  const passwordFile = join(dataDir, 'postgres.password');
  if (existsSync(clusterDir)) {
    refuseOtherMajor(clusterDir, binaries.major);
    giveTree(clusterDir, binaries.account);
    // PostgreSQL refuses a folder that others may enter, which is how a plain copy of a backup comes back.
    chmodSync(clusterDir, 0o700);
    return readPassword(passwordFile, clusterDir);
  }
  // Kept before the cluster appears, so a cluster without its password cannot come about.
  if (!existsSync(passwordFile)) {
    writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true });
  }
  const password = readPassword(passwordFile, clusterDir);
  options.log(`creating a PostgreSQL ${binaries.major} database in ${clusterDir}`);
  // Built aside and renamed: a start that is killed half-way leaves nothing that looks like a cluster.
  const workshop = `${clusterDir}.new`;
  rmSync(workshop, { recursive: true, force: true });
  const fresh = join(workshop, 'cluster');
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  chmodSync(workshop, 0o700);
  writeFileSync(join(workshop, 'password'), `${password}\n`, { mode: 0o600 });
  for (const path of [workshop, fresh, join(workshop, 'password')]) give(path, binaries.account);
  await initdb(fresh, binaries, options.durable);
  renameSync(fresh, clusterDir);
  rmSync(workshop, { recursive: true, force: true });
  return password;
}

async function initdb(clusterDir: string, binaries: Binaries, durable: boolean): Promise<void> {
  const args = [
    `--pgdata=${dataFolderName(binaries, clusterDir)}`,
    '--pwfile=../password',
    `--username=${superuser}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own C.UTF-8: sorts by code point, knows the letters of all scripts, and needs no locale of the machine.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const child = launch(binaries, 'initdb', args, {
    cwd: clusterDir,
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
  const exited = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve));
  const [code, complaint] = await Promise.all([exited, text(child.stderr!)]);
  if (code !== 0) throw new Error(`initdb could not make a database in ${clusterDir}: ${complaint.trim()}`);
}

function refuseOtherMajor(clusterDir: string, major: number): void {
  const file = join(clusterDir, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (found === '')
    throw new Error(`${clusterDir} is not a PostgreSQL database; move it away or set DATA_DIR to another folder.`);
  if (Number.parseInt(found, 10) === major) return;
  const advice = `dump it with PostgreSQL ${found} and load the dump into a new data folder, or set DATABASE_URL`;
  throw new Error(
    `The database in ${clusterDir} was made by PostgreSQL ${found}, but this Haat brings ${major}; ${advice}.`,
  );
}

function readPassword(file: string, clusterDir: string): string {
  if (!existsSync(file))
    throw new Error(`${file} is missing, and without it the database in ${clusterDir} stays shut.`);
  return readFileSync(file, 'utf8').trim();
}
