import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { createLogger } from '../log/log.ts';
import { type Database, openDatabase, run, sqlState } from '../sql/database.ts';
import { migrate } from '../sql/migrate.ts';
import { type ProvisionedService, provision } from '../sql/provision.ts';
import type { Statement } from '../sql/statement.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { until } from '../testing/until.ts';
import { CLAIM_S } from './claims.ts';
import type { EventOf } from './events.ts';
import { consume } from './inbox.ts';
import { createJobQueue, startWorker, workOnce } from './jobs.ts';
import { createOutbox } from './outbox.ts';
import { type Deliver, relayOnce, startRelay } from './relay.ts';
import { platformMigrations } from './tables.ts';

const log = createLogger({ level: 'silent', pretty: false });
let server: TestDatabase;
let source: Database<any>;
let sink: Database<any>;
let addresses: Map<string, ProvisionedService>;

before(async () => {
  server = await createTestDatabase();
  addresses = await provision(server.url, ['source', 'sink'], 'a-test-key-of-no-worth-0123456789');
  source = openDatabase({ ...addresses.get('source')! });
  sink = openDatabase({ ...addresses.get('sink')! });
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
const relay = (deliver: Deliver, shared = false) =>
  relayOnce({ source: 'source', database: source, subscribers: ['sink'], deliver, log, shared });
const away: Deliver = async () => {
  throw new Error('away');
};
const count = async (database: Database<any>, table: string): Promise<number> =>
  Number((await run<{ n: number }>(database.kysely, `select count(*) as n from ${table}`, []))[0]!.n);
const makeDue = () => run(source.kysely, `update delivery set next_at = now() - interval '1 second'`, []);
const clear = async () => {
  for (const table of ['delivery', 'outbox', 'job']) await run(source.kysely, `delete from ${table}`, []);
  for (const table of ['effect', 'inbox']) await run(sink.kysely, `delete from ${table}`, []);
};

/** What makes every DELETE of a delivery fail, as a lost connection would. */
const refusedDeletes = {
  postgres: {
    refuse: [
      `create function refuse_delete() returns trigger language plpgsql as 'begin raise exception ''not now''; end'`,
      'create trigger refused before delete on delivery for each row execute function refuse_delete()',
    ],
    allow: ['drop trigger refused on delivery', 'drop function refuse_delete()'],
  },
  mysql: {
    refuse: [
      `create trigger refused before delete on delivery for each row signal sqlstate '45000' set message_text = 'not now'`,
    ],
    allow: ['drop trigger refused'],
  },
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
    await assert.rejects(
      relay(async (subscriber, events) => {
        await deliverToSink(subscriber, events);
        throw new Error('the answer was lost');
      }),
    );
    assert.equal(await count(source, 'delivery'), 1);
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

  test('a consumer that is cut off in a long batch keeps what it has done, and goes on from there', async () => {
    await clear();
    await emit(Array.from({ length: 120 }, () => 'thing.made'));
    let left = 110;
    const cutOff = async (tx: any, event: EventOf) => {
      left -= 1;
      if (left < 0) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
      await record(tx, event);
    };
    await assert.rejects(
      relay((_subscriber, events) => consume(sink, { 'thing.made': cutOff }, events)),
      /gone/,
    );
    assert.equal(await count(sink, 'effect'), 100);
    let handled = 0;
    const counting = async (tx: any, event: EventOf) => {
      handled += 1;
      await record(tx, event);
    };
    await relay((_subscriber, events) => consume(sink, { 'thing.made': counting }, events));
    assert.equal(handled, 20);
    assert.equal(await count(sink, 'effect'), 120);
    assert.equal(await count(source, 'delivery'), 0);
  });

  test('an event waits behind a failed one of its entity, however many of others lie between', async () => {
    await clear();
    const event = (id: number, entityId: number): EventOf => ({
      id,
      source: 'source',
      type: 'thing.made',
      entityId,
      version: 1,
      data: {},
      requestId: 'r',
      at: new Date(),
    });
    const events = Array.from({ length: 120 }, (_, index) => event(index + 1, index === 99 ? 1 : index + 1));
    const failing = async (tx: any, one: EventOf) => {
      if (one.id === 1) throw new Error('no');
      await record(tx, one);
    };
    const { done, failed, held } = await consume(sink, { 'thing.made': failing }, events);
    assert.deepEqual([done.length, failed.map(({ id }) => id), held], [118, [1], [100]]);
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

  test('an event that its subscriber never manages ends as dead, for a person to look at', async () => {
    await clear();
    await emit(['thing.made']);
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      await makeDue();
      await relay(async (_subscriber, events) => ({ done: [], failed: events.map(({ id }) => ({ id, error: 'no' })) }));
    }
    const [left] = await run<{ status: string }>(source.kysely, 'select status from delivery', []);
    assert.equal(left?.status, 'dead');
  });

  test('a subscriber that is away for however long makes no event dead, and gets all when it is back', async () => {
    await clear();
    await emit(['thing.made', 'thing.made']);
    for (let turn = 1; turn <= 30; turn += 1) await assert.rejects(relay(away), /away/);
    const [left] = await run<{ attempts: number; status: string }>(source.kysely, 'select * from delivery', []);
    assert.deepEqual([left!.status, left!.attempts], ['ready', 0]);
    await relay(deliverToSink);
    assert.equal(await count(sink, 'effect'), 2);
  });

  test('a subscriber that is away keeps nothing from the others', async () => {
    await clear();
    const both = createOutbox({ subscribersOf: () => ['sink', 'gone'], wake() {} });
    const event = { type: 'thing.made', entityId: 1, version: 1, data: {}, requestId: 'r' };
    await source.tx((tx) => both.emit(tx, [event]));
    const options = { source: 'source', database: source, log, subscribers: ['sink', 'gone'] };
    const deliver: Deliver = (subscriber, events) => (subscriber === 'gone' ? away : deliverToSink)(subscriber, events);
    await assert.rejects(relayOnce({ ...options, deliver }), /away/);
    assert.equal(await count(sink, 'effect'), 1);
    assert.equal(await count(source, 'delivery'), 1);
  });

  test('what a dead relay had in its hands is due again within seconds, and what a living one carries is not', async (t) => {
    await clear();
    await emit(['thing.made']);
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    t.after(() => arrive());
    const carrying = relayOnce({
      source: 'source',
      database: source,
      subscribers: ['sink'],
      deliver: async (_subscriber, events) => {
        await arrived;
        return { done: events.map(({ id }) => id), failed: [] };
      },
      log,
      keepEveryMs: 20,
    });
    const leftS = async () => {
      const text: Statement = (words) => `
        select ${words.epochMs('next_at')} as due, ${words.epochMs('now()')} as now from delivery where attempts = 1`;
      const [row] = await run<{ due: number; now: number }>(source.kysely, text, []);
      return row && (row.due - row.now) / 1_000;
    };
    const first = await until('the delivery to be claimed', leftS);
    assert.ok(first < CLAIM_S + 1, `a dead relay would keep it for ${first} s`);
    // As if it had been on its way so long that its claim soon runs out.
    await run(source.kysely, `update delivery set next_at = now() + interval '5 seconds'`, []);
    await until('the claim to be prolonged', async () => (await leftS())! > CLAIM_S - 3);
    arrive();
    await carrying;
    assert.equal(await count(source, 'delivery'), 0);
  });

  test('a relay that is alone takes up at once what the process before it left, and what was put off stays put off', async () => {
    await clear();
    await emit(['thing.made', 'thing.made', 'thing.made']);
    const [row] = await run<{ newest: number }>(source.kysely, 'select max(id) as newest from outbox', []);
    const { newest } = row!;
    // Two were claimed by a process that died; the second of them had failed before.
    const claimed = `update delivery set attempts = 1, next_at = now() + interval '1 hour' where event_id < $1`;
    await run(source.kysely, claimed, [newest]);
    await run(source.kysely, `update delivery set last_error = 'no' where event_id = $1`, [newest - 1]);
    const start = (shared: boolean) =>
      startRelay({ source: 'source', database: source, subscribers: ['sink'], deliver: deliverToSink, log, shared });
    const among = start(true);
    await until('the new one to take effect', async () => (await count(sink, 'effect')) > 0);
    await among.stop();
    assert.equal(await count(source, 'delivery'), 2, 'another process may still carry the others');
    const alone = start(false);
    await until('what was left to take effect', async () => (await count(sink, 'effect')) > 1);
    await alone.stop();
    assert.deepEqual([await count(sink, 'effect'), await count(source, 'delivery')], [2, 1]);
  });

  test('when closing what was delivered fails once, later turns go on: all is closed and takes effect once', async (t) => {
    await clear();
    const { refuse, allow } = refusedDeletes[source.dialect];
    for (const text of refuse) await sql.raw(text).execute(source.kysely);
    let failures = 0;
    const heard = Object.assign(createLogger({ level: 'silent', pretty: false }), {
      warn: () => {
        failures += 1;
      },
    });
    const options = { source: 'source', database: source, subscribers: ['sink'], deliver: deliverToSink, log: heard };
    const carrying = startRelay(options);
    t.after(() => carrying.stop());
    await emit(['thing.made']);
    carrying.wake();
    await until('the failure to be told', () => failures === 1);
    for (const text of allow) await sql.raw(text).execute(source.kysely);
    await emit(['thing.made']);
    await makeDue();
    carrying.wake();
    await until('all to be closed', async () => (await count(source, 'delivery')) === 0);
    assert.equal(await count(sink, 'effect'), 2);
  });
});

describe('the order of one entity', () => {
  const emitVersion = (version: number, entityId = 1) =>
    source.tx((tx) => outbox.emit(tx, [{ type: `thing.v${version}`, entityId, version, data: {}, requestId: 'r' }]));
  let told: string[];
  /** Says what comes, and fails what `fails` names. */
  const listen =
    (fails: (event: EventOf) => boolean = () => false): Deliver =>
    (_subscriber, events) =>
      consume(
        sink,
        Object.fromEntries(
          events.map(({ type }) => [
            type,
            async (_tx: unknown, event: EventOf) => {
              if (fails(event)) throw new Error('not now');
              told.push(`${event.entityId} ${event.type}`);
            },
          ]),
        ),
        events,
      );
  beforeEach(async () => {
    await clear();
    told = [];
  });

  test('behind one that failed the later ones wait, those of other entities do not', async () => {
    await emitVersion(1);
    await emitVersion(2);
    await emitVersion(1, 2);
    await relay(listen((event) => event.entityId === 1 && event.version === 1));
    assert.deepEqual(told, ['2 thing.v1']);
    await emitVersion(3);
    await relay(listen());
    assert.deepEqual(told, ['2 thing.v1'], 'the first is put off, so its successors wait');
    await makeDue();
    await relay(listen());
    assert.deepEqual(told, ['2 thing.v1', '1 thing.v1', '1 thing.v2', '1 thing.v3']);
  });

  test('what is under way is not overtaken by what another relay claims', async () => {
    await emitVersion(1);
    await relay(async (_subscriber, events) => {
      await emitVersion(2);
      await relay(listen(), true);
      return listen()('sink', events);
    }, true);
    await relay(listen(), true);
    assert.deepEqual(told, ['1 thing.v1', '1 thing.v2']);
  });

  test('of two claims that did not see each other the later event goes back', async () => {
    await emitVersion(1);
    await emitVersion(2);
    // The first is held by a claim that has not committed: the second relay skips it and takes the second event.
    await source.tx(async (tx) => {
      await run(tx, 'select 1 from delivery where event_id = (select min(id) from outbox) for update', []);
      await relay(listen(), true);
    });
    assert.deepEqual(told, []);
    await relay(listen(), true);
    assert.deepEqual(told, ['1 thing.v1', '1 thing.v2']);
  });

  test('a dead one is overtaken: it waits for a person, the others do not', async () => {
    await emitVersion(1);
    await run(source.kysely, `update delivery set status = 'dead'`, []);
    await emitVersion(2);
    await relay(listen());
    assert.deepEqual(told, ['1 thing.v2']);
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

  test('who enqueues or emits outside a transaction wakes who waits for it, at once', async () => {
    await clear();
    let wakes = 0;
    const wake = () => {
      wakes += 1;
    };
    await createJobQueue(wake).enqueue(source.kysely, [{ kind: 'mail', key: '1', data: {} }]);
    assert.equal(wakes, 1);
    const event = { type: 'thing.made', entityId: 1, version: 1, data: {}, requestId: 'r' };
    await createOutbox({ subscribersOf: () => ['sink'], wake }).emit(source.kysely, [event]);
    assert.equal(wakes, 2);
    assert.equal(await count(source, 'delivery'), 1);
  });

  test('a job that is planned for later is not run before', async () => {
    await clear();
    let runs = 0;
    const handlers = {
      later: async () => {
        runs += 1;
      },
    };
    const runAt = new Date(Date.now() + 3_600_000);
    await source.tx((tx) => jobs.enqueue(tx, [{ kind: 'later', key: '1', data: {}, runAt }]));
    await workOnce({ database: source, handlers, log });
    assert.equal(runs, 0);
  });

  test('workers that look for work at the same moment never take the same job', async () => {
    await clear();
    const keys = Array.from({ length: 60 }, (_, index) => `job ${index}`);
    await source.tx((tx) =>
      jobs.enqueue(
        tx,
        keys.map((key) => ({ kind: 'shared', key, data: {} })),
      ),
    );
    const done: string[] = [];
    const handlers = { shared: async ({ key }: { key: string }) => void done.push(key) };
    await Promise.all(Array.from({ length: 6 }, () => workOnce({ database: source, handlers, log })));
    while (done.length < keys.length) await workOnce({ database: source, handlers, log });
    assert.deepEqual(done.toSorted(), keys.toSorted());
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
    await run(source.kysely, `update job set run_at = now() - interval '1 second'`, []);
    await workOnce({ database: source, handlers, log });
    await run(source.kysely, `update job set run_at = now() - interval '1 second'`, []);
    await workOnce({ database: source, handlers, log });
    assert.equal(runs, 2);
  });

  test('what a dead worker had in its hands is due again within seconds, and what a living one works on is not', async (t) => {
    await clear();
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
    t.after(() => finish());
    await source.tx((tx) => jobs.enqueue(tx, [{ kind: 'slow', key: 'a', data: {} }]));
    const worker = startWorker({ database: source, handlers: { slow: () => finished }, log, keepEveryMs: 20 });
    const leftS = async () => {
      const text: Statement = (words) => `
        select attempts, ${words.epochMs('run_at')} as due, ${words.epochMs('now()')} as now from job`;
      const [row] = await run<{ attempts: number; due: number; now: number }>(source.kysely, text, []);
      assert.ok(row!.attempts <= 1, 'it was taken up a second time');
      return row!.attempts === 0 ? undefined : (row!.due - row!.now) / 1_000;
    };
    const first = await until('the job to be claimed', leftS);
    assert.ok(first < CLAIM_S + 1, `a dead worker would keep it for ${first} s`);
    // As if it had been at work so long that its claim soon runs out.
    await run(source.kysely, `update job set run_at = now() + interval '5 seconds'`, []);
    await until('the claim to be prolonged', async () => (await leftS())! > CLAIM_S - 3);
    finish();
    await worker.stop();
    assert.equal(await count(source, `job where status = 'done'`), 1);
  });

  describe('a runner whose claim ran out, and whose job another took up', () => {
    /** The first run waits for `end`, by when the second has come and gone. */
    async function runTwice(second: () => Promise<void>, end: 'fail' | 'succeed'): Promise<string> {
      await clear();
      const { promise: overtaken, resolve: overtake } = Promise.withResolvers<void>();
      let runs = 0;
      const handlers = {
        slow: async () => {
          runs += 1;
          if (runs === 2) return second();
          await overtaken;
          if (end === 'fail') throw new Error('late');
        },
      };
      await source.tx((tx) => jobs.enqueue(tx, [{ kind: 'slow', key: 'a', data: {} }]));
      const due = `update job set run_at = now() - interval '1 second'`;
      await run(source.kysely, due, []);
      const first = workOnce({ database: source, handlers, log });
      await until('the first to have it', async () => runs === 1);
      await run(source.kysely, due, []);
      await workOnce({ database: source, handlers, log });
      assert.equal(runs, 2);
      overtake();
      await first;
      const [row] = await run<{ status: string; last_error: string | null }>(source.kysely, 'select * from job', []);
      return `${row!.status}, ${row!.last_error}`;
    }

    test('leaves it done when it fails itself', async () => {
      assert.equal(await runTwice(async () => {}, 'fail'), 'done, null');
    });

    test('says nothing of its failure where the other is to say', async () => {
      const again = async () => {
        throw new Error('second');
      };
      assert.equal(await runTwice(again, 'fail'), 'ready, Error: second');
    });

    test('has done it when it succeeds after all', async () => {
      const again = async () => {
        throw new Error('second');
      };
      assert.equal(await runTwice(again, 'succeed'), 'done, null');
    });
  });

  test('a job that was closed, though the answer of the database was lost, stays done', async () => {
    await clear();
    const handlers = {
      mail: async () => {
        await run(source.kysely, `update job set status = 'done'`, []);
        throw new Error('no answer');
      },
    };
    await source.tx((tx) => jobs.enqueue(tx, [{ kind: 'mail', key: '1', data: {} }]));
    await run(source.kysely, `update job set run_at = now() - interval '1 second'`, []);
    await workOnce({ database: source, handlers, log });
    assert.equal(await count(source, `job where status = 'done' and attempts = 1`), 1);
  });

  test('a worker that could not say for long that it is at work says so as soon as it can', async (t) => {
    await clear();
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
    t.after(() => finish());
    let claimed = false;
    const slow = () => {
      claimed = true;
      return finished;
    };
    let failures = 0;
    const counting = Object.assign(Object.create(log), { warn: () => (failures += 1) });
    await source.tx((tx) => jobs.enqueue(tx, [{ kind: 'slow', key: 'a', data: {} }]));
    const worker = startWorker({ database: source, handlers: { slow }, log: counting, keepEveryMs: 20 });
    await until('the job to be claimed', async () => claimed);
    await run(source.kysely, 'alter table job rename to job_away', []);
    await until('many tries to fail', async () => failures > 12);
    await run(source.kysely, `update job_away set run_at = now() - interval '1 second'`, []);
    await run(source.kysely, 'alter table job_away rename to job', []);
    await until('the claim to be prolonged', async () => (await count(source, 'job where run_at > now()')) === 1);
    finish();
    await worker.stop();
  });
});

test('a worker that is alone takes up at once what the process before it left, and what was put off stays put off', async () => {
  await clear();
  const queue = createJobQueue(() => {});
  await source.tx((tx) =>
    queue.enqueue(
      tx,
      ['left', 'failed', 'later'].map((key) => ({ kind: 'slow', key, data: {} })),
    ),
  );
  await run(source.kysely, `update job set attempts = 1, run_at = now() + interval '1 hour'`, []);
  await run(source.kysely, `update job set last_error = 'no' where "key" = 'failed'`, []);
  await run(source.kysely, `update job set attempts = 0 where "key" = 'later'`, []);
  const done: string[] = [];
  const start = (shared: boolean) =>
    startWorker({ database: source, handlers: { slow: async ({ key }) => void done.push(key) }, log, shared });
  await source.tx((tx) => queue.enqueue(tx, [{ kind: 'slow', key: 'new', data: {} }]));
  const among = start(true);
  await until('the new one to be done', async () => done.length > 0);
  await among.stop();
  assert.deepEqual(done, ['new'], 'another process may still be at work on the others');
  const alone = start(false);
  await until('what was left to be done', async () => done.length > 1);
  await alone.stop();
  assert.deepEqual(done, ['new', 'left']);
});

test('the server refuses a service that reads another one’s schema', async () => {
  const other = `${addresses.get('sink')!.schema}.inbox`;
  await assert.rejects(run(source.kysely, `select * from ${other}`, []), (error) => sqlState(error) === '42501');
});
