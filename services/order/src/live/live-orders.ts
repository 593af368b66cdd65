/**
 * All open event streams of this process. A change only says which order it was: what to send is always read from the
 * history, after the last event that a stream has sent, so nothing is lost, doubled or out of order. Other replicas tell
 * what they did; a look every two seconds brings what could not be told, and ends streams whose session ended or whose
 * server closes.
 */
import type { EndedSessions } from '#platform/auth/sessions.ts';
import type { Logger } from '#platform/log/log.ts';
import type { Neighbours } from '#platform/neighbours/neighbours.ts';
import type { Database } from '#platform/sql/database.ts';
import { eventsSince } from '../store/order-events.ts';
import type { Stream } from './stream.ts';

export interface LiveOrders {
  /** `isClosing` tells that the server takes no more requests. */
  add(stream: Stream, isClosing: () => boolean): void;
  remove(stream: Stream): void;
  openOf(userId: number): number;
  /** Something happened to this order; cheap when nobody follows it. */
  changed(orderId: number): void;
  close(): void;
}

export interface LiveOptions {
  database: Database<any>;
  endedSessions: EndedSessions;
  neighbours?: Neighbours;
  log: Logger;
  tickMs?: number;
}

const TOPIC = 'order-moved';
const TICK_MS = 1_000;
const LOOK_EVERY_TICKS = 2;
const BEAT_EVERY_TICKS = 15;
/** After this a client comes back with a fresh token. */
const LONGEST_MS = 30 * 60_000;

export function createLiveOrders({
  database,
  endedSessions,
  neighbours,
  log,
  tickMs = TICK_MS,
}: LiveOptions): LiveOrders {
  const streams = new Map<Stream, () => boolean>();
  const waiting = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  let ticks = 0;
  let reading = false;

  const following = (orderId: number) => [...streams.keys()].filter((stream) => stream.orderId === orderId);

  /** Reads for the orders that wait; what changes meanwhile is read in the next round. */
  async function deliver(): Promise<void> {
    while (waiting.size > 0) {
      const orderIds = [...waiting];
      waiting.clear();
      const known = orderIds.flatMap((orderId) => {
        const last = following(orderId).map((stream) => stream.lastId);
        return last.length === 0 ? [] : [{ orderId, after: Math.min(...last) }];
      });
      if (known.length === 0) continue;
      for (const news of await eventsSince(database, known)) {
        for (const stream of following(news.order_id)) stream.send(news);
      }
    }
  }

  async function wake(): Promise<void> {
    if (reading) return;
    reading = true;
    try {
      await deliver();
    } catch (error) {
      log.warn({ err: error }, 'live news of orders could not be read; the next look brings them');
    } finally {
      reading = false;
    }
  }

  function tick(): void {
    ticks += 1;
    for (const [stream, isClosing] of streams) {
      const tooOld = Date.now() - stream.openedAtMs > LONGEST_MS;
      if (tooOld || isClosing() || endedSessions.has(stream.sessionId)) stream.end();
      else if (ticks % BEAT_EVERY_TICKS === 0) stream.beat();
    }
    if (ticks % LOOK_EVERY_TICKS !== 0) return;
    for (const { orderId } of streams.keys()) waiting.add(orderId);
    void wake();
  }

  function hear(orderId: number): void {
    if (streams.size === 0) return;
    waiting.add(orderId);
    void wake();
  }

  neighbours?.hear(TOPIC, hear);
  return {
    add(stream, isClosing) {
      streams.set(stream, isClosing);
      // Alone it must not keep the process alive.
      timer ??= setInterval(tick, tickMs).unref();
      waiting.add(stream.orderId);
      void wake();
    },
    remove(stream) {
      streams.delete(stream);
      if (streams.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
    openOf: (userId) => [...streams.keys()].filter((stream) => stream.userId === userId).length,
    changed(orderId) {
      neighbours?.tell(TOPIC, orderId);
      hear(orderId);
    },
    close() {
      clearInterval(timer);
      for (const stream of streams.keys()) stream.end();
    },
  };
}
