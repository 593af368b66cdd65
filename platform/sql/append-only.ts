/** Tables whose rows are written once: a trigger refuses to change or delete them, whoever asks. */
import { type Kysely, sql } from 'kysely';

export async function appendOnly(db: Kysely<any>, table: string): Promise<void> {
  await sql`
    create or replace function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation'; end $$
  `.execute(db);
  await sql`
    create trigger ${sql.id(`${table}_append_only`)} before update or delete or truncate on ${sql.table(table)}
    for each statement execute function refuse_change()
  `.execute(db);
}
