/** The processes that place orders, each with its heartbeat: whose intents are dead is read from here. */
import { type Database, execute, run } from '#platform/sql/database.ts';
import type { OrderTables } from './tables.ts';

export interface InstanceFacts {
  id: string;
  /** Where its pid means something. */
  pidDomain: string;
  pid: number;
  /** Tells it from a later process with the same pid. */
  processStarted: string | null;
}

const BEAT = 'update instance set beat_at = now() where id = $1';
const APPEAR = `
insert into instance (id, pid_domain, pid, process_started, beat_at) values ($1, $2, $3, $4, now())`;

/** Also brings back a row that another process took away, taking this one for dead. */
export async function beat({ kysely }: Database<OrderTables>, self: InstanceFacts): Promise<void> {
  const { changed } = await execute(kysely, BEAT, [self.id]);
  if (changed === 0) await run(kysely, APPEAR, [self.id, self.pidDomain, self.pid, self.processStarted]);
}

export async function instancesHere({ kysely }: Database<OrderTables>, pidDomain: string): Promise<InstanceFacts[]> {
  const rows = await kysely
    .selectFrom('instance')
    .select(['id', 'pid', 'process_started'])
    .where('pid_domain', '=', pidDomain)
    .execute();
  return rows.map(({ id, pid, process_started }) => ({ id, pidDomain, pid, processStarted: process_started }));
}

export async function forgetInstances({ kysely }: Database<OrderTables>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await kysely
      .deleteFrom('instance')
      .where('id', 'in', [...ids])
      .execute();
}

const FORGET_SILENT = `delete from instance where beat_at < now() - interval '1 hour'`;

/** Rows of processes that have been silent for an hour and left no intent behind. */
export async function forgetSilent({ kysely }: Database<OrderTables>): Promise<void> {
  await run(kysely, FORGET_SILENT, []);
}
