/** Emitting: the event is a row in the caller's transaction, with one delivery row per subscriber beside it. */
import { chain } from '../sql/changes/chain.ts';
import { insertRows } from '../sql/changes/insert-rows.ts';
import { afterCommit, type Executor } from '../sql/database.ts';
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

// One statement: the events, and for each of them its deliveries.
const INSERT = chain(
  {
    event: insertRows<{ id: number; ord: number }>({
      table: 'outbox',
      fields: { ord: 'int', type: 'text', entity_id: 'bigint', version: 'bigint', data: 'json', request_id: 'text' },
      aside: ['ord'],
      orderBy: 'r.ord',
      returning: { id: 'bigint' },
      numbered: true,
    }),
    delivery: insertRows({
      table: 'delivery',
      fields: { ord: 'int', subscriber: 'text', event_id: 'bigint' },
      aside: ['ord'],
      after: { part: 'event', on: { ord: 'ord' }, take: { event_id: 'id' } },
    }),
  },
  { unheard: true },
);

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
      await INSERT(tx, { event: rows, delivery: plans });
      if (deliveries.length > 0) afterCommit(tx, wake);
    },
  };
}
