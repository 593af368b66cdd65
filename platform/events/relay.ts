/**
 * The relay carries events from a service's outbox to its subscribers. It claims deliveries by status with SKIP
 * LOCKED, never by "id greater than last" (ids do not commit in order). A delivery is closed only after the consumer
 * has committed; one that was claimed and never closed is due again within seconds.
 *
 * Order: an event waits while an earlier one of the same entity is under way, or put off, to the same subscriber. Only a
 * dead one is overtaken, so that what waits for a person stops nobody else; consumers apply only what is newer anyhow.
 */

import { crashPoint } from '../lifecycle/crash-point.ts';
import { type Loop, startLoop } from '../lifecycle/loop.ts';
import type { Logger } from '../log/log.ts';
import { type Queue, updateWhere } from '../sql/changes/change-where.ts';
import { deleteRows } from '../sql/changes/delete-rows.ts';
import { type Database, run } from '../sql/database.ts';
import type { Statement, Words } from '../sql/statement.ts';
import { CLAIM_S, keeping } from './claims.ts';
import type { EventOf } from './events.ts';

/**
 * Hands events to one subscriber; resolves to what it has committed. Rejects when the subscriber cannot be reached: that
 * is no event's fault and counts against none.
 */
export type Deliver = (subscriber: string, events: EventOf[]) => Promise<DeliveryResult>;

/** An event that is in none of the lists may or may not have been taken: it is sent again when its claim runs out. */
export interface DeliveryResult {
  done: number[];
  failed: Array<{ id: number; error: string }>;
  /** Not tried, since an earlier event of their entity failed. */
  held?: number[];
}

export interface RelayOptions {
  source: string;
  database: Database<any>;
  /** Whose deliveries it carries: one that is away must not keep the others waiting. */
  subscribers: readonly string[];
  deliver: Deliver;
  log: Logger;
  /** Other processes carry deliveries of the same source. */
  shared?: boolean;
  /** How often a claim is prolonged; for tests. */
  keepEveryMs?: number;
}

const BATCH = 200;
const IDLE_MS = 500;
/** A subscriber that comes back has its events soon after. */
const LONGEST_PAUSE_MS = 2_000;
const MAX_ATTEMPTS = 12;

const WAITING = (sql: Words) => `waiting as materialized (
  select d.event_id, d.subscriber, o.entity_id, ${sql.upTo('o.type', '.')} as kind
  from delivery d join outbox o on o.id = d.event_id
  where d.subscriber ${sql.in(1, 'text')} and d.status = 'ready' and d.next_at > now()
)`;

const CLAIM = (behind: Pick<Queue, 'with' | 'join' | 'where'>) =>
  updateWhere<ClaimedRow>({
    table: 'delivery',
    key: ['event_id', 'subscriber'],
    where: (sql) => `t.subscriber ${sql.in(1, 'text')} and t.status = 'ready' and t.next_at <= now()`,
    queue: { ...behind, orderBy: 't.event_id', limit: BATCH },
    set: { next_at: `now() + interval '${CLAIM_S} seconds'`, attempts: 't.attempts + 1' },
    returning: { event_id: 'bigint', subscriber: 'text', attempts: 'int' },
    read: {
      select: `c.subscriber, c.attempts, o.id, o.type, o.entity_id, o.version, o.data, o.request_id, o.created_at`,
      join: 'outbox o on o.id = c.event_id',
      orderBy: 'o.id',
    },
  });

const CLAIM_DUE = CLAIM({});

const CLAIM_IN_ORDER = CLAIM({
  with: WAITING,
  join: 'outbox o on o.id = t.event_id',
  where: (sql) => `not exists (
    select 1 from waiting w
    where w.subscriber = t.subscriber and w.entity_id = o.entity_id and w.kind = ${sql.upTo('o.type', '.')}
      and w.event_id < t.event_id
  )`,
});

const PUT_OFF: Statement = (sql) => `
select event_id from delivery where subscriber ${sql.in(1, 'text')} and status = 'ready' and next_at > now() limit 1`;

// Of two relays that claim at the same moment neither sees what the other takes. Both have committed when they look here,
// so the later event of an entity is put back.
const OVERTAKING: Statement = (sql) => `
with earlier as materialized (
  select d.event_id, o.entity_id, ${sql.upTo('o.type', '.')} as kind
  from delivery d join outbox o on o.id = d.event_id
  where d.subscriber = $1 and d.status = 'ready' and d.event_id < $3 and not (d.event_id ${sql.in(2)})
)
select o.id
from outbox o
where o.id ${sql.in(2)} and exists (
  select 1 from earlier e
  where e.entity_id = o.entity_id and e.kind = ${sql.upTo('o.type', '.')} and e.event_id < o.id
)`;

const KEEP: Statement = (sql) => `
update delivery set next_at = now() + interval '${CLAIM_S} seconds'
where subscriber = $1 and event_id ${sql.in(2)} and status = 'ready' and next_at > now()`;

const CLOSE = deleteRows({
  table: 'delivery',
  fields: { event_id: 'bigint', subscriber: 'text' },
  match: { event_id: 'event_id', subscriber: 'subscriber' },
  listed: 'event_id',
});

// As if it had not been claimed. A second back, since times are rounded: due at once is what is meant.
const GIVE_BACK: Statement = (sql) => `
update delivery set attempts = attempts - 1, next_at = now() - interval '1 second'
where subscriber = $1 and event_id ${sql.in(2)}`;

