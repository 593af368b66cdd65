/** Column types by meaning, so that migrations read alike in every service and differ by dialect in this file only. */
import { type ColumnDefinitionBuilder, type CreateTableBuilder, sql } from 'kysely';

/** Microseconds would be lost in JavaScript's dates and make stored times differ from answered ones. */
export const timestamp = sql`timestamptz(3)`;
export const json = sql`jsonb`;
/** Minor units of a currency. */
export const minor = 'bigint' as const;

export function withId<T extends string, C extends string>(table: CreateTableBuilder<T, C>) {
  return table.addColumn('id', 'bigint', (column) => column.primaryKey().generatedByDefaultAsIdentity());
}

export const now = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(sql`now()`);
