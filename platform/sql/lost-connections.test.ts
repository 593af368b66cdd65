/** What a transaction says, and what it leaves, when its connection or its server fails it. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { toProblem } from '../http/errors.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type Link, openLink } from '../testing/link.ts';
import { until } from '../testing/until.ts';
import { openAllSchemas } from './all-schemas.ts';
import { isDatabaseAway } from './away.ts';
import { afterCommit, type Database, openDatabase, run } from './database.ts';
import { isAnswered } from './outcome.ts';

let server: TestDatabase;
let link: Link;
let outside: pg.Client;
let database: Database<any>;

const LIMITS = { lockMs: 300, idleInTransactionMs: 400, silenceMs: 900 };

before(async () => {
  server = await createTestDatabase();
  link = await openLink(server.url);
  outside = new pg.Client({ connectionString: server.url });
  await outside.connect();
  await outside.query('create table thing (id bigint primary key check (id < 1000))');
  database = openDatabase({ url: link.url, schema: 'public', poolSize: 4, limits: LIMITS });
});
beforeEach(() => outside.query('truncate thing'));
after(async () => {
  await database.close();
  await link.close();
  await outside.end();
  await server.drop();
});

const insert = (id: number) => (tx: any) => run(tx, 'insert into thing values ($1)', [id]);
const rows = async () => (await outside.query('select id from thing order by id')).rows.map(({ id }) => Number(id));
const failure = (work: Promise<unknown>): Promise<any> =>
  work.then(
    () => assert.fail('it went through'),
    (error) => error,
  );

/** The request is put off, and nobody is to blame. */
function assertAway(error: unknown): void {
  assert.equal(toProblem(error).code, 'service.unavailable', `${(error as Error).stack}`);
  assert.ok(isDatabaseAway(error));
}

/** A transaction that inserts, and how often its effect ran. */
function told(id: number): { done: Promise<unknown>; effects: () => number } {
  let effects = 0;
  const done = database.tx(async (tx) => {
    afterCommit(tx, () => {
      effects += 1;
    });
    await insert(id)(tx);
  });
  return { done, effects: () => effects };
}

test('a COMMIT that is done and never answered is told as unknown, and its effects run', async () => {
  const cut = link.cutAt('commit', 'unanswered');
  const { done, effects } = told(1);
  const [error] = await Promise.all([failure(done), cut]);
  assert.equal(error.code, 'OUTCOME_UNKNOWN');
  assert.equal(isAnswered(error), false);
  assert.deepEqual(await rows(), [1]);
  assert.equal(effects(), 1);
  await until('they run again, should the commit have been late', () => effects() === 2);
});

test('a COMMIT that never arrives is told as unknown too, and leaves nothing', async () => {
  const cut = link.cutAt('commit', 'lost');
  const { done, effects } = told(1);
  const [error] = await Promise.all([failure(done), cut]);
  assert.equal(error.code, 'OUTCOME_UNKNOWN');
  await until('the server has noticed', async () => (await rows()).length === 0);
  assert.equal(effects(), 1);
});

test('what fails before COMMIT is told as it was, and has no effects', async () => {
  let effects = 0;
  const work = database.tx(async (tx) => {
    afterCommit(tx, () => {
      effects += 1;
    });
    const [{ pid }] = (await run<{ pid: number }>(tx, 'select pg_backend_pid() as pid', [])) as [{ pid: number }];
    await insert(1)(tx);
    await outside.query('select pg_terminate_backend($1)', [pid]);
    throw new Error('Out of lamp oil.');
  });
  assert.equal((await failure(work)).message, 'Out of lamp oil.', 'the failure of the ROLLBACK does not hide it');
  assert.equal(effects, 0);
  assert.deepEqual(await rows(), []);
  await database.tx(insert(2));
  assert.deepEqual(await rows(), [2]);
});

test('a refusal by the server is an answer', async () => {
  const error = await failure(database.tx(insert(1_000)));
  assert.deepEqual([error.code, isAnswered(error)], ['23514', true]);
});

test('a server that takes its leave has not answered: what it was asked may have been done', () => {
  for (const code of ['57P01', '57P02', '57P03', '08006']) {
    assert.equal(isAnswered(Object.assign(new Error('terminating'), { severity: 'FATAL', code })), false, code);
  }
});

test('a row that somebody else keeps locked is not waited for without end', async () => {
  await database.tx(insert(1));
  await outside.query('begin');
  await outside.query('delete from thing where id = 1');
  const error = await failure(database.tx(insert(1)));
  await outside.query('rollback');
  assert.deepEqual([error.code, isAnswered(error)], ['55P03', true]);
});

