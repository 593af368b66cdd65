/** Makes a part a change that can be called by itself. */
import { atomically, type Executor, run } from '../database.ts';
import { dialectOf } from '../dialect.ts';
import { unheard } from '../postgres/unheard.ts';
import type { Statement } from '../statement.ts';
import { type AnyRow, answersOf, type Change, type Part, sourceOf } from './part.ts';

export function changeOf<Row>(part: Part<Row>): Change<Row> {
  const heard = answersOf(part).length > 0;
  const text: Statement = (sql) => {
    const whole = part.postgres(sourceOf(part, 1, sql), 2);
    return heard ? whole : unheard(whole);
  };
  return Object.assign(
    async (executor: Executor<any>, rows: readonly object[]): Promise<Row[]> => {
      if (rows.length === 0) return [];
      if (dialectOf(executor) === 'mysql') return atomically(executor, (tx) => part.mysql(tx, rows as AnyRow[]));
      return run<Row>(executor, text, valuesOf(part, rows as AnyRow[]));
    },
    { part },
  );
}

export const valuesOf = ({ listed }: Part<any>, rows: readonly AnyRow[]): unknown[] =>
  listed === undefined ? [rows] : [rows, rows.map((row) => row[listed])];
