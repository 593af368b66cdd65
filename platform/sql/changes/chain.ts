/**
 * Several changes as one: `chain({ placed: updateRows(…), line: insertRows(… after: { part: 'placed', … }) })`. PostgreSQL runs
 * them as one statement, in one round trip; MySQL one after the other. Answers what each part answers. A chain or change of
 * which nothing is answered is not waited for in a transaction on PostgreSQL: what is wrong with it is thrown by the next
 * statement, at the latest by COMMIT.
 *
 * On PostgreSQL no part sees what another one does to the tables; on MySQL the later ones do: a chain must not depend on it.
 */
import { atomically, type Executor, run } from '../database.ts';
import { dialectOf } from '../dialect.ts';
import { unheard } from '../postgres/unheard.ts';
import { typedNull } from '../postgres/words.ts';
import type { Statement, Words } from '../statement.ts';
import { valuesOf } from './change.ts';
import { type AnyRow, answersOf, type Change, rowsAfter, sourceOf } from './part.ts';

type Changes = Readonly<Record<string, Change<any>>>;
type Answering = ReadonlyArray<[string, Change<any>]>;
type Results<C extends Changes> = { [K in keyof C]: C[K] extends Change<infer Row> ? Row[] : never };
type Given<C extends Changes> = { [K in keyof C]: readonly object[] };

export type Chain<C extends Changes> = (executor: Executor<any>, given: Given<C>) => Promise<Results<C>>;

export interface ChainOptions {
  /** Nobody needs what the parts answer; they answer each other alone. */
  unheard?: boolean;
}

export function chain<const C extends Changes>(changes: C, options: ChainOptions = {}): Chain<C> {
  const names = Object.keys(changes);
  const answering = options.unheard ? [] : Object.entries(changes).filter(([, { part }]) => answersOf(part).length > 0);
  const text: Statement = (sql) => postgresText(changes, answering, sql);
  return async (executor, given) => {
    if (names.every((name) => given[name]!.length === 0)) return emptyResults(names);
    if (dialectOf(executor) === 'mysql') return atomically(executor, (tx) => inTurn(tx, changes, given));
    const values = names.flatMap((name) => valuesOf(changes[name]!.part, given[name]! as AnyRow[]));
    return split(names, answering, await run<AnyRow>(executor, text, values));
  };
}

const emptyResults = <C extends Changes>(names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, []])) as unknown as Results<C>;

async function inTurn<C extends Changes>(tx: Executor<any>, changes: C, given: Given<C>): Promise<Results<C>> {
  const results: Record<string, AnyRow[]> = {};
  for (const [name, { part }] of Object.entries(changes)) {
    const { after } = part;
    const rows = given[name]! as readonly AnyRow[];
    const own = after ? rowsAfter(rows, after, results[after.part]!) : rows;
    results[name] = own.length === 0 ? [] : await part.mysql(tx, own);
  }
  return results as Results<C>;
}

/** Every part by its name; then what they answer, each in columns of its own. */
function postgresText(changes: Changes, answering: Answering, sql: Words): string {
  const entries = Object.entries(changes);
  let place = 1;
  const parts = entries.map(([name, { part }]) => {
    const statement = part.postgres(sourceOf(part, place, sql), place + 1);
    place += part.listed === undefined ? 1 : 2;
    return { name, statement, numbered: part.numbered };
  });
  // The last part is the statement itself when nothing has to be answered.
  const main = answering.length === 0 ? parts.pop()!.statement : unionOf(answering);
  const steps = parts.flatMap(({ name, statement, numbered }) =>
    numbered
      ? [
          `${name}_made as (${statement})`,
          `${name} as (select *, (row_number() over (order by id) - 1)::int as ord from ${name}_made)`,
        ]
      : [`${name} as (${statement})`],
  );
  const whole = steps.length === 0 ? main : `with ${steps.join(', ')}\n${main}`;
  return answering.length > 0 ? whole : unheard(whole);
}

function unionOf(answering: Answering): string {
  const selects = answering.map(([name], own) => {
    const columns = answering.flatMap(([, change], index) =>
      answersOf(change.part).map(([column, type]) => {
        const value = index === own ? `"${column}"` : typedNull(type);
        return own === 0 ? `${value} as "${index}.${column}"` : value;
      }),
    );
    return `select ${[own === 0 ? '0 as part' : `${own}`, ...columns].join(', ')} from ${name}`;
  });
  return selects.join('\nunion all ');
}

function split<C extends Changes>(names: readonly string[], answering: Answering, rows: readonly AnyRow[]): Results<C> {
  const results = emptyResults<C>(names) as Record<string, AnyRow[]>;
  for (const row of rows) {
    const [name, change] = answering[row.part as number]!;
    results[name]!.push(
      Object.fromEntries(answersOf(change.part).map(([column]) => [column, row[`${row.part}.${column}`]])),
    );
  }
  return results as Results<C>;
}
