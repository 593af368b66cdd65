/**
 * A whole shop for tests: the same composition as in production, on a database of its own; in one process, as six over
 * HTTP, or as six with replicas. TEST_SHAPE chooses for tests that do not.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames } from '#contracts/common/services.ts';
import { createLogger } from '#platform/log/log.ts';
import type { Database } from '#platform/sql/database.ts';
import { openForTests } from '#platform/testing/all-schemas.ts';
import { createTestDatabase } from '#platform/testing/database.ts';
import { type Link, openLink } from '#platform/testing/link.ts';
import { until } from '#platform/testing/until.ts';
import { compose, type Haat } from './compose.ts';
import { readSettings } from './config.ts';
import { mountDocs } from './docs.ts';
import { brokenInvariants } from './invariants.ts';
import { ownerOf } from './proxy/owners.ts';

export interface TestRequest {
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
}

export interface TestResponse {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text where it is none. */
  body: any;
}

export interface TestUser {
  id: number;
  email: string;
  password: string;
  token: string;
  refreshToken: string;
}

export interface TestShop {
  apart: boolean;
  replicas: number;
  /** One process, or six; of replicas one after another. */
  parts: readonly Haat[];
  databaseUrl: string;
  dataDir: string;
  /** Full address of a path at the service that owns it, at its replicas in turn. */
  url(method: string, path: string): string;
  request(method: string, path: string, options?: TestRequest): Promise<TestResponse>;
  /** The same, failing the test unless the status is the expected one; answers the body. */
  expect(status: number, method: string, path: string, options?: TestRequest): Promise<any>;
  /** A fresh customer, signed in; with `roles` an admin gives them. */
  signUp(options?: { roles?: string[]; name?: string }): Promise<TestUser>;
  admin(): Promise<TestUser>;
  database<T>(service: string): Database<T>;
  /** With `links`: the way of each service to its tables, to be cut. */
  link(service: string): Link;
  /** Superuser query over all schemas. */
  sql<T = any>(text: string, values?: unknown[]): Promise<T[]>;
  /** Resolves when no event and no due job waits any more. */
  settled(): Promise<void>;
  mails(): Promise<string[]>;
  /** Checks the invariants, then ends everything. */
  close(): Promise<void>;
}

export interface TestShopOptions {
  apart?: boolean;
  /** Of each of the six. */
  replicas?: number;
  environment?: Record<string, string>;
  /** Of the Redis that the processes share. */
  redisUrl?: string;
  /** Leave out the closing check, for tests that break things on purpose. */
  skipInvariants?: boolean;
  /** Each service reaches its tables over a link that can be cut. */
  links?: boolean;
}

const adminAccount = { email: 'admin@shop.test', password: 'correct horse battery' };
/** How the shops of this run are put together, for the titles of tests. */
export const shapeOfTests = { one: 'one process', six: 'six processes', replicas: 'six services of two replicas' }[
  process.env.TEST_SHAPE ?? 'one'
];
const secretKey = 'test-only-key-0123456789abcdef0123456789abcdef';