test('of two transactions that lock each other out both come through: the one that gave way is repeated', async () => {
  await outside.query(`alter database "${new URL(server.url).pathname.slice(1)}" set deadlock_timeout = '40ms'`);
  const fresh = openDatabase({ url: server.url, schema: 'public', poolSize: 2 });
  await fresh.tx(async (tx) => {
    await insert(1)(tx);
    await insert(2)(tx);
  });
  const [one, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lockBoth = (first: number, second: number, mine: () => void, theirs: Promise<void>) =>
    fresh.tx(async (tx) => {
      await run(tx, 'select 1 from thing where id = $1 for update', [first]);
      mine();
      await theirs;
      await run(tx, 'select 1 from thing where id = $1 for update', [second]);
    });
  await Promise.all([lockBoth(1, 2, one.resolve, other.promise), lockBoth(2, 1, other.resolve, one.promise)]);
  await fresh.close();
});

test('a transaction that does nothing loses its rows to the others', async () => {
  const has = Promise.withResolvers<void>();
  const idle = database.tx(async (tx) => {
    await insert(1)(tx);
    has.resolve();
    await until('somebody else has the row', async () => (await rows()).length > 0);
    await insert(2)(tx);
  });
  const lost = failure(idle);
  await has.promise;
  const take = () => database.tx(insert(1));
  await until('it is free', () =>
    take().then(
      () => true,
      (error) => assert.equal(error.code, '55P03'),
    ),
  );
  await lost;
  assert.deepEqual(await rows(), [1]);
});

test('a server that falls silent is given up, in transactions and in hot reads, and used again when it speaks', async () => {
  await Promise.all([1, 2].map(() => database.read('select 1', [])));
  await database.tx(insert(1));
  link.freeze();
  const errors = await Promise.all([failure(database.tx(insert(2))), failure(database.read('select 1', []))]);
  link.thaw();
  for (const error of errors) {
    assert.equal(isAnswered(error), false);
    assertAway(error);
  }
  await database.tx(insert(3));
  await database.read('select 1', []);
  assert.ok((await rows()).includes(3));
});

test('a server that falls silent under a statement over all schemas, or before it takes a connection, is given up, and used again', async (t) => {
  const open = () => openAllSchemas(link.url, { name: 'books', connections: 1, readOnly: true, statementMs: 500 });
  const [known, fresh] = [open(), open()];
  await known.query('select 1');
  t.after(() => link.thaw());
  link.freeze();
  const errors: unknown[] = [];
  for (const books of [known, fresh]) void failure(books.query('select 1')).then((error) => errors.push(error));
  await until('both to be given up', () => errors.length === 2);
  link.thaw();
  for (const error of errors) assert.ok(isDatabaseAway(error));
  for (const books of [known, fresh]) {
    assert.equal((await books.query('select 1')).length, 1);
    await books.close();
  }
});

test('a statement that is cut off is no fault of its own, in transactions and in hot reads', async () => {
  for (const how of ['lost', 'unanswered'] as const) {
    for (const ask of [
      () => database.tx((tx) => run(tx, 'select 7 as cut', [])),
      () => database.read('select 7 as cut', []),
    ]) {
      const cut = link.cutAt('7 as cut', how);
      const [error] = await Promise.all([failure(ask()), cut]);
      assertAway(error);
    }
  }
});

test('a server that does not even take a connection in time is away, for transactions and for hot reads', async () => {
  const fresh = openDatabase({ url: link.url, schema: 'public', poolSize: 2, limits: LIMITS });
  link.freeze();
  const errors = await Promise.all([failure(fresh.tx(insert(1))), failure(fresh.read('select 1', []))]);
  link.thaw();
  errors.forEach(assertAway);
  await fresh.close();
  // A request that outlives the drain of a process that stops.
  errors.push(await failure(fresh.tx(insert(1))), await failure(fresh.read('select 1', [])));
  errors.forEach(assertAway);
});

test('whoever ends the connections, none of those who wait on them is told that the shop failed', async () => {
  const name = new URL(server.url).pathname.slice(1);
  const asked = [1, 2, 3].flatMap(() => [
    failure(database.tx((tx) => run(tx, 'select pg_sleep(30)', []))),
    failure(database.read('select pg_sleep(30)', [])),
  ]);
  await until('they are at it', async () => {
    const { rows: busy } = await outside.query(`select pid from pg_stat_activity where query = 'select pg_sleep(30)'`);
    return busy.length >= 5;
  });
  await outside.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
    [name],
  );
  for (const error of await Promise.all(asked)) assertAway(error);
});
