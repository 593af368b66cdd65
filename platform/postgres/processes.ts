/** What can be known about another process of this machine: does it live, since when, and where does it work. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProcessFacts {
  /** Tells a process from a later one that got the same pid; undefined where the system does not say. */
  startedAt: string | undefined;
  startedAtMs: number | undefined;
  command: string | undefined;
  parentPid: number | undefined;
  cwd: string | undefined;
}

/** The facts of a living process. A zombie has ended and only waits to be reaped, so it counts as dead. */
export function livingProcess(pid: number): ProcessFacts | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  if (process.platform === 'win32') return unknownFacts;
  return process.platform === 'linux' ? factsFromProc(pid) : factsFromPs(pid);
}

/** Processes of one domain see each other's pids: a boot of a machine, and within it a container. */
export function pidDomain(): string {
  const boot = readOrUndefined(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = readOrUndefined(() => readlinkSync('/proc/self/ns/pid'));
  return boot && namespace ? `${boot}/${namespace}` : hostname();
}

export async function waitUntilDead(pid: number, limitMs: number): Promise<boolean> {
  for (const deadline = Date.now() + limitMs; ; await delay(20)) {
    if (!livingProcess(pid)) return true;
    if (Date.now() > deadline) return false;
  }
}

const unknownFacts: ProcessFacts = {
  startedAt: undefined,
  startedAtMs: undefined,
  command: undefined,
  parentPid: undefined,
  cwd: undefined,
};

function factsFromProc(pid: number): ProcessFacts | undefined {
  const stat = readOrUndefined(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The pid answered, but /proc is hidden from us (hidepid) or not mounted: alive, and nothing more is known.
  if (!stat) return unknownFacts;
  // The command may contain blanks and brackets, so the fields are counted from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  const boot = readOrUndefined(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  return {
    startedAt: `${boot ?? ''}/${fields[19]}`,
    startedAtMs: undefined,
    command: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
    parentPid: Number(fields[1]),
    cwd: readOrUndefined(() => readlinkSync(`/proc/${pid}/cwd`)),
  };
}

function factsFromPs(pid: number): ProcessFacts | undefined {
  const env = { PATH: process.env.PATH, LC_ALL: 'C' };
  const line = readOrUndefined(() =>
    execFileSync('ps', ['-o', 'stat=,ppid=,lstart=,comm=', '-p', String(pid)], { encoding: 'utf8', env }).trim(),
  );
  if (!line) return unknownFacts;
  const [, state, parent, startedAt, command] =
    /^(\S+)\s+(\d+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line) ?? [];
  if (state?.startsWith('Z')) return undefined;
  const startedAtMs = startedAt === undefined ? undefined : Date.parse(startedAt);
  return {
    startedAt,
    startedAtMs,
    command,
    parentPid: parent === undefined ? undefined : Number(parent),
    cwd: undefined,
  };
}

function readOrUndefined(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
