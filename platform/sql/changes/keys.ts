/** Rows by their keys, on MySQL: which columns a table's key has, reading rows again, and what JSON_TABLE has to know of them. */
import { type Executor, execute, run } from '../database.ts';
import { type PrimaryKeys, primaryKeys } from '../mysql/primary-keys.ts';
import type { Fields, FieldType, Words } from '../statement.ts';
import type { AnyRow } from './part.ts';

const known = new WeakMap<object, PrimaryKeys>();

export async function primaryKeyOf(tx: Executor<any>, table: string): Promise<readonly string[]> {
  const { adapter } = tx.getExecutor();
  let keys = known.get(adapter);
  if (!keys) {
    keys = primaryKeys();
    known.set(adapter, keys);
  }
  return keys.of(async (text, values) => {
    const { rows } = await execute<any>(tx, text.replace('?', '$1'), values);
    return { rows };
  }, table);
}

/** By what the rows hold: all rows of one source are of one shape. */
export function fieldsOf(names: readonly string[], rows: readonly AnyRow[]): Fields {
  return Object.fromEntries(names.map((name) => [name, typeOf(rows.find((row) => row[name] != null)?.[name])]));
}

function typeOf(value: unknown): FieldType {
  if (typeof value === 'number') return 'bigint';
  return value instanceof Date ? 'timestamp' : 'text';
}

/** Where the whole primary key is compared, the server shall use it, however small the table is. */
export const byKeyIf = (primary: readonly string[], compared: readonly string[], sql: Words): string =>
  primary.every((column) => compared.includes(column)) ? sql.byKey : '';

export const equal = (names: readonly string[], left: string, right: string): string =>
  names.map((name) => `${left}."${name}" = ${right}."${name}"`).join(' and ');

/** The rows `r` of a source and the rows `t` of the table that belong together. */
export const conditionOf = ({ match, where }: { match: Readonly<Record<string, string>>; where?: string }): string =>
  [
    ...Object.entries(match).map(([column, field]) => `t."${column}" = r."${field}"`),
    ...(where ? [`(${where})`] : []),
  ].join(' and ');

/** What PostgreSQL's list of keys holds. */
export const listTypeOf = ({ fields, match, listed }: Listed): 'text' | 'bigint' =>
  fields[match[listed!]!] === 'text' ? 'text' : 'bigint';

interface Listed {
  fields: Fields;
  match: Readonly<Record<string, string>>;
  listed?: string;
}

/** Several rows of a source may name one row of the table: as on PostgreSQL it is changed once, and answered once. */
export function oncePerRow(key: readonly string[], locked: readonly AnyRow[]): AnyRow[] {
  const byKey = new Map<string, AnyRow>();
  for (const row of locked) {
    const name = JSON.stringify(key.map((column) => row[`k.${column}`]));
    if (!byKey.has(name)) byKey.set(name, row);
  }
  return [...byKey.values()];
}

/** Rows that were locked before, of which each holds its key as `k.…`. */
export async function deleteLocked(
  tx: Executor<any>,
  table: string,
  key: readonly string[],
  locked: readonly AnyRow[],
): Promise<void> {
  const keys = locked.map((row) => Object.fromEntries(key.map((column) => [column, row[`k.${column}`]])));
  await run(
    tx,
    (sql) =>
      `delete t from ${sql.rows(1, 'k', fieldsOf(key, keys))} straight_join ${table} t ${sql.byKey}
      on ${equal(key, 't', 'k')}`,
    [keys],
  );
}

/** One row for each key, in their order. */
export async function readByKeys(
  tx: Executor<any>,
  table: string,
  columns: readonly string[],
  keys: readonly AnyRow[],
): Promise<AnyRow[]> {
  if (keys.length === 0) return [];
  const key = Object.keys(keys[0]!);
  const rows = await run<AnyRow>(
    tx,
    (sql) =>
      `select k.ord as "#ord", ${columns.map((column) => `t."${column}"`).join(', ')}
      from ${sql.rows(1, 'k', { ...fieldsOf(key, keys), ord: 'int' })} straight_join ${table} t on ${equal(key, 't', 'k')}`,
    [keys.map((each, ord) => ({ ...each, ord }))],
  );
  return rows.sort((a, b) => a['#ord'] - b['#ord']).map(({ '#ord': _, ...row }) => row);
}

/** The places of those rows that the table has, which are locked now. */
export async function lockByKeys(
  tx: Executor<any>,
  table: string,
  key: readonly string[],
  rows: readonly AnyRow[],
): Promise<Set<number>> {
  const primary = await primaryKeyOf(tx, table);
  const found = await run<{ ord: number }>(
    tx,
    (sql) =>
      `select k.ord from ${sql.rows(1, 'k', { ...fieldsOf(key, rows), ord: 'int' })} straight_join ${table} t ${byKeyIf(primary, key, sql)}
      on ${equal(key, 't', 'k')} for update`,
    [rows.map((row, ord) => ({ ...row, ord }))],
  );
  return new Set(found.map(({ ord }) => ord));
}
