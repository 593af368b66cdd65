/** A shop as its operator starts it: a process of its own, with its embedded database in a folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { bareEnvironment } from '#platform/testing/bare-environment.ts';

export const adminAccount = { email: 'admin@shop.test', password: 'correct horse battery' };

export interface ShopProcess {
  url: string;
  pid: number;
  /** What it wrote, both streams. */
  output(): string;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
  ended: Promise<End>;
}

export interface End {
  /** Null when a signal ended it. */
  code: number | null;
  output: string;
  errors: string;
}

export interface ShopOptions {
  dataDir: string;
  port: number;
  environment?: Record<string, string>;
  /** A folder with other code of the shop. */
  cwd?: string;
}

/** Resolves when it says that it is ready; rejects with what it said when it ends before. */
export async function startShop(options: ShopOptions): Promise<ShopProcess> {
  const { ready, ...process } = launchShop(options);
  await ready;
  return process;
}

/** At once, so that it can also be killed while it starts; `ready` tells when it is open, or what ended it before. */
export function launchShop(options: ShopOptions): ShopProcess & { ready: Promise<void> } {
  const { child, ended, seen } = launch(options);
  const open = new Promise<void>((resolve) => {
    child.stdout.on('data', () => {
      if (/^ready on http/m.test(seen.output)) resolve();
    });
  });
  const early = ended.then(({ code, output, errors }) => {
    throw new Error(`The shop ended with ${code} before it was ready:\n${output}${errors}`);
  });
  // Later ends are no failure of the start.
  early.catch(() => {});
  return {
    ready: Promise.race([open, early]),
    url: `http://localhost:${options.port}`,
    pid: child.pid!,
    output: () => seen.output + seen.errors,
    signal: (name) => child.kill(name),
    ended,
  };
}

const MUST_END_MS = 30_000;

/** A start that is expected to fail. One that does not is killed, and answers null. */
export async function startToEnd(options: ShopOptions): Promise<End> {
  const { child, ended } = launch(options);
  const overdue = setTimeout(() => child.kill('SIGKILL'), MUST_END_MS);
  const end = await ended;
  clearTimeout(overdue);
  return end;
}

/** However the one who started them ends, save by `kill -9`, they end with it. */
const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** Started and left to itself. */
export function launch({ dataDir, port, environment = {}, cwd }: ShopOptions) {
  const child = spawn(process.execPath, ['apps/server/src/main.ts'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...bareEnvironment(),
      DATA_DIR: dataDir,
      PORT: String(port),
      DEMO: '0',
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'warn',
      ADMIN_EMAIL: adminAccount.email,
      ADMIN_PASSWORD: adminAccount.password,
      ...environment,
    },
  });
  living.add(child);
  const seen = { output: '', errors: '' };
  child.stdout.on('data', (chunk) => {
    seen.output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    seen.errors += chunk;
  });
  const ended = once(child, 'close').then(([code]): End => {
    living.delete(child);
    return { code, ...seen };
  });
  return { child, ended, seen };
}
