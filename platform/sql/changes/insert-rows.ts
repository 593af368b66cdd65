/**
 * Inserting many rows: `insertRows({ table, fields, … })` makes a function that takes them. One statement on PostgreSQL; on
 * MySQL one for all, and where some are there already one for each of them.
 */
import { type Executor, execute, isUniqueViolation, run } from '../database.ts';
import type { Dialect } from '../dialect.ts';
import { cellOf } from '../mysql/words.ts';
import { type Fields, type Statement, type Words, wordsFor } from '../statement.ts';
import { changeOf } from './change.ts';
import { columnOf, given } from './fields.ts';
import { lockByKeys, primaryKeyOf, readByKeys } from './keys.ts';
import type { After, AnyRow, Change } from './part.ts';
import { updateRows } from './update-rows.ts';

export interface InsertRows {
  table: string;
  /** What the rows hold. Each field goes into the column of its name, `productId` into `product_id`. */
  fields: Fields;
  /** Fields that are no columns. */
  aside?: readonly string[];
  /** Columns from an expression over the row `r`: `{ run_at: 'coalesce(r.run_at, now())' }`. */
  values?: Readonly<Record<string, string | ((sql: Words) => string)>>;
  /** Rows for which this is false are left out: `exists (select 1 from product p where p.id = r.product_id)`. */
  where?: string;
  /** In which order, where others lock the same rows: `r.order_id`. */
  orderBy?: string;
  /** What happens to a row that a unique key refuses; otherwise it is an error. */
  duplicate?: 'skip' | Upsert;
  /** Answers one row for each that was inserted (or updated), with these columns. */
  returning?: Fields;
  /** Answers `ord` too, the place among the given rows; ids are given in that order. Not with `duplicate` or `where`. */
  numbered?: boolean;
  after?: After;
}

export interface Upsert {
  /** The columns of the unique key; no other key of the table may refuse the row. */
  key: readonly string[];
  /** By column, over `old` and `new`: `{ quantity: 'old.quantity + new.quantity' }`. No expression reads a column that another one sets. */
  set: Readonly<Record<string, string>>;
  /** Only where this holds of `old` and `new`; else the row is left as it is and is not answered. */
  where?: string;
}

export function insertRows<Row = never>(definition: InsertRows): Change<Row> {
  const { fields, values = {}, aside = [], returning = {}, numbered = false, after } = definition;
  const plain = Object.keys(fields).filter((name) => !aside.includes(name) && !(columnOf(name) in values));
  const expressionsIn = (dialect: Dialect): Record<string, string> => ({
    ...given(...plain),
    ...Object.fromEntries(
      Object.entries(values).map(([column, value]) => [
        column,
        typeof value === 'string' ? value : value(wordsFor(dialect)),
      ]),
    ),
  });
  return changeOf<Row>({
    fields,
    after,
    returning,
    numbered,
    postgres: (source) => postgresText(definition, expressionsIn('postgres'), source),
    mysql: (tx, rows) => insert<Row>(tx, definition, expressionsIn('mysql'), rows),
  });
}

const quoted = (names: readonly string[], table = '') => names.map((name) => `${table}"${name}"`).join(', ');

function postgresText(
  { table, where, orderBy, duplicate, returning = {} }: InsertRows,
  expressions: Record<string, string>,
  source: string,
): string {
  return `insert into ${table} as t (${quoted(Object.keys(expressions))})
select ${Object.values(expressions).join(', ')} from ${source}${where ? ` where ${where}` : ''}${orderBy ? ` order by ${orderBy}` : ''}
${conflictText(duplicate)}${Object.keys(returning).length > 0 ? ` returning ${quoted(Object.keys(returning), 't.')}` : ''}`;
}

