import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type Database, openDatabase, run } from '../sql/database.ts';
import { migrate } from '../sql/migrate.ts';
import { provision } from '../sql/provision.ts';
import { openForTests } from '../testing/all-schemas.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { until } from '../testing/until.ts';
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

  describe('answers under a key', () => {
    const answer = (owner: string, operation: string, key: string, days: number) => ({
      owner,
      operation,
      key,
      fingerprint: 'f',
      claimed_at: daysAgo(days),
      status: 200,
      body: '{}',
    });
    const kept = async (): Promise<string[]> => {
      const text = 'select owner, operation, "key" from idempotency order by owner, operation, "key"';
      const rows = await run<{ owner: string; operation: string; key: string }>(shop.kysely, text, []);
      return rows.map(({ owner, operation, key }) => `${owner} ${operation} ${key}`);
    };

    test('the old ones', async () => {
      await insert('idempotency', [answer('user:1', 'cart.add', 'old', 91), answer('user:1', 'cart.add', 'young', 89)]);
      await forget(shop, DAYS);
      assert.deepEqual(await kept(), ['user:1 cart.add young']);
    });

    test('not one that is claimed again at this moment', async (t) => {
      await insert('idempotency', [answer('user:1', 'cart.add', 'again', 91)]);
      const outside = openForTests(server.url);
      t.after(outside.close);
      const [claimed, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const claiming = shop.tx(async (tx) => {
        await run(tx, 'update idempotency set claimed_at = now()', []);
        claimed.resolve();
        await left.promise;
      });
      await claimed.promise;
      const forgetting = forget(shop, DAYS);
      const waiting =
        shop.dialect === 'postgres'
          ? `select 1 as yes from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
          : `select 1 as yes from information_schema.global_status where variable_name = 'Innodb_row_lock_current_waits' and variable_value > 0`;
      await until('it to wait for the row', async () => (await outside.query(waiting)).length > 0).finally(
        left.resolve,
      );
      await Promise.all([claiming, forgetting]);
      assert.deepEqual(await kept(), ['user:1 cart.add again']);
    });

    test('of all owners, operations and keys, however many there are, and in whatever order they became old', async () => {
      const all = ['a', 'b'].flatMap((owner) =>
        ['add', 'pay', 'ship'].flatMap((operation) =>
          Array.from({ length: 400 }, (_, index) =>
            answer(owner, operation, `${index}`, index % 100 === 7 ? 1 : 91 + (index % 5)),
          ),
        ),
      );
      await insert('idempotency', all);
      await forget(shop, DAYS);
      const expected = ['a', 'b'].flatMap((owner) =>
        ['add', 'pay', 'ship'].flatMap((operation) =>
          ['107', '207', '307', '7'].map((key) => `${owner} ${operation} ${key}`),
        ),
      );
      assert.deepEqual(await kept(), expected);
    });
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
