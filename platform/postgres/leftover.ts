/** Clears what a killed Haat left behind: a database server that still runs, or the lock file of one that does not. */
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { busy } from './data-dir-lock.ts';
import { livingProcess, waitUntilDead } from './processes.ts';
import { signalPostmaster } from './signals.ts';

const fastLimitMs = 15_000;
const immediateLimitMs = 5_000;

/** To be called only while the data folder is locked: then whoever started what is found here should be dead. */
export async function clearLeftover(
  dataDir: string,
  clusterDir: string,
  binaries: Binaries,
  log: (line: string) => void,
): Promise<void> {
  const file = join(clusterDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (isPostmaster(pid, clusterDir, Number(lines[2]))) {
    const ownerPid = livingOwner(pid);
    if (ownerPid !== undefined) throw busy(`process ${ownerPid}`, dataDir);
    log(`stopping the database server (process ${pid}) of a Haat that has ended`);
    await signalPostmaster(pid, 'INT', binaries);
    if (!(await waitUntilDead(pid, fastLimitMs))) {
      await signalPostmaster(pid, 'QUIT', binaries);
      if (!(await waitUntilDead(pid, immediateLimitMs))) {
        throw new Error(`The database server (process ${pid}) of an ended Haat does not stop; end it and start again.`);
      }
    }
  }
  disown(file);
}

/** Someone may have deleted the lock under a living Haat: its database server is still its child, not an orphan. */
function livingOwner(postmasterPid: number): number | undefined {
  const parentPid = livingProcess(postmasterPid)?.parentPid;
  if (parentPid === undefined || parentPid <= 1) return undefined;
  const command = livingProcess(parentPid)?.command;
  return command !== undefined && command === livingProcess(process.pid)?.command ? parentPid : undefined;
}

/**
 * PostgreSQL takes a zombie, or a stranger who got the pid, for its living predecessor. Deleting the file would also
 * lose the number of the shared memory, by which it sees that children of the dead server still write. So only the pid
 * is replaced by that of its parent-to-be, which PostgreSQL knows cannot be a database server.
 */
function disown(file: string): void {
  if (process.platform === 'win32' || !existsSync(file)) return;
  const rest = readFileSync(file, 'utf8').split('\n').slice(1);
  writeFileSync(file, [process.pid, ...rest].join('\n'));
}

function isPostmaster(pid: number, clusterDir: string, startedAtSeconds: number): boolean {
  const facts = pid === process.pid ? undefined : livingProcess(pid);
  if (!facts) return false;
  if (facts.cwd !== undefined) return facts.cwd === realpathSync(clusterDir);
  if (facts.command !== undefined && !facts.command.includes('postgres')) return false;
  // Where the system hides a process's folder, it must at least have begun in the second which the file names.
  return facts.startedAtMs === undefined || Math.abs(facts.startedAtMs - startedAtSeconds * 1000) < 3_000;
}
