/**
 * Each constraint of each table refuses what it is there for, whatever the code above it does. The constraints are read
 * from the database: a CHECK for which no row is known that breaks it fails here.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Column, type Constraint, openCatalogue } from './catalogue.ts';
import { rows } from './rows.ts';

const catalogue = await openCatalogue();
after(() => catalogue.close());

type Row = Record<string, unknown>;

const serviceOf = ({ schema }: Constraint): string => schema.replace('haat_', '');
const known = (of: Constraint) => rows[`${serviceOf(of)}.${of.table}`];

const samples: Record<string, (nth: number) => unknown> = {
  boolean: () => false,
  jsonb: () => '{}',
  bytea: () => Buffer.from([0]),
  'timestamp with time zone': (nth) => `2026-01-0${nth}`,
  date: (nth) => `2026-01-0${nth}`,
};
const isNumber = (type: string): boolean => /int|numeric/.test(type);

const sampleOf = ({ type }: Column, nth: number): unknown =>
  samples[type]?.(nth) ?? (isNumber(type) ? nth : `${'x'.repeat(nth)}`);

/** A row that the table takes: what it needs, and what is said to be good. */
async function rowFor(of: Constraint, extra: Row = {}): Promise<Row> {
  const columns = await catalogue.columnsOf(of.schema, of.table);
  const needed = columns.filter(({ isOptional }) => !isOptional).map((column) => [column.name, sampleOf(column, 1)]);
  return { ...Object.fromEntries(needed), ...known(of)?.accepted, ...extra };
}

async function insert(of: Constraint, row: Row): Promise<void> {
  const names = Object.keys(row);
  await catalogue.client.query(
    `insert into "${of.schema}"."${of.table}" (${names.map((name) => `"${name}"`).join(', ')})
     overriding system value values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
}

/** On an empty table; nothing that is tried stays. */
async function trying({ schema, table }: Constraint, work: () => Promise<void>): Promise<void> {
  await catalogue.client.query('begin');
  try {
    await catalogue.client.query(`delete from "${schema}"."${table}"`);
    await work();
  } finally {
    await catalogue.client.query('rollback');
  }
}

const isId = ({ kind, columns }: Constraint): boolean => kind === 'primary' && columns.join() === 'id';

for (const one of catalogue.constraints.filter((constraint) => !isId(constraint))) {
  test(`${serviceOf(one)}.${one.table}: ${one.name}`, () => (one.kind === 'check' ? tryCheck(one) : tryTwice(one)));
}

async function tryCheck(check: Constraint): Promise<void> {
  const bad = known(check)?.refused[check.name] ?? [];
  assert.ok(bad.length > 0, `no row is known that breaks ${check.definition}: add one to tests/constraints/rows.ts`);
  await trying(check, async () => insert(check, await rowFor(check)));
  for (const values of bad) {
    const row = await rowFor(check, values);
    await trying(check, () =>
      assert.rejects(insert(check, row), { code: '23514', constraint: check.name }, JSON.stringify(values)),
    );
  }
}

/** The same row again, different in all that other constraints want unique. */
async function tryTwice(unique: Constraint): Promise<void> {
  const columns = new Map(
    (await catalogue.columnsOf(unique.schema, unique.table)).map((column) => [column.name, column]),
  );
  const own = Object.fromEntries(
    unique.columns.map((name) => [name, known(unique)?.accepted?.[name] ?? sampleOf(columns.get(name)!, 1)]),
  );
  const others = catalogue.constraints.filter(
    ({ schema, table, kind }) => schema === unique.schema && table === unique.table && kind !== 'check',
  );
  const free = others.flatMap((other) => other.columns).filter((name) => !unique.columns.includes(name));
  const first = await rowFor(unique, { ...own, ...known(unique)?.twice?.[unique.name] });
  const differing = free.filter((name) => first[name] != null).map((name) => [name, sampleOf(columns.get(name)!, 2)]);
  await trying(unique, async () => {
    await insert(unique, first);
    const second = { ...first, ...Object.fromEntries(differing) };
    await assert.rejects(insert(unique, second), { code: '23505', constraint: unique.name });
  });
}

test('no row is kept for a CHECK that is gone', () => {
  const names = new Set(catalogue.constraints.map(({ name }) => name));
  const gone = Object.values(rows).flatMap(({ refused }) => Object.keys(refused).filter((name) => !names.has(name)));
  assert.deepEqual(gone, []);
});
