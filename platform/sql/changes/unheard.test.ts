/** Changes that answer nothing may travel late, but never get lost: on whichever server the tests run. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { afterCommit, type Database, openDatabase, run, sqlState } from '../database.ts';
import { provision } from '../provision.ts';
import { chain } from './chain.ts';
import { insertRows } from './insert-rows.ts';
import { updateRows } from './update-rows.ts';

let server: TestDatabase;
let database: Database<any>;

before(async () => {
  server = await createTestDatabase();
  const addresses = await provision(server.url, ['shelf'], 'a-test-key-of-no-worth-0123456789');
  database = openDatabase({ ...addresses.get('shelf')! });
  await database.definer.schema
    .createTable('box')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('full', 'integer', (column) => column.notNull())
    .addCheckConstraint('box_full_range', sql`${sql.ref('full')} >= 0`)
    .execute();
});
beforeEach(() => run(database.kysely, 'delete from box', []));
after(async () => {
  await database.close();
  await server.drop();
});

const fields = { id: 'bigint', full: 'int' } as const;
const put = insertRows({ table: 'box', fields });
const fill = updateRows({ table: 'box', fields, match: { id: 'id' }, set: { full: 't.full + r.full' } });
const putUnheard = chain({ put: insertRows({ table: 'box', fields, returning: { id: 'bigint' } }) }, { unheard: true });

const COUNT = 'select count(*) as n from box';
const boxes = async (): Promise<number> => Number((await run<{ n: number }>(database.kysely, COUNT, []))[0]!.n);
const codeOf = (work: Promise<unknown>) => work.then(() => 'done', sqlState);

test('the next statement of the transaction sees what was done before it, in order', async () => {
  const seen = await database.tx(async (tx) => {
    await put(tx, [{ id: 1, full: 1 }]);
    await fill(tx, [{ id: 1, full: 2 }]);
    await fill(tx, [{ id: 1, full: 4 }]);
    return run<{ full: number }>(tx, `select "full" from box`, []);
  });
  assert.deepEqual(seen, [{ full: 7 }]);
});

test('what nothing follows is committed all the same', async () => {
  await database.tx(async (tx) => {
    await put(tx, [{ id: 1, full: 1 }]);
    await putUnheard(tx, { put: [{ id: 2, full: 1 }] });
  });
  assert.equal(await boxes(), 2);
});

test('outside a transaction it is done when the call returns', async () => {
  await put(database.kysely, [{ id: 1, full: 1 }]);
  assert.equal(await boxes(), 1);
  assert.equal(await codeOf(put(database.kysely, [{ id: 2, full: -1 }])), '23514');
});

test('what the server refuses is thrown at the latest by the commit, and then nothing of the transaction stands', async () => {
  let told = false;
  const refused = database.tx(async (tx) => {
    afterCommit(tx, () => {
      told = true;
    });
    await put(tx, [{ id: 1, full: 1 }]);
    await fill(tx, [{ id: 1, full: -2 }]);
    await put(tx, [{ id: 2, full: 1 }]);
  });
  assert.equal(await codeOf(refused), '23514');
  assert.deepEqual([await boxes(), told], [0, false]);
});

test('the statement behind a refused one fails with the reason of the first, and leaves the connection usable', async () => {
  const refused = database.tx(async (tx) => {
    await put(tx, [{ id: 1, full: -1 }]);
    await run(tx, COUNT, []);
  });
  assert.equal(await codeOf(refused), '23514');
  await database.tx((tx) => put(tx, [{ id: 1, full: 1 }]));
  assert.equal(await boxes(), 1);
});

test('a transaction that ends by an error leaves nothing of what still waited', async () => {
  const given = database.tx(async (tx) => {
    await put(tx, [{ id: 1, full: 1 }]);
    throw new Error('changed its mind');
  });
  await assert.rejects(given, /changed its mind/);
  await database.tx(async (tx) => {
    await run(tx, COUNT, []);
  });
  assert.equal(await boxes(), 0);
});

test('of two transactions that deadlock by such statements one is repeated, and both stand', async () => {
  await put(database.kysely, [
    { id: 1, full: 0 },
    { id: 2, full: 0 },
  ]);
  let holding = 0;
  const bothHold = Promise.withResolvers<void>();
  const cross = (first: number, second: number) =>
    database.tx(async (tx) => {
      await fill(tx, [{ id: first, full: 1 }]);
      await run(tx, COUNT, []);
      holding += 1;
      if (holding === 2) bothHold.resolve();
      await bothHold.promise;
      await fill(tx, [{ id: second, full: 1 }]);
    });
  await Promise.all([cross(1, 2), cross(2, 1)]);
  assert.equal(holding, 3, 'one of the two was repeated');
  const rows = await run<{ full: number }>(database.kysely, 'select "full" from box order by id', []);
  assert.deepEqual(
    rows.map(({ full }) => full),
    [2, 2],
  );
});
