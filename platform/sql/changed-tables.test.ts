/** A migration runs while replicas of before are at work: what they have prepared goes on. PostgreSQL alone minds. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type Database, openDatabase, run } from './database.ts';
import { provision } from './provision.ts';

let server: TestDatabase;
let database: Database<any>;
let migrating: Database<any>;

before(async () => {
  server = await createTestDatabase();
  const address = (await provision(server.url, ['shelf'], 'a-test-key-of-no-worth-0123456789')).get('shelf')!;
  database = openDatabase({ ...address, poolSize: 4 });
  migrating = openDatabase({ ...address, limits: 'none' });
  await run(migrating.definer, 'create table box (id bigint primary key)', []);
  await run(migrating.definer, 'create table lid (id bigint primary key)', []);
  await run(migrating.definer, 'insert into box values (1)', []);
  await run(migrating.definer, 'insert into lid values (1)', []);
});
after(async () => {
  await Promise.all([database.close(), migrating.close()]);
  await server.drop();
});

const BOXES = 'select * from box';
const LIDS = 'select * from lid for update';

/** By every road, on more than one connection. */
const readAll = async () =>
  Promise.all([
    ...Array.from({ length: 4 }, () => run(database.kysely, BOXES, [])),
    ...Array.from({ length: 4 }, () => database.read(BOXES, [])),
    ...Array.from({ length: 4 }, () =>
      database.tx(async (tx) => [...(await run(tx, BOXES, [])), ...(await run(tx, LIDS, []))].slice(0, 1)),
    ),
  ]);

test('statements prepared before a table was given a column answer, each time and on every connection', async () => {
  await readAll();
  for (const column of ['first', 'second']) {
    for (const table of ['box', 'lid'])
      await run(migrating.definer, `alter table ${table} add column ${column} int`, []);
    for (const rows of await readAll()) assert.equal((rows[0] as Record<string, unknown>)[column], null);
  }
});
