/**
 * Updating or deleting what a condition finds, and answering it: `updateWhere({ table, key, where, set, … })` and `deleteWhere`
 * make functions that take the values of the condition's parameters. One statement on PostgreSQL; on MySQL the rows are
 * locked and noted first, so that what is answered is what was changed.
 */
import { atomically, type Executor, run } from '../database.ts';
import { dialectOf } from '../dialect.ts';
import type { Fields, Statement, Words } from '../statement.ts';
import { deleteLocked, equal, fieldsOf } from './keys.ts';
import type { AnyRow } from './part.ts';
import { answerOf, storedText } from './values.ts';

type Wording = string | ((sql: Words) => string);

interface Where {
  /** Called `t`. */
  table: string;
  /** Its primary key. */
  key: readonly string[];
  /** Over `t` and the parameters. */
  where: Wording;
  /** The condition names the rows by their primary key: MySQL shall find them by it, however few there are. */
  byKey?: boolean;
  queue?: Queue;
  /** Columns that are answered; after an update as they are now. */
  returning: Fields;
}

/** Takes the first ones in this order only, leaving out those that somebody else has locked. */
export interface Queue {
  orderBy: string;
  limit: number | string;
  /** More to choose them by, which is not locked: a CTE, a table to join, a condition over `t` and that table. */
  with?: Wording;
  join?: string;
  where?: Wording;
}

export interface UpdateWhere extends Where {
  /** By column, over `t` and the parameters. All of them read what was before. */
  set: Readonly<Record<string, Wording>>;
  /** Answers this instead, reading it for the rows, called `c`, that were changed. */
  read?: { select: string; join: string; orderBy: string };
}

export type ChangeWhere<Row> = (executor: Executor<any>, values: readonly unknown[]) => Promise<Row[]>;

const said = (wording: Wording, sql: Words): string => (typeof wording === 'string' ? wording : wording(sql));
const columns = (names: readonly string[], table: string): string =>
  names.map((name) => `${table}."${name}"`).join(', ');

export function updateWhere<Row>(definition: UpdateWhere): ChangeWhere<Row> {
  const { table, returning, set, read } = definition;
  const postgres: Statement = (sql) => {
    const assignments = Object.entries(set).map(([column, value]) => `"${column}" = ${said(value, sql)}`);
    const { due, from, condition } = found(definition, sql);
    const update = `update ${table} t set ${assignments.join(', ')}${from && ` from ${from}`} where ${condition}
returning ${columns(Object.keys(returning), 't')}`;
    if (!read) return `${withEach(due)}${update}`;
    return `${withEach(due, `c as (${update})`)}select ${read.select} from c join ${read.join} order by ${read.orderBy}`;
  };
  const lock = locking(definition, set);
  return (executor, values) =>
    dialectOf(executor) === 'postgres'
      ? run<Row>(executor, postgres, values)
      : atomically(executor, async (tx) => {
          const locked = await lock(tx, values);
          if (locked.length === 0) return [];
          await write(tx, definition, locked);
          const answers = locked.map((row) => answerOf(row, returning, [], {}));
          return (read ? await readFor(tx, read, returning, answers) : answers) as Row[];
        });
}

export function deleteWhere<Row>(definition: Where): ChangeWhere<Row> {
  const { table, key, returning } = definition;
  const postgres: Statement = (sql) => {
    const { due, from, condition } = found(definition, sql);
    return `${withEach(due)}delete from ${table} t${from && ` using ${from}`} where ${condition}
returning ${columns(Object.keys(returning), 't')}`;
  };
  const lock = locking(definition, {});
  return (executor, values) =>
    dialectOf(executor) === 'postgres'
      ? run<Row>(executor, postgres, values)
      : atomically(executor, async (tx) => {
          const locked = await lock(tx, values);
          if (locked.length === 0) return [];
          await deleteLocked(tx, table, key, locked);
          return locked.map((row) => answerOf(row, returning, [], {})) as Row[];
        });
}

const withEach = (...steps: string[]): string => {
  const some = steps.filter((step) => step !== '');
  return some.length > 0 ? `with ${some.join(', ')}\n` : '';
};