function conflictText(duplicate: InsertRows['duplicate']): string {
  if (duplicate === undefined) return '';
  if (duplicate === 'skip') return 'on conflict do nothing';
  const { key, set, where } = duplicate;
  const spoken = (text: string) =>
    text.replace(/\b(old|new)\.(?="?\w)/g, (_, which) => (which === 'old' ? 't.' : 'excluded.'));
  const updates = Object.entries(set).map(([column, expression]) => `"${column}" = ${spoken(expression)}`);
  return `on conflict (${quoted(key)}) do update set ${updates.join(', ')}${where ? ` where ${spoken(where)}` : ''}`;
}

/** Far below what a prepared statement may hold. */
const ROWS_A_STATEMENT = 500;

async function insert<Row>(
  tx: Executor<any>,
  definition: InsertRows,
  expressions: Record<string, string>,
  given: readonly AnyRow[],
): Promise<Row[]> {
  const { duplicate, returning, numbered } = definition;
  const rows = definition.where ? await passing(tx, definition, given) : given;
  const write = (some: readonly AnyRow[]) => insertAll(tx, definition, expressions, some);
  const inserted: Inserted[] = [];
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const some = rows.slice(start, start + ROWS_A_STATEMENT);
    if (duplicate === 'skip') inserted.push(...(await insertNew(tx, definition.table, some, write)));
    else if (duplicate?.where) inserted.push(...(await insertOrUpdate(tx, definition, duplicate, some, write)));
    else inserted.push(...(await write(some)));
  }
  if (!returning) return [];
  const answers = await answersOf(tx, definition, inserted);
  return answers.map((answer, ord) => (numbered ? { ...answer, ord } : answer)) as Row[];
}

interface Inserted {
  row: AnyRow;
  /** What AUTO_INCREMENT gave it, or 0. */
  id: number;
}

type Write = (rows: readonly AnyRow[]) => Promise<Inserted[]>;

async function insertAll(
  tx: Executor<any>,
  { table, fields, duplicate }: InsertRows,
  expressions: Record<string, string>,
  rows: readonly AnyRow[],
): Promise<Inserted[]> {
  if (rows.length === 0) return [];
  const values: unknown[] = [];
  const tuples = rows.map((row) => {
    const cells = Object.values(expressions).map((expression) =>
      expression.replace(/\br\."?(\w+)"?/g, (_, name: string) => {
        values.push(cellOf(row[name], fields[name]!));
        return `$${values.length}`;
      }),
    );
    return `(${cells.join(', ')})`;
  });
  const upsert =
    typeof duplicate === 'object' && !duplicate.where ? ` on duplicate key update ${updatesOf(duplicate)}` : '';
  const text = `insert into ${table} (${quoted(Object.keys(expressions))}) values ${tuples.join(', ')}${upsert}`;
  const { insertId } = await execute(tx, text, values);
  // Ids of one statement are consecutive: the number of rows is known to the server when it begins.
  const step = insertId === 0 || rows.length === 1 ? 1 : await incrementOf(tx);
  return rows.map((row, index) => ({ row, id: insertId === 0 ? 0 : insertId + index * step }));
}

const updatesOf = ({ set }: Upsert): string =>
  Object.entries(set)
    .map(([column, text]) => {
      const value = text.replace(/\bnew\."?(\w+)"?/g, 'values("$1")').replace(/\bold\."?(\w+)"?/g, '"$1"');
      return `"${column}" = ${value}`;
    })
    .join(', ');

/** 1, save on clusters in which each server gives out its own share of the numbers. */
async function incrementOf(tx: Executor<any>): Promise<number> {
  const [row] = await run<{ step: number }>(tx, 'select @@auto_increment_increment as step', []);
  return row!.step;
}

/**
 * A refused INSERT leaves a shared lock, and two that hold it and then want the row for themselves are a deadlock. So what
 * is there already is locked before; only of two that make the same row at once the later one is refused.
 */
async function insertNew(tx: Executor<any>, table: string, rows: readonly AnyRow[], write: Write): Promise<Inserted[]> {
  const key = await primaryKeyOf(tx, table);
  const named = rows.map((row) => withColumns(row, key));
  const keyed = key.every((column) => named.every((row) => row[column] != null));
  const there = keyed ? await lockByKeys(tx, table, key, named) : new Set<number>();
  const missing = rows.filter((_, index) => !there.has(index));
  try {
    return await write(missing);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  // An error undoes its own statement only, so those that can be inserted still are.
  const inserted: Inserted[] = [];
  for (const row of missing) inserted.push(...(await write([row]).catch(nothingIfRefused)));
  return inserted;
}

function nothingIfRefused(error: unknown): Inserted[] {
  if (isUniqueViolation(error)) return [];
  throw error;
}

async function insertOrUpdate(
  tx: Executor<any>,
  definition: InsertRows,
  upsert: Upsert,
  rows: readonly AnyRow[],
  write: Write,
): Promise<Inserted[]> {
  const update = updateOf(definition, upsert);
  const inserted: Inserted[] = [];
  for (const row of rows) {
    let made: Inserted[] = [];
    if ((await lockByKeys(tx, definition.table, upsert.key, [withColumns(row, upsert.key)])).size === 0) {
      made = await write([row]).catch(nothingIfRefused);
    }
    if (made.length > 0) inserted.push(...made);
    else if ((await update(tx, [row])).length > 0) inserted.push({ row, id: 0 });
  }
  return inserted;
}

/** The row with its key under the names of the columns. */
const withColumns = (row: AnyRow, key: readonly string[]): AnyRow =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (key.includes(columnOf(name)) ? [[columnOf(name), value]] : [])),
  );

