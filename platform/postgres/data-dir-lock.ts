/** One Haat per data folder: a lock file that names its owner, and is taken over only when that owner is dead. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { livingProcess, pidDomain } from './processes.ts';

export class DataDirBusyError extends Error {
  override name = 'DataDirBusyError';
}

export interface DataDirLock {
  release(): void;
}

export function busy(who: string, dataDir: string): DataDirBusyError {
  const advice = 'stop it or set DATA_DIR to another folder';
  return new DataDirBusyError(`Another Haat (${who}) already uses the data folder ${dataDir}; ${advice}.`);
}

interface Owner {
  pid: number;
  startedAt: string | undefined;
  domain: string;
}

const heartbeatMs = 3_000;
/** An owner whose pid we cannot see (another container or machine on a shared volume) is judged by its heartbeat. */
const foreignPatienceMs = 10_000;
const foreignSurelyDeadMs = 60_000;

export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const file = join(resolve(dataDir), 'haat.lock');
  const mine = JSON.stringify({
    pid: process.pid,
    startedAt: livingProcess(process.pid)?.startedAt,
    domain: pidDomain(),
  } satisfies Owner);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    while (!create(file, mine)) await removeIfOwnerIsDead(file, dataDir);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw error;
    const advice = 'start Haat as the owner of that folder or set DATA_DIR to another one';
    throw new Error(`The data folder ${dataDir} may not be written by this user; ${advice}.`, { cause: error });
  }
  const heartbeat = setInterval(() => beat(file, mine), heartbeatMs);
  heartbeat.unref();
  return {
    release() {
      clearInterval(heartbeat);
      if (read(file) === mine) rmSync(file, { force: true });
    },
  };
}

function create(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Also heals the lock when somebody deleted it under a running Haat: it, not the file, is the truth. */
function beat(file: string, mine: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    try {
      create(file, mine);
    } catch {
      // A full or vanished disk is reported by the database itself; the lock has nothing to add.
    }
  }
}

async function removeIfOwnerIsDead(file: string, dataDir: string): Promise<void> {
  let content = read(file);
  // Its maker may be between creating and writing it.
  for (let tries = 0; content === '' && tries < 50; tries++, content = read(file)) await delay(20);
  if (content === undefined) return;
  const owner = parse(content);
  if (owner && (await isAlive(owner, file))) {
    const isForeign = owner.domain !== pidDomain();
    throw busy(`process ${owner.pid}${isForeign ? ' on another machine or in another container' : ''}`, dataDir);
  }
  // Two starters may both find the same dead owner: a rename moves one file once, and what was moved is looked at
  // again, so that a lock which the other one has just made is put back instead of thrown away.
  const moved = `${file}.${process.pid}`;
  try {
    renameSync(file, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const movedContent = read(moved);
  rmSync(moved, { force: true });
  if (movedContent !== undefined && movedContent !== content) create(file, movedContent);
}

async function isAlive(owner: Owner, file: string): Promise<boolean> {
  if (owner.domain === pidDomain()) {
    const facts = livingProcess(owner.pid);
    if (!facts) return false;
    // Same pid, other start: the number was given to a stranger.
    return !facts.startedAt || !owner.startedAt || facts.startedAt === owner.startedAt;
  }
  const seenAt = beatAt(file);
  if (Date.now() - seenAt > foreignSurelyDeadMs) return false;
  for (const deadline = Date.now() + foreignPatienceMs; Date.now() < deadline; await delay(200)) {
    if (beatAt(file) !== seenAt) return true;
  }
  return false;
}

function beatAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(content: string): Owner | undefined {
  try {
    const owner = JSON.parse(content) as Owner;
    return Number.isInteger(owner.pid) ? owner : undefined;
  } catch {
    return undefined;
  }
}
