/**
 * Dead letters: events that their subscriber refused, and jobs that failed, until nobody tries any more. They lie in the
 * databases of the services, never in Redis. A person looks at them, mends the cause and has them tried again.
 */
import { sql } from 'kysely';
import type { Database } from '#platform/sql/database.ts';

export type Databases = ReadonlyMap<string, Database<any>>;

export interface DeadLetter {
  /** `order.event.123.cart` or `payment.job.77`. */
  id: string;
  /** Type of the event, kind of the job. */
  what: string;
  /** The entity of the event, the key of the job. */
  about: string;
  attempts: number;
  since: Date;
  error: string;
  requestId: string;
  data: unknown;
}

export const listDeadLetters = async (databases: Databases): Promise<DeadLetter[]> =>
  (await Promise.all([...databases].map(([service, database]) => readAll(service, database)))).flat();

/** Undefined for one that is not dead, or not there. */
export async function findDeadLetter(databases: Databases, id: string): Promise<DeadLetter | undefined> {
  const service = id.split('.', 1)[0]!;
  const database = databases.get(service);
  return database && (await readAll(service, database)).find((letter) => letter.id === id);
}

/** Tried again at once, with all attempts before it. False when it is not dead, or not there. */
export async function replayDeadLetter(databases: Databases, id: string): Promise<boolean> {
  const [service = '', kind, number, subscriber = ''] = id.split('.');
  const database = databases.get(service);
  if (!database) return false;
  const again = { status: 'ready', attempts: 0 };
  // By the clock that the relays and workers go by, not by that of the operator's machine.
  const due = sql<Date>`now()`;
  const { numUpdatedRows } =
    kind === 'event'
      ? await database.kysely
          .updateTable('delivery')
          .set({ ...again, next_at: due })
          .where('status', '=', 'dead')
          .where('event_id', '=', Number(number))
          .where('subscriber', '=', subscriber)
          .executeTakeFirst()
      : await database.kysely
          .updateTable('job')
          .set({ ...again, run_at: due })
          .where('status', '=', 'dead')
          .where('id', '=', Number(number))
          .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function readAll(service: string, { kysely }: Database<any>): Promise<DeadLetter[]> {
  const [events, jobs] = await Promise.all([
    kysely
      .selectFrom('delivery')
      .innerJoin('outbox', 'outbox.id', 'delivery.event_id')
      .select(['delivery.event_id', 'delivery.subscriber', 'delivery.attempts', 'delivery.last_error'])
      .select(['outbox.type', 'outbox.entity_id', 'outbox.created_at', 'outbox.request_id', 'outbox.data'])
      .where('delivery.status', '=', 'dead')
      .orderBy('delivery.event_id')
      .execute(),
    kysely.selectFrom('job').selectAll().where('status', '=', 'dead').orderBy('id').execute(),
  ]);
  return [
    ...events.map((row) => ({
      id: `${service}.event.${row.event_id}.${row.subscriber}`,
      what: row.type,
      about: `${row.type.split('.', 1)[0]} ${row.entity_id}`,
      ...common(row),
    })),
    ...jobs.map((row) => ({ id: `${service}.job.${row.id}`, what: row.kind, about: row.key, ...common(row) })),
  ];
}

const common = (row: Record<string, any>) => ({
  attempts: row.attempts as number,
  since: row.created_at as Date,
  error: String(row.last_error ?? ''),
  requestId: row.request_id as string,
  data: row.data as unknown,
});
