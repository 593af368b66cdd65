/**
 * Events to their subscribers: by a call within this process; to another one through its queue where there is Redis, else
 * by a signed POST. Each way the subscriber answers with what it has committed.
 */
import type { FastifyInstance } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import { createPeerIdentity, PEER_HEADER, type PeerIdentity } from '#platform/auth/peers.ts';
import { problem } from '#platform/errors/problem.ts';
import type { EventOf } from '#platform/events/events.ts';
import { type EventQueues, QueueAway } from '#platform/events/queues.ts';
import type { Deliver, DeliveryResult } from '#platform/events/relay.ts';
import type { Peer } from '#platform/transport/peer.ts';
import { allServices } from './services.ts';

type Consume = (events: EventOf[]) => Promise<DeliveryResult>;

export interface DeliveriesOptions {
  /** Of the services in this process. */
  consumers: ReadonlyMap<string, Consume>;
  queues: EventQueues | undefined;
  peer: (service: string) => Peer | undefined;
  secretKey: string;
  registry: Registry;
}

export function openDeliveries({ consumers, queues, peer, secretKey, registry }: DeliveriesOptions): Deliver {
  const sent = new Counter({
    name: 'haat_events_sent_total',
    help: 'Events taken in by subscribers in other processes, through Redis (queue) or past it (http).',
    labelNames: ['subscriber', 'way'],
    registers: [registry],
  });
  const relay = createPeerIdentity(secretKey, 'relay');
  const roads = new Map<string, Deliver>();
  for (const { name } of allServices) {
    const consume = consumers.get(name);
    const count = (way: string, events: number) => sent.inc({ subscriber: name, way }, events);
    roads.set(
      name,
      consume ? (_name, events) => consume(events) : queueOrHttp(queues, overHttp(name, peer(name), relay), count),
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
const POST_LIMIT_BYTES = 8 * 1_048_576;
/** What goes along with the events of a post. */
const AROUND_BYTES = 1_024;
/** A post is cut before it has more; one event alone may have as much as the limit. */
const POST_BYTES = POST_LIMIT_BYTES / 4;

function overHttp(subscriber: string, peer: Peer | undefined, identity: PeerIdentity): Deliver {
  async function post(texts: readonly string[]): Promise<DeliveryResult> {
    if (!peer) throw new Error(`${subscriber.toUpperCase()}_URL is not set, so its events wait in the outbox.`);
    const { status, text } = await peer.send({
      method: 'POST',
      path: PATH,
      headers: () => ({ 'content-type': 'application/json', [PEER_HEADER]: identity.issue(subscriber) }),
      body: `{"subscriber":${JSON.stringify(subscriber)},"events":[${texts.join(',')}]}`,
      deadlineMs: Date.now() + TIMEOUT_MS,
      // The inbox takes in once what comes twice.
      repeatable: true,
    });
    if (status !== 200) throw new Error(`${subscriber} answered ${status} to its events.`);
    return JSON.parse(text) as DeliveryResult;
  }

  return async (_name, events) => {
    const whole: DeliveryResult = { done: [], failed: [], held: [] };
    const posts = cut(events);
    for (const [index, { ids, texts, bytes }] of posts.entries()) {
      let result: DeliveryResult;
      try {
        result = bytes > POST_LIMIT_BYTES - AROUND_BYTES ? tooLarge(ids, bytes) : await post(texts);
      } catch (error) {
        // What was taken before is told; the rest is tried again, which then says that the subscriber is away.
        if (index === 0) throw error;
        result = { done: [], failed: [], held: ids };
      }
      whole.done.push(...result.done);
      whole.failed.push(...result.failed);
      whole.held!.push(...(result.held ?? []));
      if (result.done.length === ids.length) continue;
      // Later events of an entity do not overtake those that failed.
      whole.held!.push(...posts.slice(index + 1).flatMap((later) => later.ids));
      break;
    }
    return whole;
  };
}

interface Post {
  ids: number[];
  texts: string[];
  bytes: number;
}

/** In their order. */
function cut(events: readonly EventOf[]): Post[] {
  const posts: Post[] = [];
  for (const event of events) {
    const text = JSON.stringify(event);
    const bytes = Buffer.byteLength(text) + 1;
    const last = posts.at(-1);
    if (last && last.bytes + bytes <= POST_BYTES) {
      last.ids.push(event.id);
      last.texts.push(text);
      last.bytes += bytes;
    } else posts.push({ ids: [event.id], texts: [text], bytes });
  }
  return posts;
}

const tooLarge = (ids: readonly number[], bytes: number): DeliveryResult => ({
  done: [],
  failed: ids.map((id) => ({ id, error: `The event has ${bytes} bytes, more than can be sent.` })),
});

type Take = (subscriber: string, events: EventOf[]) => Promise<DeliveryResult> | undefined;

export function acceptEvents(app: FastifyInstance, secretKey: string, take: Take): void {
  app.post(PATH, { bodyLimit: POST_LIMIT_BYTES, config: { rateLimit: false, internal: true } }, async (request) => {
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