// What was claimed and neither closed nor put off: one that failed says why. A second back, as above.
const INHERIT: Statement = (sql) => `
update delivery set next_at = now() - interval '1 second'
where subscriber ${sql.in(1, 'text')} and status = 'ready' and next_at > now() and attempts > 0 and last_error is null`;

// 1 s, 2 s, 4 s … 5 min; after the last attempt the delivery waits for a person as `dead`.
const RETRY: Statement = (sql) => `
update delivery
set status = case when attempts >= ${MAX_ATTEMPTS} then 'dead' else 'ready' end,
    next_at = now() + ${sql.span('least(300, power(2, attempts - 1))', 'second')},
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
  const { source, database, subscribers, log, shared = false } = options;
  const round = openRound(options);
  let lost = false;
  // Alone, it knows that nobody else has anything in his hands: what the process before it left need not wait for its claim.
  let inherited = shared;
  const loop = startLoop({
    async turn() {
      if (!inherited) await run(database.kysely, INHERIT, [subscribers]);
      inherited = true;
      const more = await round.turn();
      if (lost) log.info({ source, subscribers }, 'events are delivered again');
      lost = false;
      return more;
    },
    idleMs: IDLE_MS,
    longestPauseMs: LONGEST_PAUSE_MS,
    onError(error) {
      if (!lost) log.warn({ err: error, source, subscribers }, 'events cannot be delivered; they wait in the outbox');
      lost = true;
    },
  });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await round.closed();
    },
  };
}

/** One turn, for tests; true when a full batch was found, so there may be more. Throws when a subscriber is away. */
export async function relayOnce(options: RelayOptions): Promise<boolean> {
  const round = openRound(options);
  try {
    return await round.turn();
  } finally {
    await round.closed();
  }
}

interface Carried {
  done: Array<{ event_id: number; subscriber: string }>;
  /** All of them were taken. */
  smooth: boolean;
}

/**
 * Turns of one relay. Alone, and with nothing put off, it need not ask whether an earlier event waits. What was delivered is
 * closed while the next turn looks for more: it is claimed that long.
 */
function openRound(options: RelayOptions) {
  const { database, subscribers, shared = false } = options;
  let calm = false;
  let closing: Promise<unknown> = Promise.resolve();

  /** Fails at most once for each failure: what could not be closed comes again when its claim runs out. */
  async function closed(): Promise<void> {
    const before = closing;
    closing = Promise.resolve();
    await before;
  }

  async function claim(): Promise<ClaimedRow[]> {
    if (!shared && !calm) {
      await closed();
      calm = (await run(database.kysely, PUT_OFF, [subscribers])).length === 0;
    }
    return (calm ? CLAIM_DUE : CLAIM_IN_ORDER)(database.kysely, [subscribers]);
  }

  return {
    async turn(): Promise<boolean> {
      const claimed = await claim();
      if (claimed.length === 0) {
        await closed();
        return false;
      }
      crashPoint('relay.claimed');
      const bySubscriber = [...Map.groupBy(claimed, (row) => row.subscriber)];
      const ends = await Promise.allSettled(bySubscriber.map(([subscriber, rows]) => carry(options, subscriber, rows)));
      await closed();
      closing = CLOSE(
        database.kysely,
        ends.flatMap((end) => (end.status === 'fulfilled' ? end.value.done : [])),
      );
      // Heard by the next turn.
      closing.catch(() => {});
      if (!ends.every((end) => end.status === 'fulfilled' && end.value.smooth)) calm = false;
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
      return claimed.length === BATCH;
    },
    closed,
  };
}

async function carry(options: RelayOptions, subscriber: string, claimed: ClaimedRow[]): Promise<Carried> {
  const { source, database, deliver, log } = options;
  const rows = options.shared ? await withoutOvertaking(database, subscriber, claimed) : claimed;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return { done: [], smooth: false };
  let result: DeliveryResult;
  try {
    result = await keeping(
      deliver(
        subscriber,
        rows.map((row) => toEvent(source, row)),
      ),
      () => run(database.kysely, KEEP, [subscriber, ids]),
      options.keepEveryMs,
    );
  } catch (error) {
    await run(database.kysely, GIVE_BACK, [subscriber, ids]);
    throw error;
  }
  crashPoint('relay.delivered');
  const { done, failed, held = [] } = result;
  for (const { id, error } of failed) {
    log.warn({ source, subscriber, eventId: id, error }, 'event delivery failed, will be repeated');
    await run(database.kysely, RETRY, [subscriber, id, error.slice(0, 2_000)]);
  }
  if (held.length > 0) await run(database.kysely, GIVE_BACK, [subscriber, held]);
  return { done: done.map((id) => ({ event_id: id, subscriber })), smooth: done.length === claimed.length };
}

async function withoutOvertaking(database: Database<any>, subscriber: string, rows: ClaimedRow[]) {
  const ids = rows.map(({ id }) => id);
  const overtaking = await run<{ id: number }>(database.kysely, OVERTAKING, [subscriber, ids, Math.max(...ids)]);
  if (overtaking.length === 0) return rows;
  const early = new Set(overtaking.map(({ id }) => id));
  await run(database.kysely, GIVE_BACK, [subscriber, [...early]]);
  return rows.filter(({ id }) => !early.has(id));
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
