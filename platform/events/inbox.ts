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

/**
 * Runs the handlers for a batch: together in one transaction, and one by one when that fails. Throws when the database is
 * away, which is no event's fault.
 */
export async function consume(
  database: Database<any>,
  handlers: EventHandlers,
  events: EventOf[],
): Promise<DeliveryResult> {
  if (events.length > 1) {
    try {
      await consumeTogether(database, handlers, events);
      return { done: events.map((event) => event.id), failed: [] };
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      // One of them is at fault; each answers for itself below.
    }
  }
  return oneByOne(database, handlers, events);
}

/** Behind an event that failed, those of the same entity wait for it. */
async function oneByOne(database: Database<any>, handlers: EventHandlers, events: EventOf[]): Promise<DeliveryResult> {
  const result = { done: [] as number[], failed: [] as DeliveryResult['failed'], held: [] as number[] };
  const stuck = new Set<string>();
  for (const event of events) {
    if (stuck.has(entityOf(event))) {
      result.held.push(event.id);
      continue;
    }
    try {
      await consumeTogether(database, handlers, [event]);
      result.done.push(event.id);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      stuck.add(entityOf(event));
      result.failed.push({ id: event.id, error: error instanceof Error ? (error.stack ?? error.message) : `${error}` });
    }
  }
  return result;
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
