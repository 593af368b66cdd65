/** Tables made by one command, whoever else starts at the same time. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { allServices } from '#apps/server/src/services.ts';
import { serviceNames } from '#contracts/common/services.ts';
import { platformMigrations } from '#platform/events/tables.ts';
import { freePort } from '#platform/net/ports.ts';
import { bareEnvironment } from '#platform/testing/bare-environment.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { until } from '#platform/testing/until.ts';
import { launch } from '../shop-process.ts';

const secretKey = 'test-only-key-0123456789abcdef0123456789abcdef';
let database: TestDatabase;
let dataDir: string;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'haat-migrate-'));
});
beforeEach(async () => {
  await database?.drop();
  database = await createTestDatabase();
});
after(async () => {
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const environment = (more: Record<string, string> = {}) => ({
  DATABASE_URL: database.url,
  SECRET_KEY: secretKey,
  NODE_ENV: 'test',
  LOG_LEVEL: 'info',
  ...more,
});

async function migrate(more: Record<string, string> = {}, options: string[] = []) {
  const child = spawn(process.execPath, ['apps/server/src/commands/migrate.ts', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...bareEnvironment(), DATA_DIR: dataDir, ...environment(more) },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, text };
}

/** Names of migrations by service; no entry where there is no schema. */
async function applied(): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query(`select schemaname from pg_tables where tablename = 'migration'`);
    const found: Record<string, string[]> = {};
    for (const { schemaname } of rows) {
      const { rows: names } = await client.query(`select name from ${schemaname}.migration order by name`);
      found[schemaname.replace('haat_', '')] = names.map(({ name }) => name);
    }
    return found;
  } finally {
    await client.end();
  }
}

const expected = (service: string): string[] => {
  const own = allServices.find(({ name }) => name === service)!.migrations;
  return [...platformMigrations, ...own].map(({ name }) => name).sort();
};

test('several at once on an empty database make every table once, and one more changes nothing', async () => {
  const all = await Promise.all([migrate(), migrate(), migrate()]);
  for (const { code, text } of all) assert.equal(code, 0, text);
  const first = await applied();
  for (const name of serviceNames) assert.deepEqual(first[name], expected(name));
  assert.equal((await migrate()).code, 0);
  assert.deepEqual(await applied(), first);
});

test('SERVICES chooses whose tables are made', async () => {
  const { code, text } = await migrate({ SERVICES: 'cart' });
  assert.equal(code, 0, text);
  assert.deepEqual(await applied(), { cart: expected('cart') });
});

test('tables that a newer version has changed are no error for an older one', async () => {
  assert.equal((await migrate({ SERVICES: 'cart' })).code, 0);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`insert into haat_cart.migration (name, timestamp) values ('999-newer', '2026-01-01')`);
  await client.end();
  const { code, text } = await migrate({ SERVICES: 'cart' });
  assert.equal(code, 0, text);
});

test('without a database the command says so and fails', async () => {
  const { code, text } = await migrate({ DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none` });
  assert.equal(code, 1);
  assert.match(text, /^The tables could not be brought up to date: .*ECONNREFUSED/);
});

test('asked to wait, the command bears a database that comes later', async (t) => {
  const { hostname, port: behind } = new URL(database.url);
  const port = await freePort();
  const url = new URL(database.url);
  url.port = String(port);
  const migrating = migrate({ SERVICES: 'cart', DATABASE_URL: url.href }, ['--wait', '60']);
  // It has certainly tried once when an even shorter command has failed.
  assert.equal((await migrate({ SERVICES: 'cart', DATABASE_URL: url.href })).code, 1);
  const door = createServer((socket) => {
    const inner = connect(Number(behind), hostname);
    socket.pipe(inner).pipe(socket);
    for (const end of [socket, inner]) end.on('error', () => {});
  });
  t.after(() => door.close());
  door.listen(port, '127.0.0.1');
  const { code, text } = await migrating;
  assert.equal(code, 0, text);
  assert.deepEqual(await applied(), { cart: expected('cart') });
});

test('a process that may not make tables is alive and not ready until they are there, and can be stopped meanwhile', async (t) => {
  const start = async () => {
    const port = await freePort();
    const process = launch({ dataDir, port, environment: environment({ MIGRATE_ON_START: 'off', DEMO: '0' }) });
    t.after(() => process.child.kill('SIGKILL'));
    const health = (path: string) => statusOf(`http://127.0.0.1:${port}/health/${path}`);
    return { ...process, health };
  };
  const [stopped, waiting] = await Promise.all([start(), start()]);
  for (const { health } of [stopped, waiting]) {
    await until('it is alive', async () => (await health('live')) === 200);
    assert.equal(await health('ready'), 503);
  }
  assert.deepEqual(await applied(), {}, 'it made tables');
  stopped.child.kill('SIGTERM');
  assert.equal((await stopped.ended).code, 0);
  assert.equal((await migrate()).code, 0);
  await until('it is ready', async () => (await waiting.health('ready')) === 200);
  waiting.child.kill('SIGTERM');
  assert.equal((await waiting.ended).code, 0);
});

async function statusOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}