export async function openTestShop(options: TestShopOptions = {}): Promise<TestShop> {
  const { TEST_SHAPE: shape = 'one', TEST_REDIS_URL } = process.env;
  const { apart = shape !== 'one', replicas = apart && shape === 'replicas' ? 2 : 1 } = options;
  const redisUrl = options.redisUrl ?? (replicas > 1 ? TEST_REDIS_URL : undefined);
  const dataDir = await mkdtemp(join(tmpdir(), 'haat-shop-'));
  const common = {
    NODE_ENV: 'test',
    SECRET_KEY: secretKey,
    DATA_DIR: dataDir,
    RATE_LIMIT: 'off',
    DEMO: '0',
    LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    ADMIN_EMAIL: adminAccount.email,
    ADMIN_PASSWORD: adminAccount.password,
    DATABASE_POOL: '6',
    INVARIANTS_EVERY_MINUTES: '0',
    ...(redisUrl ? { REDIS_URL: redisUrl, REDIS_PREFIX: `test-${randomUUID().slice(0, 13)}` } : {}),
    ...options.environment,
  };
  const database = await createTestDatabase({ name: 'haat_template', fill: (url) => fillTemplate(url, common) });
  const groups: string[][] = apart ? serviceNames.map((name) => [name]) : [[...serviceNames]];
  const processes = groups.flatMap((group) => Array.from({ length: replicas }, () => group));
  const ports = await Promise.all(processes.map(freePort));
  const addressesOf = (service: string) =>
    ports.filter((_, index) => processes[index]!.includes(service)).map((port) => `http://127.0.0.1:${port}`);
  const urls = Object.fromEntries(
    serviceNames.map((name) => [`${name.toUpperCase()}_URL`, addressesOf(name).join(',')]),
  );
  const turns = new Map<string, number>();
  const links = new Map<string, Link>();
  for (const name of options.links ? serviceNames : []) links.set(name, await openLink(database.url));
  const linked = Object.fromEntries([...links].map(([name, { url }]) => [`${name.toUpperCase()}_DATABASE_URL`, url]));
  const log = createLogger({ level: common.LOG_LEVEL, pretty: false });
  const parts: Haat[] = [];
  // The user service first: the others ask it for keys and ended sessions.
  for (const [index, group] of processes.entries()) {
    const settings = readSettings({
      ...urls,
      ...common,
      ...linked,
      DATABASE_URL: database.url,
      SERVICES: group.join(','),
      PORT: String(ports[index]),
      PUBLIC_URL: addressesOf('integration')[0]!,
    });
    const part = await compose(settings, database.url, log);
    await mountDocs(part);
    await part.app.listen({ host: '127.0.0.1', port: ports[index]! });
    parts.push(part);
  }
  const everything = openForTests(database.url);

  const shop: TestShop = {
    apart,
    replicas,
    parts,
    dataDir,
    databaseUrl: database.url,
    url(_method, path) {
      const owner = ownerOf(path.split('?')[0]!);
      const addresses = addressesOf(owner);
      const turn = turns.get(owner) ?? 0;
      turns.set(owner, turn + 1);
      return `${addresses[turn % addresses.length]}${path}`;
    },
    async request(method, path, { body, token, headers = {} } = {}) {
      const response = await fetch(shop.url(method, path), {
        method,
        redirect: 'manual',
        headers: {
          ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        body:
          body === undefined || typeof body === 'string' || body instanceof FormData || Buffer.isBuffer(body)
            ? (body as RequestInit['body'])
            : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: parsed(text) };
    },
    async expect(status, method, path, request) {
      const response = await shop.request(method, path, request);
      if (response.status !== status) {
        throw new Error(
          `${method} ${path} answered ${response.status}, not ${status}: ${JSON.stringify(response.body)}`,
        );
      }
      return response.body;
    },
    async signUp({ roles, name = 'Asha Rao' } = {}) {
      const email = `u${randomUUID().slice(0, 13)}@shop.test`;
      const password = 'a long enough phrase';
      const user = await shop.expect(201, 'POST', '/signup', { body: { name, email, password } });
      if (roles) {
        const admin = await shop.admin();
        const all = await shop.expect(200, 'GET', '/roles?limit=100', { token: admin.token });
        const roleIds = all.items.filter((role: any) => roles.includes(role.name)).map((role: any) => role.id);
        await shop.expect(200, 'POST', `/users/${user.id}/roles`, { token: admin.token, body: { roleIds } });
      }
      return signIn(shop, email, password);
    },
    admin: () => signIn(shop, adminAccount.email, adminAccount.password),
    database(service) {
      const part = parts.find((candidate) => candidate.databases.has(service));
      return part!.databases.get(service)!.database as Database<any>;
    },
    link: (service) => links.get(service)!,
    sql: (text, values) => everything.query(text, values),
    async settled() {
      await until('events and jobs to settle', async () => {
        const counts = serviceNames.flatMap((name) => [
          `(select count(*) from haat_${name}.delivery where status = 'ready')`,
          `(select count(*) from haat_${name}.job where status = 'ready' and run_at < now() + interval '3 minutes' and attempts < 3
            and not (attempts = 0 and run_at > now() + interval '20 seconds'))`,
        ]);
        const [row] = await shop.sql<{ waiting: string }>(`select ${counts.join(' + ')} as waiting`);
        return Number(row!.waiting) === 0;
      });
    },
    async mails() {
      const folder = join(dataDir, 'outbox-mail');
      const files = await readdir(folder).catch(() => []);
      return Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    },
    async close() {
      // What fails here is told at the end: the rest must be closed all the same, or the test run hangs.
      const checked = options.skipInvariants
        ? []
        : await settledInvariants(shop).catch((error: unknown) => [`${error}`]);
      for (const part of [...parts].reverse()) {
        part.app.server.closeAllConnections();
        await part.app.close();
      }
      for (const part of [...parts].reverse()) await part.stop();
      for (const link of links.values()) await link.close();
      await everything.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
      if (checked.length > 0) throw new Error(`The shop did not end in order:\n${checked.join('\n')}`);
    },
  };
  return shop;
}

async function settledInvariants(shop: TestShop): Promise<string[]> {
  await shop.settled();
  return brokenInvariants((text) => shop.sql(text));
}

async function signIn(shop: TestShop, email: string, password: string): Promise<TestUser> {
  const { accessToken, refreshToken, user } = await shop.expect(200, 'POST', '/login', { body: { email, password } });
  return { id: user.id, email, password, token: accessToken, refreshToken };
}

/** All migrations and first rows, once per test server. */
async function fillTemplate(url: string, common: Record<string, string>): Promise<void> {
  const settings = readSettings({ ...common, DATABASE_URL: url, PORT: '1', PUBLIC_URL: 'http://127.0.0.1:1' });
  const haat = await compose(settings, url, createLogger({ level: 'silent', pretty: false }));
  await haat.stop();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** All ports are asked for at once; kept open until all are known, so that they differ. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise<void>((resolve) => setImmediate(() => probe.close(() => resolve())));
  return port;
}
