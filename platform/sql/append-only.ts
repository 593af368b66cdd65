/**
 * Tables whose rows are written once: a trigger refuses to change or delete them, whoever asks. A trigger and not a revoked
 * privilege, since the role that writes the rows owns the table.
 */
import { type Kysely, sql } from 'kysely';
import { on } from './columns.ts';

export async function appendOnly(db: Kysely<any>, table: string): Promise<void> {
  await on(
    db,
    'postgres',
    sql`create or replace function refuse_change() returns trigger language plpgsql as
      'begin raise exception ''% is append-only'', tg_table_name using errcode = ''restrict_violation''; end'`,
    sql`create trigger ${sql.id(`${table}_append_only`)} before update or delete or truncate on ${sql.table(table)}
      for each statement execute function refuse_change()`,
  );
  await on(
    db,
    'mysql',
    ...(['update', 'delete'] as const).map(
      (event) => sql`create trigger ${sql.id(`${table}_no_${event}`)} before ${sql.raw(event)} on ${sql.table(table)}
        for each row signal sqlstate '45000' set message_text = ${sql.lit(`${table} is append-only`)}`,
    ),
    noTruncate(table),
  );
}

/** MySQL has no trigger that sees a TRUNCATE, but it empties no table that another one refers to. */
export const noTruncate = (table: string) =>
  sql`create table ${sql.table(`${table}_stays`)} (id bigint primary key,
    constraint ${sql.id(`${table}_append-only`)} foreign key (id) references ${sql.table(table)} (id))`;