const updates = new WeakMap<Upsert, Change<AnyRow>>();

function updateOf({ table, fields }: InsertRows, upsert: Upsert): Change<AnyRow> {
  let change = updates.get(upsert);
  if (!change) {
    const spoken = (text: string) => text.replace(/\bold\./g, 't.').replace(/\bnew\./g, 'r.');
    const set = Object.fromEntries(Object.entries(upsert.set).map(([column, text]) => [column, spoken(text)]));
    const match = Object.fromEntries(
      Object.keys(fields).flatMap((name) => (upsert.key.includes(columnOf(name)) ? [[columnOf(name), name]] : [])),
    );
    const returning = Object.fromEntries(Object.entries(match).map(([column, name]) => [column, fields[name]!]));
    change = updateRows<AnyRow>({ table, fields, match, set, where: upsert.where && spoken(upsert.where), returning });
    updates.set(upsert, change);
  }
  return change;
}

const filters = new WeakMap<InsertRows, Statement>();

/** The rows for which `where` is true. */
async function passing(tx: Executor<any>, definition: InsertRows, rows: readonly AnyRow[]): Promise<AnyRow[]> {
  let filter = filters.get(definition);
  if (!filter) {
    filter = (sql) =>
      `select r.ord from ${sql.rows(1, 'r', { ...definition.fields, ord: 'int' })} where ${definition.where}`;
    filters.set(definition, filter);
  }
  const passed = await run<{ ord: number }>(tx, filter, [rows.map((row, ord) => ({ ...row, ord }))]);
  const places = new Set(passed.map(({ ord }) => ord));
  return rows.filter((_, ord) => places.has(ord));
}

async function answersOf(tx: Executor<any>, definition: InsertRows, inserted: readonly Inserted[]): Promise<AnyRow[]> {
  const { table, fields, returning = {}, values = {}, duplicate } = definition;
  const columns = Object.keys(returning);
  const fieldOf = Object.fromEntries(Object.keys(fields).map((name) => [columnOf(name), name]));
  const valueIn = ({ row, id }: Inserted, column: string) => row[fieldOf[column] ?? column] ?? id;
  const isUpsert = typeof duplicate === 'object';
  const asGiven = (column: string) => !isUpsert && column in fieldOf && !(column in values);
  const hasIds = inserted.every(({ id }) => id !== 0);
  if (columns.every((column) => asGiven(column) || (column === 'id' && hasIds))) {
    return inserted.map((each) =>
      Object.fromEntries(
        columns.map((column) => [column, asGiven(column) ? (each.row[fieldOf[column]!] ?? null) : each.id]),
      ),
    );
  }
  const key = isUpsert ? duplicate.key : await primaryKeyOf(tx, table);
  const keys = inserted.map((each) => Object.fromEntries(key.map((column) => [column, valueIn(each, column)])));
  return readByKeys(tx, table, columns, keys);
}
