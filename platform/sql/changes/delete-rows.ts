/** Deleting many rows by their keys and more: `deleteRows({ table, fields, match, … })` makes a function that takes them. */
import { type Executor, run } from '../database.ts';
import type { Fields, Statement } from '../statement.ts';
import { changeOf } from './change.ts';
import { byKeyIf, conditionOf, deleteLocked, listTypeOf, oncePerRow, primaryKeyOf } from './keys.ts';
import type { After, AnyRow, Change } from './part.ts';
import { answerOf } from './values.ts';

export interface DeleteRows {
  /** Called `t`. */
  table: string;
  /** What the rows, called `r`, hold. */
  fields: Fields;
  /** Columns of the table, each with the field that it has to equal. */
  match: Readonly<Record<string, string>>;
  /** Only where this holds of `t` and `r`. */
  where?: string;
  /** Answers one row for each that was deleted, with these columns. */
  returning?: Fields;
  /** Fields of `r` that are answered too. */
  echo?: readonly string[];
  /** As with `updateRows`. */
  listed?: string;
  after?: After;
}

export function deleteRows<Row = never>(definition: DeleteRows): Change<Row> {
  const { fields, match, returning = {}, echo = [], listed, after } = definition;
  return changeOf<Row>({
    fields,
    after,
    listed: listed && match[listed],
    returning: { ...returning, ...Object.fromEntries(echo.map((name) => [name, fields[name]!])) },
    numbered: false,
    postgres(source, listPlace) {
      const answers = [...Object.keys(returning).map((name) => `t."${name}"`), ...echo.map((name) => `r."${name}"`)];
      return `delete from ${definition.table} t using ${source} where ${conditionOf(definition)}${
        listed ? ` and t."${listed}" = any(array(select unnest($${listPlace}::${listTypeOf(definition)}[])))` : ''
      }${answers.length > 0 ? ` returning ${answers.join(', ')}` : ''}`;
    },
    mysql: (tx, rows) => remove<Row>(tx, definition, rows),
  });
}

const texts = new WeakMap<DeleteRows, Statement>();

async function remove<Row>(tx: Executor<any>, definition: DeleteRows, rows: readonly AnyRow[]): Promise<Row[]> {
  const { table, fields, returning = {}, echo = [] } = definition;
  const key = await primaryKeyOf(tx, table);
  let text = texts.get(definition);
  if (!text) {
    const selected = [
      ...key.map((column) => `t."${column}" as "k.${column}"`),
      ...Object.keys(returning).map((column) => `t."${column}" as "s.${column}"`),
      ...echo.map((name) => `r."${name}" as "e.${name}"`),
    ];
    text = (sql) =>
      `select ${selected.join(', ')} from ${sql.rows(1, 'r', fields)} straight_join ${table} t
      ${byKeyIf(key, Object.keys(definition.match), sql)} on ${conditionOf(definition)} for update`;
    texts.set(definition, text);
  }
  const locked = oncePerRow(key, await run<AnyRow>(tx, text, [rows]));
  if (locked.length === 0) return [];
  await deleteLocked(tx, table, key, locked);
  return locked.map((row) => answerOf(row, returning, echo, fields)) as Row[];
}
