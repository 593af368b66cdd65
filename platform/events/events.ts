/** What an event is: a fact in the past tense, versioned and self-sufficient, declared with its schema in `contracts/`. */
import type { Static, TObject } from 'typebox';

/** All events of one service: `{ 'order.placed': Type.Object({...}) }`. */
export type EventCatalogue = Readonly<Record<string, TObject>>;

export interface EventOf<Type extends string = string, Data = unknown> {
  /** Unique per source. */
  id: number;
  source: string;
  type: Type;
  entityId: number;
  version: number;
  data: Data;
  requestId: string;
  at: Date;
}

/** What a service hands to `emit`. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  type: Type;
  entityId: number;
  version: number;
  data: Data;
  requestId: string;
}

export type EventIn<C extends EventCatalogue> = {
  [K in keyof C & string]: NewEvent<K, Static<C[K]>>;
}[keyof C & string];

/** Handlers of one consumer, by event type. They write rows in the given transaction and do nothing else. */
export type EventHandler<Tx, Data = any> = (tx: Tx, event: EventOf<string, Data>) => Promise<void>;
