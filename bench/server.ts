/** The shop that is measured: `npm start` as a merchant gets it, on an empty data folder of its own. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '#platform/net/ports.ts';
import { livingProcess } from '#platform/postgres/processes.ts';
import { type Arrangement, oneProcess } from './arrangements.ts';
import { type Running, startProcess } from './processes.ts';
import type { Account } from './stage.ts';

/** The same flags as `npm start`: loading all services makes garbage that a larger young generation would keep for good. */
const startFlags = ['--max-semi-space-size=8'];

export interface Shop extends Running {
  databaseUrl: string;
  postmasterPid: number;
}

export interface ShopHouse {
  admin: Account;
  open(options?: { inspectorPort?: number; as?: Arrangement }): Promise<Shop>;
  tearDown(): Promise<void>;
}

/** Beside the project's packages and not in the system's temporary folder, which may be memory: commits shall cost. */
const cache = 'node_modules/.cache';
const PREFIX = 'haat-bench-';

export async function prepareShop(): Promise<ShopHouse> {
  await mkdir(cache, { recursive: true });
  await removeLeftovers();
  const dataDir = await mkdtemp(join(cache, `${PREFIX}${process.pid}-`));
  const admin = { email: 'admin@bench.example', password: 'nine elephants walk east' };
  const port = await freePort();
  const env = {
    NODE_ENV: 'development',
    DATA_DIR: dataDir,
    PORT: String(port),
    RATE_LIMIT: 'off',
    DEMO: '0',
    LOG_LEVEL: 'error',
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    // What the machine's owner has set for a shop of their own is not ours.
    DATABASE_URL: undefined,
    PUBLIC_URL: undefined,
    SERVICES: undefined,
    SMTP_URL: undefined,
  };
  return {
    admin,
    async open({ inspectorPort, as = oneProcess } = {}) {
      const inspector = inspectorPort ? [`--inspect=127.0.0.1:${inspectorPort}`] : [];
      const running = await startProcess([...inspector, ...startFlags, ...as.program], env);
      return { ...running, ...(await databaseIn(dataDir)), origin: `http://127.0.0.1:${port}` };
    },
    tearDown: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** Of runs that were interrupted; the folder's name holds who made it. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(cache)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (pid && !livingProcess(Number(pid))) await rm(join(cache, name), { recursive: true, force: true });
  }
}

/** The embedded PostgreSQL says in its folder where it listens. */
async function databaseIn(dataDir: string): Promise<{ databaseUrl: string; postmasterPid: number }> {
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  const [pid, , , port] = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n');
  return { databaseUrl: `postgres://haat:${password}@127.0.0.1:${port}/haat`, postmasterPid: Number(pid) };
}
