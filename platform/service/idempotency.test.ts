/**
 * One effect and one answer for a key, whoever is slow or dies. This file is also the process that dies: see `dieAtWork`.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isProblem, problem } from '../errors/problem.ts';
import { CLAIM_S } from '../events/claims.ts';
import { platformMigrations } from '../events/tables.ts';
import { silentLogger } from '../log/log.ts';
import { type Database, openDatabase, run } from '../sql/database.ts';
import { migrate } from '../sql/migrate.ts';
import { type ProvisionedService, provision } from '../sql/provision.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { until } from '../testing/until.ts';
import { systemContext } from './context.ts';
import { fingerprintOf, idempotently } from './idempotency.ts';

const VICTIM = 'IDEMPOTENCY_TEST_VICTIM';
let server: TestDatabase;
let address: ProvisionedService;
let database: Database<any>;

before(async () => {
  server = await createTestDatabase();
  const provisioned = await provision(server.url, ['keys'], 'a-test-key-of-no-worth-0123456789');
  address = provisioned.get('keys')!;
  database = openDatabase({ ...address });
  await migrate(database, platformMigrations);
  await run(database.kysely, 'create table effect (name text)', []);
});

beforeEach(async () => {
  await run(database.kysely, 'delete from effect', []);
  await run(database.kysely, 'delete from idempotency', []);
});

after(async () => {
  await database.close();
  await server.drop();
});

const contextWith = (key: string | null, ip = '10.0.0.1') => ({
  ...systemContext(silentLogger(), 'request'),
  idempotencyKey: key,
  ip,
});

async function effect(tx: any, body: unknown, during: () => Promise<void>) {
  await run(tx, 'insert into effect (name) values ($1)', ['made']);
  await during();
  return { made: true, body };
}
const make = (
  context: ReturnType<typeof contextWith>,
  body: unknown = { a: 1 },
  during: () => Promise<void> = async () => {},
  keepEveryMs?: number,
) => idempotently(database, context, 'thing.make', body, (tx) => effect(tx, body, during), keepEveryMs);

const effects = async () => (await run(database.kysely, 'select * from effect', [])).length;
const codeOf = (error: unknown) => (error as { code?: string }).code;

/** A request that is at work until it is let go. */
async function atWork(keepEveryMs?: number) {
  const gate = Promise.withResolvers<void>();
  const slow = make(contextWith('k'), { a: 1 }, () => gate.promise, keepEveryMs);
  while ((await run(database.kysely, 'select * from idempotency', [])).length === 0) await new Promise(setImmediate);
  return { slow, letGo: gate.resolve };
}

/** Lets time pass over the claim. */
const age = (seconds: number) =>
  run(database.kysely, `update idempotency set claimed_at = now() - interval '${seconds} seconds'`, []);

/** Claims a key, begins its work and is gone, as by `kill -9`; with HAAT_CRASH_AT before it begins. */
async function dieAtWork(where: string): Promise<never> {
  database = openDatabase(JSON.parse(where));
  await make(contextWith('k'), { a: 1 }, async () => void process.kill(process.pid, 'SIGKILL'));
  throw new Error('still alive');
}

if (process.env[VICTIM]) await dieAtWork(process.env[VICTIM]);

test('the same key and body has one effect and one answer, whenever it is repeated', async () => {
  const first = await make(contextWith('k'));
  assert.deepEqual(await make(contextWith('k')), first);
  assert.equal(await effects(), 1);
});

test('twenty equal requests at once have one effect; each gets the answer or is told to come again', async () => {
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => make(contextWith('k'))));
  assert.equal(await effects(), 1);
  for (const result of results) {
    if (result.status === 'rejected') assert.equal(codeOf(result.reason), 'idempotency.in_progress');
    else assert.equal(result.value.made, true);
  }
});

test('the same key with another body is refused', async () => {
  await make(contextWith('k'));
  await assert.rejects(make(contextWith('k'), { a: 2 }), (error) => codeOf(error) === 'idempotency.mismatch');
});

test('two callers may choose the same key', async () => {
  await make(contextWith('k', '10.0.0.1'));
  await make(contextWith('k', '10.0.0.2'));
  assert.equal(await effects(), 2);
});

test('a refusal frees the key for a new attempt', async () => {
  const refuse = () =>
    make(contextWith('k'), { a: 1 }, async () => {
      throw problem('validation.failed');
    });
  await assert.rejects(refuse);
  assert.equal(await effects(), 0);
  await make(contextWith('k'));
  assert.equal(await effects(), 1);
});

test('a claim whose holder died is taken over, and a holder that wakes late loses its effect', async () => {
  const { slow, letGo } = await atWork();
  await age(CLAIM_S + 1);
  const answer = await make(contextWith('k'));
  letGo();
  await assert.rejects(slow, (error) => codeOf(error) === 'idempotency.in_progress');
  assert.equal(await effects(), 1);
  assert.deepEqual(await make(contextWith('k')), answer);
});

test('a request that is at work keeps its key: a second one is told to come again, and the first is answered', async () => {
  const { slow, letGo } = await atWork();
  await assert.rejects(make(contextWith('k')), (error) => codeOf(error) === 'idempotency.in_progress');
  letGo();
  assert.equal((await slow).made, true);
  assert.equal(await effects(), 1);
});

test('a request that is at work for longer than a claim lives prolongs it, and is not overtaken', async () => {
  const { slow, letGo } = await atWork(20);
  await age(CLAIM_S + 1);
  await until('the claim to be prolonged', async () => {
    const young = `select * from idempotency where claimed_at > now() - interval '2 seconds'`;
    return (await run(database.kysely, young, [])).length === 1;
  });
  await assert.rejects(make(contextWith('k')), (error) => codeOf(error) === 'idempotency.in_progress');
  letGo();
  assert.equal((await slow).made, true);
  assert.equal(await effects(), 1);
});

for (const [when, crash] of Object.entries({
  'at work': {},
  'before it begins': { HAAT_CRASH_AT: 'idempotency.claimed' },
})) {
  test(`a process that is killed ${when} keeps its key for seconds only, and whoever asks is told how many`, async () => {
    const { PATH } = process.env;
    const env = { PATH, NODE_ENV: 'test', ...crash, [VICTIM]: JSON.stringify(address) };
    const victim = spawn(process.execPath, [fileURLToPath(import.meta.url)], { env, stdio: 'inherit' });
    assert.deepEqual(await once(victim, 'exit'), [null, 'SIGKILL']);
    await age(CLAIM_S - 2);
    await assert.rejects(make(contextWith('k')), (error) => {
      return isProblem(error, 'idempotency.in_progress') && error.retryAfterS! >= 1 && error.retryAfterS! <= 2;
    });
    await until('the key is free', () => make(contextWith('k')).catch(() => undefined));
    assert.equal(await effects(), 1);
  });
}

test('a claim whose holder died is not taken over with another body', async () => {
  const { slow, letGo } = await atWork();
  await age(CLAIM_S + 1);
  await assert.rejects(make(contextWith('k'), { a: 2 }), (error) => codeOf(error) === 'idempotency.mismatch');
  letGo();
  assert.equal((await slow).made, true);
});

test('a fingerprint does not depend on the order of fields', () => {
  assert.equal(fingerprintOf({ a: 1, b: [{ c: 1, d: 2 }] }), fingerprintOf({ b: [{ d: 2, c: 1 }], a: 1 }));
  assert.notEqual(fingerprintOf({ a: [1, 2] }), fingerprintOf({ a: [2, 1] }));
});
