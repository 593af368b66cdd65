/** For tests: a process of its own that owns an embedded PostgreSQL, so that it can be killed in every way. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { livingProcess } from './processes.ts';

export interface OwnerProcess {
  child: ChildProcess;
  url: string;
  /** Of the database server. */
  pid: number;
  /** Lines that the owner printed after it was ready. */
  said: string[];
  stop(): Promise<number | null>;
  killHard(): Promise<void>;
}

const script = `
const { startEmbeddedPostgres } = await import(process.env.MODULE);
try {
  const db = await startEmbeddedPostgres({ dataDir: process.env.FOLDER, durable: process.env.DURABLE === '1', log: (line) => console.error(line) });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => console.log(signal));
  process.stdin.once('data', async () => { await db.stop(); process.exit(0); });
  console.log(JSON.stringify({ url: db.url, pid: db.pid }));
} catch (error) {
  console.log(JSON.stringify({ error: error.message, name: error.name }));
  process.exitCode = 1;
}`;

export async function startOwner(
  dataDir: string,
  options: { module?: string; durable?: boolean } = {},
): Promise<OwnerProcess> {
  const module = pathToFileURL(options.module ?? fileURLToPath(new URL('embedded.ts', import.meta.url))).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    // Its own process group, which a test can signal as a terminal does, without hitting the test.
    detached: true,
    cwd: '/',
    env: { ...process.env, MODULE: module, FOLDER: dataDir, DURABLE: options.durable ? '1' : '0' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const lines = createInterface({ input: child.stdout });
  const [first] = (await Promise.race([once(lines, 'line'), exited.then(() => ['{"error":"it said nothing"}'])])) as [
    string,
  ];
  const said: string[] = [];
  lines.on('line', (line) => said.push(line));
  const { url, pid, error, name } = JSON.parse(first) as { url: string; pid: number; error?: string; name?: string };
  if (error !== undefined) {
    await exited;
    throw Object.assign(new Error(error), { name });
  }
  return {
    child,
    url,
    pid,
    said,
    async stop() {
      child.stdin.write('stop\n');
      return (await exited)[0];
    },
    async killHard() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The watchdog: the owner's only child that is a shell. */
export function watchdogOf(owner: OwnerProcess): number | undefined {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.find((pid) => {
    const facts = livingProcess(pid);
    return facts?.parentPid === owner.child.pid && facts?.command !== 'postgres';
  });
}

export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that ends while we are connected is what some tests are about.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

export async function until(condition: () => boolean, what: string, limitMs = 15_000): Promise<void> {
  for (const deadline = Date.now() + limitMs; !condition(); await delay(10)) {
    if (Date.now() > deadline) throw new Error(`In ${limitMs} ms it did not happen: ${what}`);
  }
}
