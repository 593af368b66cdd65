import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type Database, openDatabase, run } from '../sql/database.ts';
import { migrate } from '../sql/migrate.ts';
import { provision } from '../sql/provision.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { forget } from './forget.ts';
import { platformMigrations } from './tables.ts';

const DAYS = 90;
let server: TestDatabase;
let shop: Database<any>;

before(async () => {
  server = await createTestDatabase();
  const addresses = await provision(server.url, ['shop'], 'a-test-key-of-no-worth-0123456789');
  shop = openDatabase({ ...addresses.get('shop')! });
  await migrate(shop, platformMigrations);
});

after(async () => {
  await shop.close();
  await server.drop();
});

beforeEach(async () => {
  for (const table of ['delivery', 'outbox', 'inbox', 'job', 'idempotency'])
    await run(shop.kysely, `delete from ${table}`, []);
});

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const insert = (table: string, rows: object[]) => shop.kysely.insertInto(table).values(rows).execute();
const idsOf = async (table: string, column = 'id'): Promise<number[]> => {
  const rows = await run<{ id: number }>(shop.kysely, `select ${column} as id from ${table} order by ${column}`, []);
  return rows.map(({ id }) => id);
};
const event = (id: number, days: number) => ({
  id,
  type: 'thing.made',
  entity_id: id,
  version: 1,
  data: '{}',
  request_id: 'r',
  created_at: daysAgo(days),
});
const job = (id: number, days: number, status: string) => ({
  id,
  kind: 'mail',
  key: `${id}`,
  data: '{}',
  status,
  created_at: daysAgo(days),
});
const taken = (source: string, event_id: number, days: number) => ({ source, event_id, received_at: daysAgo(days) });

describe('what is long done is forgotten', () => {
  test('events that everybody has taken, not those of the last days', async () => {
    await insert('outbox', [event(1, 91), event(2, 91), event(3, 89), event(4, 0)]);
    await forget(shop, DAYS);
    assert.deepEqual(await idsOf('outbox'), [3, 4]);
  });

  test('an event that a subscriber still waits for stays, and a dead one, however old', async () => {
    await insert('outbox', [event(1, 400), event(2, 400), event(3, 400)]);
    await insert('delivery', [
      { event_id: 1, subscriber: 'cart', status: 'ready' },
      { event_id: 2, subscriber: 'cart', status: 'dead' },
    ]);
    await forget(shop, DAYS);
    assert.deepEqual(await idsOf('outbox'), [1, 2]);
    assert.deepEqual(await idsOf('delivery', 'event_id'), [1, 2]);
  });

  test('many of them, behind a full window of old ones that still wait', async () => {
    const ids = Array.from({ length: 2_100 }, (_, index) => index + 1);
    await insert(
      'outbox',
      ids.map((id) => event(id, 100)),
    );
    await insert(
      'delivery',
      ids.slice(0, 1_000).map((event_id) => ({ event_id, subscriber: 'cart', status: 'dead' })),
    );
    await insert('outbox', [event(2_101, 0)]);
    await forget(shop, DAYS);
    assert.deepEqual(await idsOf('outbox'), [...ids.slice(0, 1_000), 2_101]);
  });

  test('jobs that are done; those that wait or are dead stay', async () => {
    await insert('job', [job(1, 91, 'done'), job(2, 91, 'dead'), job(3, 91, 'ready'), job(4, 89, 'done')]);
    await forget(shop, DAYS);
    assert.deepEqual(await idsOf('job'), [2, 3, 4]);
  });

  test('that an event was taken is remembered twice as long as its source has it, for every source', async () => {
    await insert('inbox', [
      taken('order', 1, 181),
      taken('order', 2, 179),
      taken('payment', 3, 181),
      taken('payment', 4, 91),
      taken('user', 5, 400),
    ]);
    await forget(shop, DAYS);
    assert.deepEqual(await idsOf('inbox', 'event_id'), [2, 4]);
  });

  test('answers under a key', async () => {
    const answer = (key: string, days: number) => ({
      owner: 'user:1',
      operation: 'cart.add',
      key,
      fingerprint: 'f',
      claimed_at: daysAgo(days),
      status: 200,
      body: '{}',
    });
    await insert('idempotency', [answer('old', 91), answer('young', 89)]);
    await forget(shop, DAYS);
    const rows = await run<{ key: string }>(shop.kysely, 'select "key" from idempotency', []);
    assert.deepEqual(
      rows.map(({ key }) => key),
      ['young'],
    );
  });

  test('by two processes at the same moment', async () => {
    await insert(
      'outbox',
      Array.from({ length: 1_500 }, (_, index) => event(index + 1, 100)),
    );
    await Promise.all([forget(shop, DAYS), forget(shop, DAYS)]);
    assert.deepEqual(await idsOf('outbox'), []);
  });
});
