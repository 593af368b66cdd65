/** Inserting many rows by one statement: `insertRows({ table, fields, … })` makes a function that takes them. */
import { type Executor, run } from '#platform/sql/database.ts';

type Fields = Readonly<Record<string, string>>;

interface InsertRows {
  table: string;
  /** Columns of the table, each with its type. */
  fields: Fields;
  /** Rows that are there already are left as they are, and not answered. */
  duplicate?: 'skip';
  /** Answers one row for each that was inserted. */
  returning?: Fields;
}

const types: Readonly<Record<string, string>> = { timestamp: 'timestamptz', json: 'jsonb' };

export function insertRows<Row = never>({ table, fields, duplicate, returning }: InsertRows) {
  const columns = Object.keys(fields).map((name) => `"${name}"`);
  const typed = Object.entries(fields).map(([name, type]) => `"${name}" ${types[type] ?? type}`);
  const text = `
insert into ${table} (${columns.join(', ')})
select ${columns.join(', ')} from jsonb_to_recordset($1::jsonb) as r(${typed.join(', ')})
${duplicate ? 'on conflict do nothing' : ''}
${returning ? `returning ${Object.keys(returning).join(', ')}` : ''}`;
  return async (executor: Executor<any>, rows: readonly object[]): Promise<Row[]> =>
    rows.length === 0 ? [] : run<Row>(executor, text, [JSON.stringify(rows)]);
}
