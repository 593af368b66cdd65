/** A PostgreSQL for tests. Each caller gets a database to itself, copied from a migrated template. */
import { rm } from 'node:fs/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';
import type { DatabaseTemplate, TestServer } from './database.ts';
import { newServerFolder } from './server-folder.ts';

/** Unsafe and fast: nothing in it outlives the run. */
export async function startPostgresForTests(): Promise<TestServer> {
  const dataDir = await newServerFolder('haat-test-');
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, settings: { max_connections: '400' } });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function createOnPostgres(url: string, name: string, template?: DatabaseTemplate): Promise<string> {
  if (template) await ensureTemplate(url, template);
  await withClient(url, (client) =>
    client.query(`create database ${name}${template ? ` template ${template.name}` : ''}`),
  );
  return urlOf(url, name);
}

export const dropOnPostgres = (url: string, name: string): Promise<unknown> =>
  withClient(url, (client) => client.query(`drop database if exists ${name} with (force)`));

async function ensureTemplate(url: string, { name, fill }: DatabaseTemplate) {
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

export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
