/**
 * Updating many rows from many: `updateRows({ table, fields, match, set, … })` makes a function that takes them. One
 * statement on PostgreSQL. MySQL assigns one column after the other, so that an expression may read what was just written:
 * there the rows are locked and the new values reckoned by a SELECT first, and written then.
 */
import { type Executor, run } from '../database.ts';
import type { Fields, Statement } from '../statement.ts';
import { changeOf } from './change.ts';
import { byKeyIf, conditionOf, equal, fieldsOf, listTypeOf, oncePerRow, primaryKeyOf } from './keys.ts';
import type { After, AnyRow, Change } from './part.ts';
import { answerOf, storedText } from './values.ts';

export interface UpdateRows {
  /** Called `t`. */
  table: string;
  /** What the rows, called `r`, hold. Of several for one row of the table one is taken. */
  fields: Fields;
  /** Columns of the table, each with the field that it has to equal: `{ id: 'order_id' }`. */
  match: Readonly<Record<string, string>>;
  /** By column, over `t` and `r`. All of them read what was before. */
  set: Readonly<Record<string, string>>;
  /** Only where this holds of `t` and `r`. */
  where?: string;
  /** Answers one row for each that was updated, with these columns as they are now. */
  returning?: Fields;
  /** Fields of `r` that are answered too. */
  echo?: readonly string[];
  /** Locks the rows in the order of these columns of the table before it writes. */
  lockBy?: readonly string[];
  /** A column of `match` to look rows up by a list of its values: for tables too large for a guess of the planner. */
  listed?: string;
  after?: After;
}

export function updateRows<Row = never>(definition: UpdateRows): Change<Row> {
  const { fields, match, returning = {}, echo = [], listed, after } = definition;
  return changeOf<Row>({
    fields,
    after,
    listed: listed && match[listed],
    returning: { ...returning, ...Object.fromEntries(echo.map((name) => [name, fields[name]!])) },
    numbered: false,
    postgres: (source, listPlace) => postgresText(definition, source, listPlace),
    mysql: (tx, rows) => update<Row>(tx, definition, rows),
  });
}

function postgresText(definition: UpdateRows, source: string, listPlace: number): string {
  const { table, fields, match, set, returning = {}, echo = [], lockBy, listed } = definition;
  const assignments = Object.entries(set).map(([column, expression]) => `"${column}" = ${expression}`);
  const answers = [...Object.keys(returning).map((name) => `t."${name}"`), ...echo.map((name) => `r."${name}"`)];
  const condition = [
    conditionOf(definition),
    ...(listed ? [`t."${listed}" = any(array(select unnest($${listPlace}::${listTypeOf(definition)}[])))`] : []),
  ].join(' and ');
  const returned = answers.length > 0 ? ` returning ${answers.join(', ')}` : '';
  if (!lockBy) return `update ${table} t set ${assignments.join(', ')} from ${source} where ${condition}${returned}`;
  const order = lockBy.map((column) => `t."${column}"`).join(', ');
  const taken = Object.keys(fields).map((name) => `r."${name}"`);
  const matched = Object.entries(match).map(([column, field]) => `t."${column}" = r."${field}"`);
  return `with locked as materialized (
  select ${taken.join(', ')} from ${table} t join ${source} on ${condition} order by ${order} for update of t
) update ${table} t set ${assignments.join(', ')} from locked r where ${matched.join(' and ')}${returned}`;
}

const locking = new WeakMap<UpdateRows, Statement>();

/** `k…` are the keys, `s…` the values to set, `a…` what is answered and not set. */
function lockingText(definition: UpdateRows, key: readonly string[]): Statement {
  let text = locking.get(definition);
  if (!text) {
    const { table, fields, set, returning = {}, echo = [] } = definition;
    const selected = [
      ...key.map((column) => `t."${column}" as "k.${column}"`),
      ...Object.entries(set).map(([column, expression]) => `${expression} as "s.${column}"`),
      ...Object.keys(returning)
        .filter((column) => !(column in set))
        .map((column) => `t."${column}" as "s.${column}"`),
      ...echo.map((name) => `r."${name}" as "e.${name}"`),
    ];
    text = (sql) =>
      `select ${selected.join(', ')} from ${sql.rows(1, 'r', fields)} straight_join ${table} t
      ${byKeyIf(key, Object.keys(definition.match), sql)} on ${conditionOf(definition)} for update`;
    locking.set(definition, text);
  }
  return text;
}

async function update<Row>(tx: Executor<any>, definition: UpdateRows, rows: readonly AnyRow[]): Promise<Row[]> {
  const { table, match, set, returning = {}, echo = [], fields } = definition;
  const key = await primaryKeyOf(tx, table);
  const found = await run<AnyRow>(tx, lockingText(definition, key), [inOrder(rows, Object.values(match))]);
  const locked = oncePerRow(key, found);
  if (locked.length === 0) return [];
  const written = locked.map((row) =>
    Object.fromEntries([
      ...key.map((column) => [column, row[`k.${column}`]]),
      ...Object.keys(set).map((column) => [`s.${column}`, storedText(row[`s.${column}`])]),
    ]),
  );
  const sources: Fields = {
    ...fieldsOf(key, written),
    ...Object.fromEntries(Object.keys(set).map((column) => [`s.${column}`, 'text' as const])),
  };
  const assignments = Object.keys(set).map((column) => `t."${column}" = n."s.${column}"`);
  await run(
    tx,
    (sql) =>
      `update ${sql.rows(1, 'n', sources)} straight_join ${table} t ${sql.byKey}
      on ${equal(key, 't', 'n')} set ${assignments.join(', ')}`,
    [written],
  );
  return locked.map((row) => answerOf(row, returning, echo, fields)) as Row[];
}

/** Rows are locked in the order in which they are read. */
function inOrder(rows: readonly AnyRow[], names: readonly string[]): AnyRow[] {
  return [...rows].sort((a, b) => {
    const name = names.find((each) => a[each] !== b[each]);
    return name === undefined ? 0 : a[name] < b[name] ? -1 : 1;
  });
}
