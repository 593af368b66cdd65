/** The columns of a table's primary key, asked of the server once per table and connection pool. */
import type { QueryResult } from 'kysely';

export type Execute = <R>(text: string, values: readonly unknown[]) => Promise<QueryResult<R>>;

export interface PrimaryKeys {
  of(execute: Execute, table: string): Promise<readonly string[]>;
}

const COLUMNS = `
select column_name as name from information_schema.key_column_usage
where table_schema = database() and table_name = ? and constraint_name = 'PRIMARY' order by ordinal_position`;

export function primaryKeys(): PrimaryKeys {
  const known = new Map<string, readonly string[]>();
  return {
    async of(execute, table) {
      let columns = known.get(table);
      if (!columns) {
        const { rows } = await execute<{ name: string }>(COLUMNS, [table]);
        columns = rows.map((row) => row.name);
        if (columns.length === 0) throw new Error(`Table ${table} has no primary key.`);
        known.set(table, columns);
      }
      return columns;
    },
  };
}
