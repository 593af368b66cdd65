/**
 * A PostgreSQL for tests: the one that the test run started (TEST_DATABASE_URL), or one of its own when a single test
 * file is run by hand. Each caller gets a database to itself, copied from a migrated template.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';

export interface TestDatabase {
  /** As superuser. */
  url: string;
  drop(): Promise<void>;
}

interface TestServer {
  url: string;
  stop(): Promise<void>;
}

let server: Promise<TestServer> | undefined;
let users = 0;

/**
 * @param template name of the template; `fill` is called once per server to make it, e.g. by running all migrations.
 */
export async function createTestDatabase(template?: {
  name: string;
  fill: (url: string) => Promise<void>;
}): Promise<TestDatabase> {
  server ??= connectServer();
  users += 1;
  const { url } = await server;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  if (template) await ensureTemplate(url, template);
  await withClient(url, (client) =>
    client.query(`create database ${name}${template ? ` template ${template.name}` : ''}`),
  );
  return {
    url: urlOf(url, name),
    async drop() {
      await withClient(url, (client) => client.query(`drop database if exists ${name} with (force)`));
      users -= 1;
      if (users === 0) await stopServer();
    },
  };
}

async function connectServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  return startTestServer();
}

/** Unsafe and fast: nothing in it outlives the run. */
export async function startTestServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'haat-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, settings: { max_connections: '400' } });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function stopServer(): Promise<void> {
  const stopping = server;
  server = undefined;
  await (await stopping)?.stop();
}

async function ensureTemplate(url: string, { name, fill }: { name: string; fill: (url: string) => Promise<void> }) {
  await withClient(url, async (client) => {
    // Test files run in processes of their own; one of them makes the template, the others wait for it.
    await client.query('select pg_advisory_lock(724012)');
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rows.length > 0) return;
    const draft = `${name}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    await fill(urlOf(url, draft));
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${draft}'`);
    await client.query(`alter database ${draft} rename to ${name}`);
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
