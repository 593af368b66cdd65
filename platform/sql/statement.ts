/**
 * Statements that both dialects run: text in what they share, and for the rest a function of the dialect that is asked
 * for the words. A statement is compiled once per dialect and told apart by its identity, so it stands at the top of a file:
 *
 *   const LINES: Statement = (sql) => `select * from order_line where order_id ${sql.in(1)} order by id`;
 *   run(tx, LINES, [orderIds]);
 *
 * Parameters are `$1`, `$2` … everywhere. `now()` and `interval '30 seconds'` may be written as PostgreSQL has them.
 */
import type { Dialect } from './dialect.ts';
import { translate } from './mysql/translate.ts';
import { mysqlWords } from './mysql/words.ts';
import { postgresValue, postgresWords } from './postgres/words.ts';

/** What a field of a row source, or a parameter, holds. */
export type FieldType = 'int' | 'bigint' | 'decimal' | 'text' | 'boolean' | 'timestamp' | 'json';
export type Fields = Readonly<Record<string, FieldType>>;

/** The words that differ. `place` is the number of a parameter: 1 for `$1`. */
export interface Words {
  readonly dialect: Dialect;
  /** A table made of an array of objects: `from ${sql.rows(1, 'w', { id: 'bigint' })} join …`. */
  rows(place: number, alias: string, fields: Fields): string;
  /** Is one of a list: `id ${sql.in(1)}`; nothing is in an empty one. */
  in(place: number, type?: 'bigint' | 'text'): string;
  /**
   * After the name of a table of which rows are locked or deleted by their primary key: `from hold ${sql.byKey} where …`. MySQL
   * would rather read a small table whole, and then waits for every row of it that somebody else has locked.
   */
  readonly byKey: string;
  /** Whether a joined subquery may look at the row that it is joined to. MySQL can, MariaDB cannot. */
  readonly joinsLaterally: boolean;
  /** A parameter whose type does not follow from where it stands: `${sql.value(2, 'bigint')} is null`. */
  value(place: number, type: FieldType): string;
  /** A span of time: `now() - ${sql.span('$1', 'day')}`. */
  span(amount: string, unit: 'second' | 'minute' | 'hour' | 'day'): string;
  /**
   * Rows that belong to a row, as a JSON array of arrays or null: `${sql.list(['l.id', 'l.title'], 'order_line l where
   * l.order_id = o.id', 'l.id')} as lines`.
   */
  list(cells: readonly string[], from: string, orderBy: string): string;
  /** A moment inside `list`, which has no type for it: milliseconds since 1970. */
  epochMs(expression: string): string;
  /** This very moment; `now()` is when the transaction began, or the statement. */
  readonly clock: string;
  /** What stands before the first `separator`: `${sql.upTo('o.type', '.')}`. */
  upTo(text: string, separator: string): string;
  /** Is one of the ids of a path: `${sql.inPath('a.id', 'c.path')}` for `/3/17/`. */
  inPath(id: string, path: string): string;
  /** A text out of a JSON column: `${sql.jsonText('o.data', 'orderId')}`. */
  jsonText(column: string, field: string): string;
  /** A JSON object of expressions: `sql.jsonObject({ id: 'r.id' })`. */
  jsonObject(fields: Readonly<Record<string, string>>): string;
}

export type Statement = (sql: Words) => string;
export type Text = string | Statement;

/** What a value has to be turned into before it is sent. */
export type ParameterKind = { kind: 'rows'; fields: Fields } | { kind: 'list' };

export interface CompiledStatement {
  text: string;
  /** By place, from 0; a hole where the value is sent as it is. */
  parameters: ReadonlyArray<ParameterKind | undefined>;
}

/** Collects, while the text is made, which parameters are row sources and lists. */
export type Note = (place: number, kind: ParameterKind) => void;

export interface Query {
  text: string;
  values: readonly unknown[];
}

/** For texts that are put together from what is asked for; values are collected beside them and sent as they are. */
export const wordsFor = (dialect: Dialect): Words =>
  wordsOf[dialect](() => {
    throw new Error('A list or a row source belongs into a statement of its own.');
  });

const wordsOf = { postgres: postgresWords, mysql: mysqlWords };
const known = {
  postgres: new WeakMap<Statement, CompiledStatement>(),
  mysql: new WeakMap<Statement, CompiledStatement>(),
};

/** Text and values as the server takes them. */
export function compile(text: Text, dialect: Dialect, values: readonly unknown[]): Query {
  if (typeof text === 'string')
    return dialect === 'postgres' ? { text, values } : translate({ text, parameters: [] }, values);
  const compiled = compileOnce(text, dialect);
  if (dialect === 'mysql') return translate(compiled, values);
  return {
    text: compiled.text,
    values: values.map((value, index) => postgresValue(value, compiled.parameters[index])),
  };
}

function compileOnce(statement: Statement, dialect: Dialect): CompiledStatement {
  let compiled = known[dialect].get(statement);
  if (!compiled) {
    const parameters: ParameterKind[] = [];
    const note: Note = (place, kind) => {
      parameters[place - 1] = kind;
    };
    compiled = { text: statement(wordsOf[dialect](note)), parameters };
    known[dialect].set(statement, compiled);
  }
  return compiled;
}
