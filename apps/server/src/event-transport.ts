/**
 * Events between processes: through the subscriber's queue where there is Redis, else by a signed POST. Either way the
 * subscriber answers with what it has committed.
 */
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'undici';
import { createPeerIdentity, PEER_HEADER, type PeerIdentity } from '#platform/auth/peers.ts';
import { problem } from '#platform/errors/problem.ts';
import type { EventOf } from '#platform/events/events.ts';
import { type EventQueues, QueueAway } from '#platform/events/queues.ts';
import type { Deliver, DeliveryResult } from '#platform/events/relay.ts';

const QUEUE_PAUSE_MS = 30_000;

/** By the queue, and past it while nobody takes from it: no event waits for Redis where the subscriber can be reached. */
export function queueOrHttp(queues: EventQueues | undefined, overHttp: Deliver): Deliver {
  let pausedUntilMs = 0;
  return async (subscriber, events) => {
    if (queues && Date.now() >= pausedUntilMs) {
      try {
        return await queues.deliver(subscriber, events);
      } catch (error) {
        if (!(error instanceof QueueAway)) throw error;
        if (error.whileThere) pausedUntilMs = Date.now() + QUEUE_PAUSE_MS;
      }
    }
    return overHttp(subscriber, events);
  };
}

const PATH = '/internal/events';
const TIMEOUT_MS = 20_000;

export function httpDelivery(subscriber: string, baseUrl: string | undefined, identity: PeerIdentity): Deliver {
  let pool: Promise<Pool> | undefined;
  const open = async (url: string) => new (await import('undici')).Pool(new URL(url).origin, { connections: 4 });
  return async (_name, events) => {
    if (!baseUrl) throw new Error(`${subscriber.toUpperCase()}_URL is not set, so its events wait in the outbox.`);
    pool ??= open(baseUrl);
    const response = await (await pool).request({
      method: 'POST',
      path: PATH,
      headers: { 'content-type': 'application/json', [PEER_HEADER]: identity.issue(subscriber) },
      body: JSON.stringify({ subscriber, events }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.body.text();
    if (response.statusCode !== 200) throw new Error(`${subscriber} answered ${response.statusCode} to its events.`);
    return JSON.parse(text) as DeliveryResult;
  };
}

type Consume = (subscriber: string, events: EventOf[]) => Promise<DeliveryResult> | undefined;

export function acceptEvents(app: FastifyInstance, secretKey: string, consume: Consume): void {
  app.post(PATH, { bodyLimit: 8 * 1_048_576, config: { rateLimit: false, internal: true } }, async (request) => {
    const { subscriber, events } = (request.body ?? {}) as { subscriber?: string; events?: EventOf[] };
    const header = request.headers[PEER_HEADER];
    const sender =
      typeof header === 'string' && subscriber ? createPeerIdentity(secretKey, '').accept(header, subscriber) : null;
    if (sender !== 'relay' || !subscriber || !Array.isArray(events)) throw problem('route.not_found');
    const result = await consume(
      subscriber,
      events.map((event) => ({ ...event, at: new Date(event.at) })),
    );
    if (!result) throw problem('service.unavailable');
    return result;
  });
}
