/**
 * The relay carries events from a service's outbox to its subscribers. It claims deliveries by status with SKIP
 * LOCKED, never by "id greater than last" (ids do not commit in order). A delivery is closed only after the consumer
 * has committed; one that was claimed and never closed is due again after 30 s.
 */
import { type Loop, startLoop } from '../lifecycle/loop.ts';
import type { Logger } from '../log/log.ts';
import { type Database, run } from '../sql/database.ts';
import type { EventOf } from './events.ts';

/** Hands events to one subscriber; resolves to the ids that it has committed. */
export type Deliver = (subscriber: string, events: EventOf[]) => Promise<DeliveryResult>;

export interface DeliveryResult {
  done: number[];
  failed: Array<{ id: number; error: string }>;
}

export interface RelayOptions {
  source: string;
  database: Database<any>;
  deliver: Deliver;
  log: Logger;
}

const BATCH = 200;
const IDLE_MS = 500;
const MAX_ATTEMPTS = 12;

const CLAIM = `
with due as (
  select event_id, subscriber from delivery
  where status = 'ready' and next_at <= now()
  order by event_id limit ${BATCH}
  for update skip locked
), claimed as (
  update delivery set next_at = now() + interval '30 seconds', attempts = delivery.attempts + 1
  from due where delivery.event_id = due.event_id and delivery.subscriber = due.subscriber
  returning delivery.event_id, delivery.subscriber, delivery.attempts
)
select claimed.subscriber, claimed.attempts, o.id, o.type, o.entity_id, o.version, o.data, o.request_id, o.created_at
from claimed join outbox o on o.id = claimed.event_id
order by o.id`;

const CLOSE = `delete from delivery where subscriber = $1 and event_id = any(array(select unnest($2::bigint[])))`;

// 1 s, 2 s, 4 s … 5 min; after the last attempt the delivery waits for a person as `dead`.
const RETRY = `
update delivery
set status = case when attempts >= ${MAX_ATTEMPTS} then 'dead' else 'ready' end,
    next_at = now() + least(interval '5 minutes', interval '1 second' * power(2, attempts - 1)),
    last_error = $3
where subscriber = $1 and event_id = $2`;

interface ClaimedRow {
  subscriber: string;
  attempts: number;
  id: number;
  type: string;
  entity_id: number;
  version: number;
  data: unknown;
  request_id: string;
  created_at: Date;
}

export function startRelay(options: RelayOptions): Loop {
  return startLoop({
    turn: () => relayOnce(options),
    idleMs: IDLE_MS,
    onError: (error) => options.log.error({ err: error, source: options.source }, 'relay failed'),
  });
}

/** One turn; true when a full batch was found, so there may be more. */
export async function relayOnce({ source, database, deliver, log }: RelayOptions): Promise<boolean> {
  const claimed = await run<ClaimedRow>(database.kysely, CLAIM, []);
  if (claimed.length === 0) return false;
  const bySubscriber = Map.groupBy(claimed, (row) => row.subscriber);
  await Promise.all(
    [...bySubscriber].map(async ([subscriber, rows]) => {
      const events = rows.map((row) => toEvent(source, row));
      const { done, failed } = await deliver(subscriber, events).catch((error: unknown) => ({
        done: [],
        failed: events.map(({ id }) => ({ id, error: String(error) })),
      }));
      if (done.length > 0) await run(database.kysely, CLOSE, [subscriber, done]);
      for (const { id, error } of failed) {
        log.warn({ source, subscriber, eventId: id, error }, 'event delivery failed, will be repeated');
        await run(database.kysely, RETRY, [subscriber, id, error.slice(0, 2_000)]);
      }
    }),
  );
  return claimed.length === BATCH;
}

const toEvent = (source: string, row: ClaimedRow): EventOf => ({
  id: row.id,
  source,
  type: row.type,
  entityId: row.entity_id,
  version: row.version,
  data: row.data,
  requestId: row.request_id,
  at: row.created_at,
});
