/** What stores rely on, on whichever server the tests run: `TEST_DATABASE=mariadb` for the other one. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { json, now, timestamp, withId } from '../columns.ts';
import { type Database, execute, isUniqueViolation, openDatabase, run, sqlState } from '../database.ts';
import { provision } from '../provision.ts';
import type { Fields, Statement } from '../statement.ts';
import { chain } from './chain.ts';
import { deleteWhere, updateWhere } from './change-where.ts';
import { deleteRows } from './delete-rows.ts';
import { given } from './fields.ts';
import { insertRows } from './insert-rows.ts';
import { updateRows } from './update-rows.ts';

let server: TestDatabase;
let database: Database<any>;

before(async () => {
  server = await createTestDatabase();
  const addresses = await provision(server.url, ['things'], 'a-test-key-of-no-worth-0123456789');
  database = openDatabase({ ...addresses.get('things')! });
  await withId(database.definer.schema.createTable('thing'))
    .addColumn('name', 'varchar(40)', (column) => column.notNull())
    .addColumn('nick', 'varchar(40)')
    .addColumn('low', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('high', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('open', 'boolean', (column) => column.notNull().defaultTo(true))
    .addColumn('facts', json)
    .addColumn('weight', 'decimal(10, 3)')
    .addColumn('at', timestamp, now)
    .addUniqueConstraint('thing_name_once', ['name'])
    .addUniqueConstraint('thing_nick_once', ['nick'])
    .addCheckConstraint('thing_low_range', sql`low < 1000`)
    .execute();
  await database.definer.schema
    .createTable('part')
    .addColumn('thing_id', 'bigint', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('part_pk', ['thing_id', 'place'])
    .addForeignKeyConstraint('part_thing_fk', ['thing_id'], 'thing', ['id'])
    .execute();
});
beforeEach(async () => {
  for (const table of ['part', 'thing']) await run(database.kysely, `delete from ${table}`, []);
});
after(async () => {
  await database.close();
  await server.drop();
});

const fields = { name: 'text', nick: 'text', low: 'int', high: 'int' } as const satisfies Fields;
const thing = (name: string, low = 0, high = 0, nick: string | null = null) => ({ name, nick, low, high });
const insert = insertRows<{ id: number; name: string }>({
  table: 'thing',
  fields,
  returning: { id: 'bigint', name: 'text' },
});
const all = () => run<any>(database.kysely, 'select id, name, nick, low, high from thing order by name', []);
const names = async () => (await all()).map(({ name }) => name);

describe('inserting', () => {
  test('every row gets its own id, in the order in which the rows were given', async () => {
    const made = await insert(
      database.kysely,
      ['c', 'a', 'b'].map((name) => thing(name)),
    );
    assert.deepEqual(
      made.map(({ name }) => name),
      ['c', 'a', 'b'],
    );
    assert.deepEqual(
      made.map(({ id }) => id),
      made.map(({ id }) => id).toSorted((a, b) => a - b),
    );
    for (const { id, name } of await all()) assert.equal(made.find((one) => one.name === name)!.id, id);
  });

  test('rows that any unique key refuses are passed over and not answered; those beside them are kept', async () => {
    const skip = insertRows<{ name: string }>({
      table: 'thing',
      fields,
      duplicate: 'skip',
      returning: { name: 'text' },
    });
    await insert(database.kysely, [thing('a'), thing('b', 0, 0, 'bee')]);
    const made = await skip(database.kysely, [thing('a'), thing('c'), thing('d', 0, 0, 'bee'), thing('e')]);
    assert.deepEqual(made.map(({ name }) => name).sort(), ['c', 'e']);
    assert.deepEqual(await names(), ['a', 'b', 'c', 'e']);
  });

  test('passing over what is there hides no other error', async () => {
    const skip = insertRows({ table: 'thing', fields, duplicate: 'skip' });
    await insert(database.kysely, [thing('a')]);
    const refused = skip(database.kysely, [thing('a'), thing('b', 1_000)]);
    await assert.rejects(refused, (error: any) => error.code === '23514' && error.constraint === 'thing_low_range');
    await assert.rejects(
      skip(database.kysely, [{ name: null, low: 0, high: 0 }]),
      (error) => sqlState(error) === '23502',
    );
    await assert.rejects(skip(database.kysely, [thing('x'.repeat(41))]), (error) => sqlState(error) === '22001');
    assert.deepEqual(await names(), ['a']);
  });

  test('a row that is there is added to; twenty at once lose none of it', async () => {
    const add = insertRows<{ low: number }>({
      table: 'thing',
      fields,
      duplicate: { key: ['name'], set: { low: 'old.low + new.low' } },
      returning: { low: 'int' },
    });
    await Promise.all(Array.from({ length: 20 }, () => add(database.kysely, [thing('a', 1)])));
    assert.deepEqual(await add(database.kysely, [thing('a', 1)]), [{ low: 21 }]);
  });

  test('a row that is there is replaced only where the condition holds, and answered only then', async () => {
    const raise = insertRows<{ low: number }>({
      table: 'thing',
      fields,
      duplicate: { key: ['name'], set: { low: 'new.low' }, where: 'old.low < new.low' },
      returning: { low: 'int' },
    });
    assert.deepEqual(await raise(database.kysely, [thing('a', 5)]), [{ low: 5 }]);
    assert.deepEqual(await raise(database.kysely, [thing('a', 4)]), []);
    assert.deepEqual(await raise(database.kysely, [thing('a', 6)]), [{ low: 6 }]);
  });

  test('rows for which the condition is false are left out', async () => {
    const some = insertRows<{ name: string }>({
      table: 'thing',
      fields,
      where: 'r.low > 1',
      returning: { name: 'text' },
    });
    const made = await some(database.kysely, [thing('a', 1), thing('b', 2), thing('c', 3)]);
    assert.deepEqual(
      made.map(({ name }) => name),
      ['b', 'c'],
    );
  });

  test('texts, moments, JSON, decimals and truth come back as they were given', async () => {
    const whole = insertRows<any>({
      table: 'thing',
      fields: { name: 'text', open: 'boolean', facts: 'json', weight: 'decimal', at: 'timestamp' },
      returning: { name: 'text', open: 'boolean', facts: 'json', weight: 'decimal', at: 'timestamp' },
    });
    const rows = [
      {
        name: 'Ünï “quoted” \\ ’ 😀',
        open: false,
        facts: { a: [1, 'x'], b: null },
        weight: '12.345',
        at: new Date(1_700_000_000_123),
      },
      { name: 'plain', open: true, facts: null, weight: null, at: new Date(0) },
    ];
    await whole(database.kysely, rows);
    const read = await run<any>(database.kysely, 'select name, open, facts, weight, at from thing order by id', []);
    assert.deepEqual(read, rows);
    const [kysely] = await database.kysely
      .selectFrom('thing')
      .select(['open', 'facts', 'weight', 'at'])
      .orderBy('id')
      .execute();
    assert.deepEqual(kysely, {
      open: false,
      facts: { a: [1, 'x'], b: null },
      weight: '12.345',
      at: new Date(1_700_000_000_123),
    });
  });

  test('names that differ in case or accent are different names', async () => {
    await insert(
      database.kysely,
      ['e', 'E', 'é', 'É'].map((name) => thing(name)),
    );
    await assert.rejects(insert(database.kysely, [thing('é')]), (error) => isUniqueViolation(error, 'thing_name_once'));
    const found = await run<any>(database.kysely, 'select name from thing where name = $1', ['e']);
    assert.deepEqual(found, [{ name: 'e' }]);
  });
});

describe('updating and deleting', () => {
  const swap = updateRows<{ id: number; low: number; high: number; word: string }>({
    table: 'thing',
    fields: { name: 'text', word: 'text', floor: 'int' },
    match: { name: 'name' },
    where: 't.low >= r.floor',
    set: { low: 't.high', high: 't.low' },
    returning: { id: 'bigint', low: 'int', high: 'int' },
    echo: ['word'],
    lockBy: ['id'],
  });

  test('all expressions read what was before, and only rows that were hit are answered', async () => {
    await insert(database.kysely, [thing('a', 1, 2), thing('b', 3, 4), thing('c', 5, 6)]);
    const hit = await swap(database.kysely, [
      { name: 'c', word: 'see', floor: 5 },
      { name: 'b', word: 'bee', floor: 4 },
      { name: 'z', word: 'zed', floor: 0 },
    ]);
    assert.deepEqual(
      hit.map(({ id: _, ...rest }) => rest),
      [{ low: 6, high: 5, word: 'see' }],
    );
    assert.deepEqual(
      (await all()).map(({ low, high }) => [low, high]),
      [
        [1, 2],
        [3, 4],
        [6, 5],
      ],
    );
  });

  test('of twenty who claim one row one does', async () => {
    await insert(database.kysely, [thing('a')]);
    const claim = updateRows<{ id: number }>({
      table: 'thing',
      fields: { name: 'text', low: 'int' },
      match: { name: 'name' },
      where: 't.low = 0',
      set: given('low'),
      returning: { id: 'bigint' },
    });
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => database.tx((tx) => claim(tx, [{ name: 'a', low: index + 1 }]))),
    );
    assert.equal(claims.flat().length, 1);
  });

  test('of several who claim one row in one statement one does; what several delete is gone once', async () => {
    const [made] = await insert(database.kysely, [thing('one')]);
    const claim = { fields: { id: 'bigint', high: 'int' }, match: { id: 'id' }, where: 't.high = 0' } as const;
    const ordered = updateRows<{ high: number }>({
      ...{ ...claim, table: 'thing', lockBy: ['id'], echo: ['high'] },
      set: { high: 'r.high', low: 't.low + 1' },
    });
    const wishes = [3, 1, 2].map((high) => ({ id: made!.id, high }));
    const [winner, ...others] = await ordered(database.kysely, wishes);
    const [row] = await all();
    assert.deepEqual([row.high, row.low, others.length], [winner!.high, 1, 0]);
    const remove = deleteRows<{ id: number }>({
      ...{ table: 'thing', fields: { id: 'bigint', high: 'int' }, match: { id: 'id' }, returning: { id: 'bigint' } },
    });
    assert.deepEqual(await remove(database.kysely, wishes), [{ id: made!.id }]);
  });

  test('rows are deleted by their whole key, and answered', async () => {
    const [made] = await insert(database.kysely, [thing('a')]);
    const partFields = { thingId: 'bigint', place: 'int', count: 'int' } as const;
    await insertRows({ table: 'part', fields: partFields })(
      database.kysely,
      [1, 2, 3].map((place) => ({ thingId: made!.id, place, count: place * 10 })),
    );
    const remove = deleteRows<{ count: number }>({
      table: 'part',
      fields: { thingId: 'bigint', place: 'int' },
      match: { thing_id: 'thingId', place: 'place' },
      where: 't.count > 10',
      returning: { count: 'int' },
      listed: 'thing_id',
    });
    const gone = await remove(
      database.kysely,
      [1, 2, 9].map((place) => ({ thingId: made!.id, place })),
    );
    assert.deepEqual(gone, [{ count: 20 }]);
    const left = await run<any>(database.kysely, 'select place from part order by place', []);
    assert.deepEqual(left, [{ place: 1 }, { place: 3 }]);
    const deletion = run(database.kysely, 'delete from thing where id = $1', [made!.id]);
    await assert.rejects(deletion, (error: any) => error.code === '23503' && error.constraint === 'part_thing_fk');
  });

  test('takers of a queue never take the same row, and none is left', async () => {
    await insert(
      database.kysely,
      Array.from({ length: 60 }, (_, index) => thing(`n${index}`, index)),
    );
    const take = updateWhere<{ id: number; low: number; open: boolean }>({
      table: 'thing',
      key: ['id'],
      where: (words) => `t.open and t.low < $1 and t.id > ${words.value(2, 'bigint')}`,
      queue: { orderBy: 't.low', limit: '$3' },
      set: { open: 'false', high: 't.high + 1' },
      returning: { id: 'bigint', low: 'int', open: 'boolean' },
    });
    const taken: number[] = [];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (;;) {
          const some = await database.tx((tx) => take(tx, [50, 0, 7]));
          assert.ok(some.length <= 7 && some.every(({ open }) => open === false));
          taken.push(...some.map(({ low }) => low));
          // An empty turn may only mean that the others hold the rest at this moment.
          if (some.length === 0 && taken.length === 50) return;
        }
      }),
    );
    assert.deepEqual(
      taken.toSorted((a, b) => a - b),
      Array.from({ length: 50 }, (_, index) => index),
    );
    const emptied = deleteWhere<{ low: number }>({
      table: 'thing',
      key: ['id'],
      where: 't.open',
      queue: { orderBy: 't.low desc', limit: 3 },
      returning: { low: 'int' },
    });
    assert.deepEqual((await emptied(database.kysely, [])).map(({ low }) => low).sort(), [57, 58, 59]);
  });

  test('a row that is found counts as changed, whether or not it differs then', async () => {
    await insert(database.kysely, [thing('a', 7)]);
    const set = (low: number, name: string) =>
      execute(database.kysely, 'update thing set low = $1 where name = $2', [low, name]);
    assert.deepEqual([(await set(7, 'a')).changed, (await set(7, 'z')).changed], [1, 0]);
  });
});

describe('chains', () => {
  const place = chain({
    raised: updateRows<{ id: number; at: Date }>({
      table: 'thing',
      fields: { name: 'text', low: 'int' },
      match: { name: 'name' },
      where: 't.low < r.low',
      set: given('low'),
      returning: { id: 'bigint', at: 'timestamp' },
      echo: ['name'],
    }),
    part: insertRows<{ thing_id: number; place: number }>({
      table: 'part',
      fields: { name: 'text', thing_id: 'bigint', place: 'int', count: 'int' },
      aside: ['name'],
      after: { part: 'raised', on: { name: 'name' }, take: { thing_id: 'id' } },
      returning: { thing_id: 'bigint', place: 'int' },
    }),
  });

  test('a part goes on only where the one before went through, with what it answered', async () => {
    const [a] = await insert(database.kysely, [thing('a', 1), thing('b', 9)]);
    const parts = ['a', 'a', 'b'].map((name, index) => ({ name, place: index, count: 1 }));
    const { raised, part } = await place(database.kysely, {
      raised: [
        { name: 'a', low: 2 },
        { name: 'b', low: 3 },
      ],
      part: parts,
    });
    assert.deepEqual(
      raised.map(({ id }) => id),
      [a!.id],
    );
    assert.ok(raised[0]!.at instanceof Date);
    assert.deepEqual(
      part.map(({ thing_id, place }) => [thing_id, place]),
      [
        [a!.id, 0],
        [a!.id, 1],
      ],
    );
  });

  test('rows are paired by their place, whatever ids they are given', async () => {
    const make = chain({
      thing: insertRows<{ id: number; ord: number }>({
        table: 'thing',
        fields: { ord: 'int', name: 'text' },
        aside: ['ord'],
        orderBy: 'r.ord',
        returning: { id: 'bigint' },
        numbered: true,
      }),
      part: insertRows({
        table: 'part',
        fields: { ord: 'int', thing_id: 'bigint', place: 'int', count: 'int' },
        aside: ['ord'],
        after: { part: 'thing', on: { ord: 'ord' }, take: { thing_id: 'id' } },
      }),
    });
    const letters = ['q', 'w', 'e', 'r', 't', 'y'];
    await make(database.kysely, {
      thing: letters.map((name, ord) => ({ ord, name })),
      part: letters.map((_, ord) => ({ ord, place: 1, count: ord })).reverse(),
    });
    const rows = await run<any>(
      database.kysely,
      'select name, count from thing join part on thing_id = id order by count',
      [],
    );
    assert.deepEqual(
      rows.map(({ name }) => name),
      letters,
    );
  });

  test('a later part keeps what an earlier one answered as a text and inside JSON; keys may be texts', async () => {
    const note = chain({
      thing: insertRows<{ id: number; name: string }>({
        table: 'thing',
        fields,
        duplicate: 'skip',
        returning: { id: 'bigint', name: 'text' },
      }),
      note: insertRows({
        table: 'thing',
        fields: { name: 'text', id: 'bigint' },
        aside: ['id'],
        values: { name: "concat(r.name, '-', r.id)", facts: (sql) => sql.jsonObject({ id: 'r.id', of: 'r.name' }) },
        after: { part: 'thing', on: { name: 'name' }, take: { id: 'id' } },
      }),
    });
    const { thing: made } = await note(database.kysely, { thing: [thing('a')], note: [{ name: 'a' }, { name: 'b' }] });
    const { id } = made[0]!;
    const noted = await run<any>(database.kysely, 'select name, facts from thing where facts is not null', []);
    assert.deepEqual(noted, [{ name: `a-${id}`, facts: { id, of: 'a' } }]);
    const raise = updateRows<{ name: string }>({
      table: 'thing',
      fields: { name: 'text' },
      match: { name: 'name' },
      set: { low: 't.low + 1' },
      returning: { name: 'text' },
      listed: 'name',
    });
    assert.deepEqual(await raise(database.kysely, [{ name: 'a' }, { name: 'z' }]), [{ name: 'a' }]);
  });

  test('what fails in one part undoes all of them', async () => {
    await insert(database.kysely, [thing('a', 1)]);
    const twice = [0, 0].map((at) => ({ name: 'a', place: at, count: 1 }));
    await assert.rejects(place(database.kysely, { raised: [{ name: 'a', low: 2 }], part: twice }), (error) =>
      isUniqueViolation(error),
    );
    assert.equal((await all())[0].low, 1);
  });
});

describe('words and builders', () => {
  test('lists of any length, row sources, spans of time and lists inside a row', async () => {
    const made = await insert(
      database.kysely,
      ['a', 'b', 'c'].map((name, index) => thing(name, index)),
    );
    const among: Statement = (words) => `select name from thing where id ${words.in(1)} order by name`;
    for (const count of [0, 1, 2, 3]) {
      const ids = made.slice(0, count).map(({ id }) => id);
      assert.equal((await database.read(among, [ids])).length, count);
    }
    const joined: Statement = (words) =>
      `select t.name, r.word from ${words.rows(1, 'r', { name: 'text', word: 'text' })} join thing t on t.name = r.name order by 1`;
    assert.deepEqual(
      await database.read(joined, [
        [
          { name: 'b', word: 'bee' },
          { name: 'x', word: 'ex' },
        ],
      ]),
      [{ name: 'b', word: 'bee' }],
    );
    const later: Statement = (words) =>
      `select count(*) as n from thing where at + ${words.span('$1', 'minute')} > now() + interval '90 seconds' and at <= now() + interval '1 second'`;
    assert.deepEqual([await database.read(later, [2]), await database.read(later, [1])], [[{ n: 3 }], [{ n: 0 }]]);
    const listed: Statement = (words) =>
      `select ${words.list(['t.name', 't.low', words.epochMs('t.at')], 'thing t where t.low > $1', 't.low desc')} as list`;
    const [{ list }] = (await database.read<any>(listed, [0])) as [any];
    assert.deepEqual(
      list.map(([name, low]: any[]) => [name, low]),
      [
        ['c', 2],
        ['b', 1],
      ],
    );
    assert.ok(Math.abs(list[0][2] - Date.now()) < 60_000);
    assert.deepEqual(await database.read<any>(listed, [5]), [{ list: null }]);
    const ms = Date.UTC(2098, 0, 1, 12, 0, 0, 250);
    await run(database.kysely, 'update thing set at = $1', [new Date(ms)]);
    assert.equal((await database.read<any>(listed, [1]))[0].list[0][2], ms);
  });

  test('builders answer the rows that they changed', async () => {
    const { kysely } = database;
    const row = { name: 'a', low: 1 };
    const made = await kysely.insertInto('thing').values(row).returning(['id', 'low']).executeTakeFirstOrThrow();
    assert.equal(made.low, 1);
    const again = kysely
      .insertInto('thing')
      .values(row)
      .onConflict((conflict) => conflict.doNothing());
    assert.equal(await again.returning('id').executeTakeFirst(), undefined);
    assert.equal((await again.executeTakeFirst()).numInsertedOrUpdatedRows, 0n);
    const update = kysely
      .updateTable('thing')
      .set((set) => ({ low: set('low', '+', 1) }))
      .where('low', '=', 1);
    assert.equal((await update.returningAll().executeTakeFirstOrThrow()).low, 2);
    assert.deepEqual(await update.returningAll().execute(), []);
    const gone = await kysely.deleteFrom('thing').where('id', '=', made.id).returning('name').execute();
    assert.deepEqual(gone, [{ name: 'a' }]);
    await insert(kysely, [thing('b', 3)]);
    const whole = await kysely.deleteFrom('thing').where('name', '=', 'b').returningAll().executeTakeFirstOrThrow();
    assert.deepEqual([whole.name, whole.low], ['b', 3]);
  });
});