/** A queue is taken first and once: as a plain subquery it might be run again, and take more. */
function found(definition: Where, sql: Words): { due: string; from: string; condition: string } {
  const { key, where, queue } = definition;
  if (!queue) return { due: '', from: '', condition: said(where, sql) };
  const step = `due as materialized (${chosen(definition, queue, sql)} for update of t skip locked)`;
  return {
    due: [...(queue.with ? [said(queue.with, sql)] : []), step].join(', '),
    from: 'due',
    condition: equal(key, 't', 'due'),
  };
}

const chosen = ({ table, key, where }: Where, queue: Queue, sql: Words): string =>
  `select ${columns(key, 't')} from ${table} t${queue.join ? ` join ${queue.join}` : ''}
where ${said(where, sql)}${queue.where ? ` and ${said(queue.where, sql)}` : ''}
order by ${queue.orderBy} limit ${queue.limit}`;

type Lock = (tx: Executor<any>, values: readonly unknown[]) => Promise<AnyRow[]>;

/** Locks what is found and answers its key (`k.…`), what is to be set and what is answered (`s.…`). */
function locking(definition: Where, set: UpdateWhere['set']): Lock {
  const { table, key, where, byKey, queue, returning } = definition;
  const selected = (sql: Words) =>
    [
      ...key.map((column) => `t."${column}" as "k.${column}"`),
      ...Object.entries(set).map(([column, value]) => `${said(value, sql)} as "s.${column}"`),
      ...Object.keys(returning)
        .filter((column) => !(column in set))
        .map((column) => `t."${column}" as "s.${column}"`),
    ].join(', ');
  if (!queue?.join) {
    const order = queue ? ` order by ${queue.orderBy} limit ${queue.limit} for update skip locked` : ' for update';
    const text: Statement = (sql) =>
      `select ${selected(sql)} from ${table} t ${byKey ? sql.byKey : ''} where ${said(where, sql)}${order}`;
    return (tx, values) => run<AnyRow>(tx, text, values);
  }
  // The server would lock what is joined too, and others would pass over it: chosen first, then locked if still so.
  const choose: Statement = (sql) => withEach(queue.with ? said(queue.with, sql) : '') + chosen(definition, queue, sql);
  return async (tx, values) => {
    const keys = await run<AnyRow>(tx, choose, values);
    if (keys.length === 0) return [];
    return run<AnyRow>(
      tx,
      (sql) =>
        `select ${selected(sql)} from ${sql.rows(values.length + 1, 'k', fieldsOf(key, keys))}
        straight_join ${table} t ${sql.byKey} on ${equal(key, 't', 'k')} where ${said(where, sql)} for update skip locked`,
      [...values, keys],
    );
  };
}

const keyOf = (row: AnyRow, key: readonly string[]): AnyRow =>
  Object.fromEntries(key.map((column) => [column, row[`k.${column}`]]));

async function write(tx: Executor<any>, { table, key, set }: UpdateWhere, locked: readonly AnyRow[]): Promise<void> {
  const names = Object.keys(set);
  const rows = locked.map((row) => ({
    ...keyOf(row, key),
    ...Object.fromEntries(names.map((column) => [`s.${column}`, storedText(row[`s.${column}`])])),
  }));
  const fields: Fields = {
    ...fieldsOf(key, rows),
    ...Object.fromEntries(names.map((column) => [`s.${column}`, 'text' as const])),
  };
  const assignments = names.map((column) => `t."${column}" = n."s.${column}"`);
  await run(
    tx,
    (sql) =>
      `update ${sql.rows(1, 'n', fields)} straight_join ${table} t ${sql.byKey}
      on ${equal(key, 't', 'n')} set ${assignments.join(', ')}`,
    [rows],
  );
}

async function readFor(
  tx: Executor<any>,
  { select, join, orderBy }: NonNullable<UpdateWhere['read']>,
  fields: Fields,
  changed: readonly AnyRow[],
): Promise<AnyRow[]> {
  return run<AnyRow>(
    tx,
    (sql) => `select ${select} from ${sql.rows(1, 'c', fields)} join ${join} order by ${orderBy}`,
    [changed],
  );
}
