/** How many transactions of a service stand at a row that another one has locked, as the server itself tells. */
import { type Database, run } from '../sql/database.ts';

type AsSuperuser = (text: string, values?: unknown[]) => Promise<any[]>;

const NAME = { postgres: 'select current_schema() as name', mysql: 'select database() as name' };

export async function waitingForLock({ kysely, dialect }: Database<any>, ask: AsSuperuser): Promise<number> {
  const [own] = await run<{ name: string }>(kysely, NAME[dialect], []);
  return (dialect === 'postgres' ? onPostgres : onMysql)(ask, own!.name);
}

async function onPostgres(ask: AsSuperuser, schema: string): Promise<number> {
  const waiting = await ask(
    `select 1 from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and application_name = $1`,
    [schema],
  );
  return waiting.length;
}

/** From the report: the table `innodb_trx` is not brought up to date while somebody reads it often. */
async function onMysql(ask: AsSuperuser, schema: string): Promise<number> {
  const connections = await ask('select id from information_schema.processlist where db = $1', [schema]);
  const own = new Set(connections.map(({ id }) => Number(id)));
  const [report] = await ask('show engine innodb status');
  const transactions: string[] = report.Status.split('---TRANSACTION').slice(1);
  return transactions.filter((text) => text.includes('LOCK WAIT') && own.has(Number(/thread id (\d+)/.exec(text)?.[1])))
    .length;
}
