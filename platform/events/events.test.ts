import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { createLogger } from '../log/log.ts';
import { type Database, openDatabase, run } from '../sql/database.ts';
import { migrate } from '../sql/migrate.ts';
import { provision } from '../sql/provision.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import type { EventOf } from './events.ts';
import { consume } from './inbox.ts';
import { createJobQueue, workOnce } from './jobs.ts';
import { createOutbox } from './outbox.ts';
import { type Deliver, relayOnce } from './relay.ts';
import { platformMigrations } from './tables.ts';

const log = createLogger({ level: 'silent', pretty: false });
let server: TestDatabase;
let source: Database<any>;
let sink: Database<any>;

before(async () => {
  server = await createTestDatabase();
  const provisioned = await provision(server.url, ['source', 'sink'], 'a-test-key-of-no-worth-0123456789');
  source = openDatabase({ ...provisioned.get('source')! });
  sink = openDatabase({ ...provisioned.get('sink')! });
  await migrate(source, platformMigrations);
  await migrate(sink, platformMigrations);
  await sql`create table effect (event_id bigint, type text)`.execute(sink.kysely);
});

after(async () => {
  await source.close();
  await sink.close();
  await server.drop();
});

const outbox = createOutbox({ subscribersOf: (type) => (type === 'unheard.of' ? [] : ['sink']), wake() {} });
const emit = (types: string[]) =>
  source.tx((tx) =>
    outbox.emit(
      tx,
      types.map((type, index) => ({ type, entityId: index + 1, version: 1, data: { index }, requestId: 'r' })),
    ),
  );

const record = async (tx: any, event: EventOf) => {
  await run(tx, 'insert into effect (event_id, type) values ($1, $2)', [event.id, event.type]);
};
const handlers = { 'thing.made': record, 'thing.broken': record };
const deliverToSink: Deliver = (_subscriber, events) => consume(sink, handlers, events);
const relay = (deliver: Deliver) => relayOnce({ source: 'source', database: source, deliver, log });
const count = async (database: Database<any>, table: string): Promise<number> =>
  Number((await run<{ n: number }>(database.kysely, `select count(*) as n from ${table}`, []))[0]!.n);
const makeDue = () => run(source.kysely, `update delivery set next_at = now() - interval '1 second'`, []);
const clear = async () => {
  for (const table of ['delivery', 'outbox', 'job']) await run(source.kysely, `delete from ${table}`, []);
  for (const table of ['effect', 'inbox']) await run(sink.kysely, `delete from ${table}`, []);
};

describe('events', () => {
  test('a rolled back transaction emits nothing', async () => {
    await assert.rejects(
      source.tx(async (tx) => {
        await outbox.emit(tx, [{ type: 'thing.made', entityId: 1, version: 1, data: {}, requestId: '' }]);
        throw new Error('no');
      }),
    );
    assert.equal(await count(source, 'outbox'), 0);
    assert.equal(await count(source, 'delivery'), 0);
  });

  test('a delivered event takes effect and its delivery is closed; an event that nobody hears has none', async () => {
    await clear();
    await emit(['thing.made', 'thing.broken', 'unheard.of']);
    assert.equal(await count(source, 'delivery'), 2);
    await relay(deliverToSink);
    assert.equal(await count(sink, 'effect'), 2);
    assert.equal(await count(source, 'delivery'), 0);
  });

  test('events keep their data beside their type, also in a batch', async () => {
    await clear();
    await emit(Array.from({ length: 30 }, (_, index) => `thing.${index}`));
    const seen: EventOf[] = [];
    await relay(async (_subscriber, events) => {
      seen.push(...events);
      return { done: events.map((event) => event.id), failed: [] };
    });
    assert.equal(seen.length, 30);
    for (const event of seen) {
      const { index } = event.data as { index: number };
      assert.equal(event.type, `thing.${index}`);
      assert.equal(event.entityId, index + 1);
    }
  });

  test('an event whose acknowledgement was lost is sent again and takes effect once', async () => {
    await clear();
    await emit(['thing.made']);
    await relay(async (subscriber, events) => {
      await deliverToSink(subscriber, events);
      throw new Error('the answer was lost');
    });
    assert.equal(await count(source, 'delivery'), 1);
    await makeDue();
    await relay(deliverToSink);
    assert.equal(await count(sink, 'effect'), 1);
    assert.equal(await count(source, 'delivery'), 0);
  });

  test('a handler that fails leaves no effect, harms no neighbour and is repeated', async () => {
    await clear();
    await emit(['thing.made', 'thing.broken', 'thing.made']);
    const failing = {
      'thing.made': record,
      'thing.broken': async (tx: any, event: EventOf) => {
        await record(tx, event);
        throw new Error('cannot');
      },
    };
    await relay((_subscriber, events) => consume(sink, failing, events));
    assert.equal(await count(sink, 'effect'), 2);
    const [left] = await run<{ last_error: string; attempts: number }>(source.kysely, 'select * from delivery', []);
    assert.match(left!.last_error, /cannot/);
    await makeDue();
    await relay(deliverToSink);
    assert.equal(await count(sink, 'effect'), 3);
  });

  test('two relays never carry the same delivery at once', async () => {
    await clear();
    await emit(Array.from({ length: 100 }, () => 'thing.made'));
    const carried: number[] = [];
    const slow: Deliver = async (_subscriber, events) => {
      carried.push(...events.map((event) => event.id));
      await new Promise((resolve) => setImmediate(resolve));
      return { done: events.map((event) => event.id), failed: [] };
    };
    await Promise.all(Array.from({ length: 4 }, () => relay(slow)));
    assert.equal(carried.length, 100);
    assert.equal(new Set(carried).size, 100);
  });

  test('a delivery that never succeeds ends as dead, for a person to look at', async () => {
    await clear();
    await emit(['thing.made']);
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      await makeDue();
      await relay(async () => {
        throw new Error('away');
      });
    }
    const [left] = await run<{ status: string }>(source.kysely, 'select status from delivery', []);
    assert.equal(left?.status, 'dead');
  });
});

describe('jobs', () => {
  const jobs = createJobQueue(() => {});

  test('the same kind and key is enqueued once', async () => {
    await clear();
    const job = { kind: 'mail', key: 'order.placed:1', data: { to: 'a' } };
    await source.tx((tx) => jobs.enqueue(tx, [job, { ...job, key: 'order.placed:2' }]));
    await source.tx((tx) => jobs.enqueue(tx, [job]));
    assert.equal(await count(source, 'job'), 2);
  });

  test('a failed job is repeated later and keeps why; a done one is not run again', async () => {
    await clear();
    let runs = 0;
    const handlers = {
      mail: async () => {
        runs += 1;
        if (runs === 1) throw new Error('server away');
      },
    };
    await source.tx((tx) => jobs.enqueue(tx, [{ kind: 'mail', key: '1', data: {} }]));
    await workOnce({ database: source, handlers, log });
    const [failed] = await run<{ status: string; last_error: string }>(source.kysely, 'select * from job', []);
    assert.equal(failed!.status, 'ready');
    assert.match(failed!.last_error, /server away/);
    await run(source.kysely, 'update job set run_at = now()', []);
    await workOnce({ database: source, handlers, log });
    await run(source.kysely, 'update job set run_at = now()', []);
    await workOnce({ database: source, handlers, log });
    assert.equal(runs, 2);
  });
});

test('the server refuses a service that reads another one’s schema', async () => {
  await assert.rejects(
    run(source.kysely, 'select * from haat_sink.inbox', []),
    /permission denied for schema haat_sink/,
  );
});
