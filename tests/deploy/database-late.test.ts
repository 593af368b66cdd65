/** A process that starts while its database has no connection left for it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { freePort } from '#platform/net/ports.ts';
import { createTestDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { until } from '#platform/testing/until.ts';
import { launchShop } from '../shop-process.ts';

let database: TestDatabase;
let dataDir: string;
before(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'haat-late-'));
});
after(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Superusers are let in all the same; the services are none. */
async function allowConnections(limit: number): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`alter database "${new URL(database.url).pathname.slice(1)}" connection limit ${limit}`);
  await client.end();
}

async function startWithoutConnections() {
  await allowConnections(0);
  const environment = { DATABASE_URL: database.url, SECRET_KEY: 'test-only-key-0123456789abcdef0123456789abcdef' };
  const shop = launchShop({ dataDir, port: await freePort(), environment });
  shop.ready.catch(() => {});
  await until('it says that it waits', () => /takes no connection yet/.test(shop.output()), 60_000);
  return shop;
}

test('it waits, says so once, and opens as soon as there is one', async () => {
  const shop = await startWithoutConnections();
  await allowConnections(-1);
  await shop.ready;
  assert.equal((await fetch(`${shop.url}/health/ready`)).status, 200);
  assert.equal(shop.output().match(/takes no connection yet/g)?.length, 1);
  shop.signal('SIGTERM');
  assert.equal((await shop.ended).code, 0);
});

test('told to end while it waits, it ends at once and without complaint', async () => {
  const shop = await startWithoutConnections();
  shop.signal('SIGTERM');
  const { code, errors } = await shop.ended;
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});
