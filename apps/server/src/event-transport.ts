/**
 * Events to their subscribers: by a call within this process; to another one through its queue where there is Redis, else
 * by a signed POST. Each way the subscriber answers with what it has committed.
 */
import type { FastifyInstance } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import type { Pool } from 'undici';
import { createPeerIdentity, PEER_HEADER, type PeerIdentity } from '#platform/auth/peers.ts';
import { problem } from '#platform/errors/problem.ts';
import type { EventOf } from '#platform/events/events.ts';
import { type EventQueues, QueueAway } from '#platform/events/queues.ts';
import type { Deliver, DeliveryResult } from '#platform/events/relay.ts';
import type { Settings } from './config.ts';
import { allServices } from './services.ts';

type Consume = (events: EventOf[]) => Promise<DeliveryResult>;

export interface DeliveriesOptions {
  /** Of the services in this process. */
  consumers: ReadonlyMap<string, Consume>;
  queues: EventQueues | undefined;
  settings: Settings;
  registry: Registry;
}

export function openDeliveries({ consumers, queues, settings, registry }: DeliveriesOptions): Deliver {
  const sent = new Counter({
    name: 'haat_events_sent_total',
    help: 'Events taken in by subscribers in other processes, through Redis (queue) or past it (http).',
    labelNames: ['subscriber', 'way'],
    registers: [registry],
  });
  const relay = createPeerIdentity(settings.common.secretKey, 'relay');
  const roads = new Map<string, Deliver>();
  for (const { name } of allServices) {
    const consume = consumers.get(name);
    const url = settings.server[`${name.toUpperCase()}_URL` as 'X_URL'];
    const count = (way: string, events: number) => sent.inc({ subscriber: name, way }, events);
    roads.set(
      name,
      consume ? (_name, events) => consume(events) : queueOrHttp(queues, overHttp(name, url, relay), count),
    );
    if (consume) queues?.take(name, consume);
  }
  return (subscriber, events) => roads.get(subscriber)!(subscriber, events);
}

const QUEUE_PAUSE_MS = 30_000;

/** No event waits for Redis where its subscriber can be reached: past the queue while nobody takes from it. */
function queueOrHttp(
  queues: EventQueues | undefined,
  http: Deliver,
  count: (way: 'queue' | 'http', events: number) => void,
): Deliver {
  let pausedUntilMs = 0;
  return async (subscriber, events) => {
    if (queues && Date.now() >= pausedUntilMs) {
      try {
        const result = await queues.deliver(subscriber, events);
        count('queue', result.done.length);
        return result;
      } catch (error) {
        if (!(error instanceof QueueAway)) throw error;
        if (error.whileThere) pausedUntilMs = Date.now() + QUEUE_PAUSE_MS;
      }
    }
    const result = await http(subscriber, events);
    count('http', result.done.length);
    return result;
  };
}

const PATH = '/internal/events';
const TIMEOUT_MS = 20_000;

function overHttp(subscriber: string, baseUrl: string | undefined, identity: PeerIdentity): Deliver {
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

type Take = (subscriber: string, events: EventOf[]) => Promise<DeliveryResult> | undefined;

export function acceptEvents(app: FastifyInstance, secretKey: string, take: Take): void {
  app.post(PATH, { bodyLimit: 8 * 1_048_576, config: { rateLimit: false, internal: true } }, async (request) => {
    const { subscriber, events } = (request.body ?? {}) as { subscriber?: string; events?: EventOf[] };
    const header = request.headers[PEER_HEADER];
    const sender =
      typeof header === 'string' && subscriber ? createPeerIdentity(secretKey, '').accept(header, subscriber) : null;
    if (sender !== 'relay' || !subscriber || !Array.isArray(events)) throw problem('route.not_found');
    const result = await take(
      subscriber,
      events.map((event) => ({ ...event, at: new Date(event.at) })),
    );
    if (!result) throw problem('service.unavailable');
    return result;
  });
}
