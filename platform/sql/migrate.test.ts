/** A change of a table waits for whoever reads it, and nobody waits behind the change for long. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { until } from '../testing/until.ts';
import { type Database, openDatabase, run, sqlState } from './database.ts';
import { appliedMigrations, type Migration, migrate } from './migrate.ts';
import { provision } from './provision.ts';

let server: TestDatabase;
let definer: Database<any>;
let shop: Database<any>;

const migrations: readonly Migration[] = [
  { name: '001-thing', up: (db) => db.schema.createTable('thing').addColumn('id', 'bigint').execute() },
  { name: '002-other', up: (db) => db.schema.createTable('other').addColumn('id', 'bigint').execute() },
  { name: '003-colour', up: (db) => db.schema.alterTable('thing').addColumn('colour', 'varchar(20)').execute() },
];

before(async () => {
  server = await createTestDatabase();
  const address = (await provision(server.url, ['shop'], 'a-test-key-of-no-worth-0123456789')).get('shop')!;
  definer = openDatabase({ ...address, poolSize: 1, limits: 'none' });
  shop = openDatabase({ ...address });
});
beforeEach(async () => {
  for (const table of ['thing', 'other', 'migration']) await run(shop.kysely, `drop table if exists ${table}`, []);
  await migrate(definer, migrations.slice(0, 1));
});
after(async () => {
  await definer?.close();
  await shop?.close();
  await server?.drop();
});

/** Somebody who has read the table, and has not ended his transaction before `leave`. */
async function reader(): Promise<{ leave: () => Promise<void> }> {
  const [reading, leaving] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done = shop.tx(async (tx) => {
    await run(tx, 'select id from thing', []);
    reading.resolve();
    await leaving.promise;
  });
  await reading.promise;
  return {
    async leave() {
      leaving.resolve();
      await done;
    },
  };
}

test('behind a change that cannot have its table the others get through, and it is made once the table is free', async (t) => {
  const { leave } = await reader();
  t.after(leave);
  let heldUp = 0;
  const manners = { lockMs: 1_000, pauseMs: 50, onHeldUp: (tries: number) => (heldUp = tries) };
  const changed = migrate(definer, migrations, manners);
  changed.catch(() => {});
  await until('it to step back twice', () => heldUp >= 2);
  assert.deepEqual(await run(shop.kysely, 'select id from thing', []), []);
  await leave();
  assert.ok((await changed).includes('003-colour'));
  assert.deepEqual((await appliedMigrations(shop)).toSorted(), ['001-thing', '002-other', '003-colour']);
});

test('a change that never gets its table fails in the end, and says why', async (t) => {
  const { leave } = await reader();
  t.after(leave);
  const error: unknown = await migrate(definer, migrations, { lockMs: 1_000, forMs: 0 }).catch((failed) => failed);
  assert.equal(sqlState(error), '55P03');
});
