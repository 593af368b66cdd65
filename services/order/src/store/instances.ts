/** The processes that place orders, each with its heartbeat: whose intents are dead is read from here. */

import { sql } from 'kysely';
import type { Database } from '#platform/sql/database.ts';
import type { OrderTables } from './tables.ts';

export interface InstanceFacts {
  id: string;
  /** Where its pid means something. */
  pidDomain: string;
  pid: number;
  /** Tells it from a later process with the same pid. */
  processStarted: string | null;
}

/** Also brings back a row that another process took away, taking this one for dead. */
export async function beat({ kysely }: Database<OrderTables>, self: InstanceFacts): Promise<void> {
  const { numUpdatedRows } = await kysely
    .updateTable('instance')
    .set({ beat_at: sql<Date>`now()` })
    .where('id', '=', self.id)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  await kysely
    .insertInto('instance')
    .values({
      id: self.id,
      pid_domain: self.pidDomain,
      pid: self.pid,
      process_started: self.processStarted,
      beat_at: sql<Date>`now()`,
    })
    .execute();
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

/** Rows of processes that have been silent for an hour and left no intent behind. */
export async function forgetSilent({ kysely }: Database<OrderTables>): Promise<void> {
  await kysely.deleteFrom('instance').where('beat_at', '<', sql<Date>`now() - interval '1 hour'`).execute();
}
