/**
 * Consuming: an inbox row in the handler's own transaction makes its effect on rows exactly once, however often the
 * event arrives.
 */
import { crashPoint } from '../lifecycle/crash-point.ts';
import { isDatabaseAway } from '../sql/away.ts';
import { insertRows } from '../sql/changes/insert-rows.ts';
import type { Database, Executor } from '../sql/database.ts';
import type { EventHandler, EventOf } from './events.ts';
import type { DeliveryResult } from './relay.ts';

/** For events that come in crowds: all of one type at once, in the order of their ids. */
export interface CrowdHandler {
  many: (tx: any, events: EventOf<string, any>[]) => Promise<void>;
}

export type EventHandlers = Readonly<Record<string, EventHandler<any> | CrowdHandler>>;

const REMEMBER = insertRows<{ event_id: number }>({
  table: 'inbox',
  fields: { source: 'text', event_id: 'bigint' },
  duplicate: 'skip',
  returning: { event_id: 'bigint' },
});

/** Committed together. A process that dies in the middle of a long batch leaves what it had done, and the next goes on from there. */
const TOGETHER = 50;

interface Course extends DeliveryResult {
  held: number[];
  /** Entities of which an event failed: their later ones wait for it. */
  stuck: Set<string>;
}

/**
 * Runs the handlers for a batch, piece by piece: each piece together in one transaction, and one by one when that fails. Throws
 * when the database is away, which is no event's fault.
 */
export async function consume(
  database: Database<any>,
  handlers: EventHandlers,
  events: EventOf[],
): Promise<DeliveryResult> {
  const course: Course = { done: [], failed: [], held: [], stuck: new Set() };
  for (let start = 0; start < events.length; start += TOGETHER) {
    await consumePiece(database, handlers, events.slice(start, start + TOGETHER), course);
  }
  const { stuck: _stuck, ...result } = course;
  return result;
}

async function consumePiece(
  database: Database<any>,
  handlers: EventHandlers,
  piece: EventOf[],
  course: Course,
): Promise<void> {
  if (piece.length > 1 && !piece.some((event) => course.stuck.has(entityOf(event)))) {
    try {
      await consumeTogether(database, handlers, piece);
      course.done.push(...piece.map((event) => event.id));
      return;
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      // One of them is at fault; each answers for itself below.
    }
  }
  for (const event of piece) await consumeAlone(database, handlers, event, course);
}

/** Behind an event that failed, those of the same entity wait for it. */
async function consumeAlone(
  database: Database<any>,
  handlers: EventHandlers,
  event: EventOf,
  { done, failed, held, stuck }: Course,
): Promise<void> {
  if (stuck.has(entityOf(event))) {
    held.push(event.id);
    return;
  }
  try {
    await consumeTogether(database, handlers, [event]);
    done.push(event.id);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    stuck.add(entityOf(event));
    failed.push({ id: event.id, error: error instanceof Error ? (error.stack ?? error.message) : `${error}` });
  }
}

const entityOf = ({ type, entityId }: EventOf): string => `${type.split('.', 1)[0]} ${entityId}`;

async function consumeTogether(database: Database<any>, handlers: EventHandlers, events: EventOf[]): Promise<void> {
  await database.tx(async (tx) => {
    const fresh = await remember(tx, events);
    for (const crowd of crowdsOf(events.filter((event) => fresh.has(event.id)))) {
      const handle = handlers[crowd[0]!.type];
      if (handle === undefined) continue;
      if ('many' in handle) await handle.many(tx, crowd);
      else for (const event of crowd) await handle(tx, event);
    }
    crashPoint('inbox.consuming');
  });
  crashPoint('inbox.consumed');
}

/**
 * Events of one type together, unless some entity has events of several types here: then their order says more than
 * what crowding saves, and each stands alone.
 */
function crowdsOf(events: EventOf[]): EventOf[][] {
  const byType = [...Map.groupBy(events, (event) => event.type).values()];
  const entities = byType.map((crowd) => new Set(crowd.map((event) => event.entityId)));
  const distinct = new Set(events.map((event) => event.entityId)).size;
  const mixed = entities.reduce((sum, ids) => sum + ids.size, 0) !== distinct;
  return mixed ? events.map((event) => [event]) : byType;
}

async function remember(tx: Executor<any>, events: EventOf[]): Promise<Set<number>> {
  const rows = await REMEMBER(
    tx,
    events.map(({ source, id }) => ({ source, event_id: id })),
  );
  return new Set(rows.map((row) => row.event_id));
}
