/** Whether a transaction of a service stands at a row that another one has locked, as the server itself tells. */
import { type Database, run } from '../sql/database.ts';

type AsSuperuser = (text: string, values?: unknown[]) => Promise<unknown[]>;

const WAITING = {
  postgres: `select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and application_name = $1`,
  mysql: `select 1 from information_schema.innodb_trx t join information_schema.processlist p on p.id = t.trx_mysql_thread_id
    where t.trx_state = 'LOCK WAIT' and p.db = $1`,
};
const NAME = { postgres: 'select current_schema() as name', mysql: 'select database() as name' };

export async function waitsForLock(database: Database<any>, ask: AsSuperuser): Promise<boolean> {
  const [own] = await run<{ name: string }>(database.kysely, NAME[database.dialect], []);
  return (await ask(WAITING[database.dialect], [own!.name])).length > 0;
}
