/**
 * Column types by meaning, so that migrations read alike in every service. They are written as PostgreSQL has them;
 * `mysql/columns.ts` puts them into MySQL's words. What only one of the two knows stands in `on(db, dialect, …)`.
 */
import { type ColumnDefinitionBuilder, type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import { type Dialect, dialectOf } from './dialect.ts';

/** Microseconds would be lost in JavaScript's dates and make stored times differ from answered ones. */
export const timestamp = sql`timestamptz(3)`;
export const json = sql`jsonb`;
/** Minor units of a currency. */
export const minor = 'bigint' as const;

export function withId<T extends string, C extends string>(table: CreateTableBuilder<T, C>) {
  return table.addColumn('id', 'bigint', (column) => column.primaryKey().generatedByDefaultAsIdentity());
}

export const now = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(sql`now()`);

/** Steps that only one dialect needs or knows: storage settings, an index of a kind of its own. One statement each. */
export async function on(
  db: Kysely<any>,
  dialect: Dialect,
  ...steps: ReadonlyArray<RawBuilder<unknown>>
): Promise<void> {
  if (dialectOf(db) !== dialect) return;
  for (const step of steps) await step.execute(db);
}

/** The next id of a table: those below are given by hand. */
export const startIdsAt = async (db: Kysely<any>, table: string, id: number): Promise<void> => {
  await on(db, 'postgres', sql`alter table ${sql.table(table)} alter column id restart with ${sql.lit(id)}`);
  await on(db, 'mysql', sql`alter table ${sql.table(table)} auto_increment = ${sql.lit(id)}`);
};
