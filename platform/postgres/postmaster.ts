/** One run of the database server: started on a free port, ready, and stopped within a limit. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { watchOver } from '../lifecycle/watchdog.ts';
import type { Binaries } from './binaries.ts';
import { dataFolderName, launch } from './launch.ts';
import type { LogFile } from './log-file.ts';
import { postgresSettings } from './settings.ts';
import { signalPostmaster } from './signals.ts';

export interface Postmaster {
  pid: number;
  port: number;
  exited: Promise<void>;
  stop(): Promise<void>;
}

export interface PostmasterOptions {
  clusterDir: string;
  binaries: Binaries;
  logFile: LogFile;
  durable: boolean;
  settings: Record<string, string>;
}

// Recovery after a crash replays at most max_wal_size, so this is for a very slow disk.
const readyLimitMs = 120_000;
const fastLimitMs = 15_000;
const immediateLimitMs = 5_000;

export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const orphansDeadline = Date.now() + 15_000;
  for (let portsTried = 1; ; ) {
    const logStart = options.logFile.size();
    const postmaster = spawnPostmaster(options, Number(options.settings.port ?? (await freePort())));
    if (await isReady(postmaster, options.clusterDir)) return postmaster;
    await postmaster.stop();
    const log = options.logFile.since(logStart);
    // Between our look and PostgreSQL's, someone else may have taken the port.
    if (log.includes('could not create any TCP/IP sockets') && portsTried++ < 5) continue;
    // Children of a server that was killed notice its death within moments; none may write beside us.
    const hasOrphans = log.includes('pre-existing shared memory block');
    if (!hasOrphans || Date.now() > orphansDeadline) throw new Error(`PostgreSQL did not start: ${reason(log)}`);
    await delay(100);
  }
}

function spawnPostmaster(options: PostmasterOptions, port: number): Postmaster {
  const { clusterDir, binaries, logFile } = options;
  const settings = postgresSettings(port, options.durable, options.settings);
  const args = ['-D', dataFolderName(binaries, clusterDir)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const child = launch(binaries, 'postgres', args, {
    cwd: clusterDir,
    // A session of its own: Ctrl-C goes to every process of the terminal's, but the database must outlive the drain.
    detached: true,
    stdio: ['ignore', logFile.fd, logFile.fd],
    windowsHide: true,
  });
  child.unref();
  const pid = child.pid;
  const watchdog = pid === undefined ? undefined : watchOver(pid);
  const exited = new Promise<void>(
    (resolve) => void child.once('error', () => resolve()).once('exit', () => resolve()),
  );
  void exited.then(() => watchdog?.dismiss());
  let stopping: Promise<void> | undefined;
  return {
    pid: pid ?? 0,
    port,
    exited,
    stop: () => {
      stopping ??= stop(child, exited, binaries);
      return stopping;
    },
  };
}

async function isReady(postmaster: Postmaster, clusterDir: string): Promise<boolean> {
  let hasExited = false;
  void postmaster.exited.then(() => {
    hasExited = true;
  });
  for (const deadline = Date.now() + readyLimitMs; !hasExited && Date.now() < deadline; await delay(10)) {
    // PostgreSQL tells by its lock file how far it has come; the first line says that it is this one's file.
    const lines = readLines(join(clusterDir, 'postmaster.pid'));
    if (Number(lines[0]) === postmaster.pid && lines[7]?.trim() === 'ready') return true;
  }
  return false;
}

async function stop(child: ChildProcess, exited: Promise<void>, binaries: Binaries): Promise<void> {
  const steps = [
    ['INT', fastLimitMs],
    ['QUIT', immediateLimitMs],
    ['KILL', immediateLimitMs],
  ] as const;
  for (const [signal, limitMs] of steps) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await signalPostmaster(child.pid, signal, binaries);
    const limit = new AbortController();
    await Promise.race([exited, delay(limitMs, undefined, { signal: limit.signal }).catch(() => {})]);
    limit.abort();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** The last words of PostgreSQL that say why. */
function reason(log: string): string {
  const lines = log.trim().split('\n');
  const fatal = lines.findLast((line) => /FATAL:|PANIC:|ERROR:/.test(line));
  return (
    (fatal ?? lines.at(-1) ?? '').replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '') || 'it left no reason in postgres.log'
  );
}
