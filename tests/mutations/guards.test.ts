/** The search for guards finds each kind in each way of writing it, takes it out cleanly, and misses none on the list. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compare } from './coverage.ts';
import { sitesIn } from './sites.ts';
import { sourceOf } from './source.ts';

const FILE = 'services/thing/src/store/things.ts';
const sitesOf = (text: string, file = FILE) => sitesIn(sourceOf(file, text));

/** A guard as it is written, the name that it gets, and what is left of the line without it. */
const written: ReadonlyArray<[text: string, name: string, without: string]> = [
  [
    'const LOCK = `select * from thing where id = $1 for update`;',
    'LOCK lock',
    'const LOCK = `select * from thing where id = $1 `;',
  ],
  [
    "const TAKE = 'select id from job limit 1 for update skip locked';",
    'TAKE lock',
    "const TAKE = 'select id from job limit 1 ';",
  ],
  [
    "export const lock = (tx: Tx) => tx.selectFrom('thing').selectAll().forUpdate().execute();",
    'lock lock',
    "export const lock = (tx: Tx) => tx.selectFrom('thing').selectAll().execute();",
  ],
  [
    'const ADD = `insert into thing (id) values ($1) on conflict (id) do nothing returning id`;',
    'ADD conflict',
    'const ADD = `insert into thing (id) values ($1) returning id`;',
  ],
  [
    "const ADD = insertRows({ table: 'thing', duplicate: 'skip', fields });",
    'ADD conflict',
    "const ADD = insertRows({ table: 'thing',  fields });",
  ],
  [
    "const ADD = insertRows({ duplicate: { key: ['id'], set: { n: 'old.n + 1' } }, fields });",
    'ADD conflict',
    'const ADD = insertRows({  fields });',
  ],
  [
    "const END = `update thing set status = 'ended' where id = $1 and status = 'open' returning id`;",
    'END state status',
    "const END = `update thing set status = 'ended' where id = $1 and true returning id`;",
  ],
  [
    'const GIVE = `update thing set n = 1 where id = $1 and refunding_minor = 0 returning id`;',
    'GIVE state refunding_minor',
    'const GIVE = `update thing set n = 1 where id = $1 and true returning id`;',
  ],
  [
    "const END = updateRows({ table: 'thing', where: \"t.state in ('open', 'late')\", set });",
    'END state state',
    'const END = updateRows({ table: \'thing\', where: "true", set });',
  ],
  [
    "const end = (tx: Tx) => tx.updateTable('thing').set({ a: 1 }).where('version', '=', 2).execute();",
    'end state version',
    "const end = (tx: Tx) => tx.updateTable('thing').set({ a: 1 }).execute();",
  ],
  [
    'const CLAIM = `update thing set n = 1 where (claimed_at is null or claimed_at < now()) and id = $1`;',
    'CLAIM state claimed_at',
    'const CLAIM = `update thing set n = 1 where (true or claimed_at < now()) and id = $1`;',
  ],
  [
    'const MINE = `select * from thing t where t.id = $1 and t.user_id = $2 order by t.id`;',
    'MINE owner user_id',
    'const MINE = `select * from thing t where t.id = $1 and true order by t.id`;',
  ],
  [
    "const mine = (db: Db) => db.selectFrom('thing').where('seller_id', '=', 7).execute();",
    'mine owner seller_id',
    "const mine = (db: Db) => db.selectFrom('thing').execute();",
  ],
  [
    "function check(thing: Thing) {\n  if (thing.user_id !== userId) throw problem('thing.not_found');\n}",
    'check owner user_id',
    "function check(thing: Thing) {\n  if (false) throw problem('thing.not_found');\n}",
  ],
  [
    "const make = () => idempotently(thing.database, context, 'thing.make', body, work);",
    'make key',
    "const make = () => idempotently(thing.database, { ...context, idempotencyKey: null }, 'thing.make', body, work);",
  ],
  [
    'const same = (a: Buffer, b: Buffer) => timingSafeEqual(a, b);',
    'same secret',
    'const same = (a: Buffer, b: Buffer) => true;',
  ],
];

describe('a guard', () => {
  for (const [text, name, without] of written) {
    test(`is found in ${text.split('\n').at(-1)!.length > 3 ? text : text.split('\n')[1]}`, () => {
      const sites = sitesOf(text);
      assert.deepEqual(
        sites.map((site) => site.name),
        [name],
      );
      assert.equal(sites[0]!.without(), without);
    });
  }

  test('of which there are several in one declaration has a number, and keeps it when lines move', () => {
    const text = 'const MOVE = `with a as (select 1 for update), b as (select 2 for update) select 3`;';
    const names = ['MOVE lock', 'MOVE lock 2'];
    assert.deepEqual(
      sitesOf(text).map(({ name }) => name),
      names,
    );
    assert.deepEqual(
      sitesOf(`// for update\n\n${text}`).map(({ name }) => name),
      names,
    );
  });

  test('is none in a comment, in what is only read by state, and in a value that is set', () => {
    const harmless = [
      '// where status = 1 for update',
      "const OPEN = `select * from thing where status = 'open'`;",
      "const SET = `update thing set status = 'open', user_id = $2 where id = $1`;",
    ];
    for (const text of harmless) assert.deepEqual(sitesOf(text), [], text);
  });

  test('that is not on the list fails the check, and so does an entry whose guard is gone', () => {
    const sites = sitesOf('const LOCK = `select * from thing for update`;');
    const { missing, stale } = compare(sites, { [FILE]: { 'OLD lock': 'Gone.' } });
    assert.deepEqual(
      missing.map(({ name }) => name),
      ['LOCK lock'],
    );
    assert.deepEqual(stale, [`${FILE}: OLD lock`]);
    assert.deepEqual(compare(sites, { [FILE]: { 'LOCK lock': 'Second net.' } }), { missing: [], stale: [] });
  });
});
