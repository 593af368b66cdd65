/** Emitting: the event is a row in the caller's transaction, with one delivery row per subscriber beside it. */
import { afterCommit, type Executor, run } from '../sql/database.ts';
import type { NewEvent } from './events.ts';

export interface Outbox {
  /** Several at once cost two statements, not two each. Wakes the relay when the transaction has committed. */
  emit(tx: Executor<any>, events: readonly NewEvent[]): Promise<void>;
}

export interface OutboxOptions {
  /** Names of the services that listen to an event type. */
  subscribersOf: (type: string) => readonly string[];
  wake: () => void;
}

interface DeliveryPlan {
  index: number;
  subscriber: string;
}

// One statement: the events, and for each of them its deliveries. `ord` pairs the two, since ids are given in order.
const INSERT = `
with event as (
  insert into outbox (type, entity_id, version, data, request_id)
  select type, entity_id, version, data, request_id
  from jsonb_to_recordset($1::jsonb) as e(ord int, type text, entity_id bigint, version bigint, data jsonb, request_id text)
  order by ord
  returning id
), numbered as (
  select id, row_number() over (order by id) - 1 as ord from event
)
insert into delivery (event_id, subscriber)
select numbered.id, d.subscriber
from jsonb_to_recordset($2::jsonb) as d(ord int, subscriber text)
join numbered on numbered.ord = d.ord`;

export function createOutbox({ subscribersOf, wake }: OutboxOptions): Outbox {
  return {
    async emit(tx, events) {
      if (events.length === 0) return;
      const deliveries: DeliveryPlan[] = events.flatMap((event, index) =>
        subscribersOf(event.type).map((subscriber) => ({ index, subscriber })),
      );
      const rows = events.map((event, ord) => ({
        ord,
        type: event.type,
        entity_id: event.entityId,
        version: event.version,
        data: event.data,
        request_id: event.requestId.slice(0, 80),
      }));
      const plans = deliveries.map(({ index, subscriber }) => ({ ord: index, subscriber }));
      await run(tx, INSERT, [JSON.stringify(rows), JSON.stringify(plans)]);
      if (deliveries.length > 0) afterCommit(tx, wake);
    },
  };
}
