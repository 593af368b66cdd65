/** Events to a subscriber in another process, past the queue: however large a backlog is, it arrives, and in its order. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { EventOf } from '#platform/events/events.ts';
import type { Deliver, DeliveryResult } from '#platform/events/relay.ts';
import { createApp } from '#platform/http/app.ts';
import { createLogger } from '#platform/log/log.ts';
import { openPeer, type Peer } from '#platform/transport/peer.ts';
import { acceptEvents, openDeliveries } from './event-transport.ts';

const secretKey = 'test-only-key-0123456789abcdef0123456789abcdef';
const MEGABYTE = 1_048_576;

let app: FastifyInstance;
let peer: Peer;
let deliver: Deliver;
/** The ids of each post that was taken in, and how the subscriber answers it. */
let posts: number[][];
let answer: (ids: number[]) => Promise<DeliveryResult>;

before(async () => {
  app = await createApp({
    log: createLogger({ level: 'silent', pretty: false }),
    rateLimit: undefined,
    corsOrigins: [],
    trustedProxies: [],
    secureTransport: false,
  });
  acceptEvents(app, secretKey, async (_subscriber, events) => {
    const ids = events.map(({ id }) => id);
    const result = await answer(ids);
    posts.push(ids);
    return result;
  });
  peer = openPeer({ name: 'cart', urls: await app.listen({ host: '127.0.0.1', port: 0 }) });
  deliver = openDeliveries({
    consumers: new Map(),
    queues: undefined,
    peer: () => peer,
    secretKey,
    registry: new Registry(),
  });
});
after(async () => {
  await peer.close();
  await app.close();
});
beforeEach(() => {
  posts = [];
  answer = async (ids) => ({ done: ids, failed: [] });
});

const event = (id: number, bytes: number): EventOf => ({
  id,
  source: 'product',
  type: 'product.changed',
  entityId: id,
  version: 1,
  data: { text: 'x'.repeat(bytes) },
  requestId: 'test',
  at: new Date(),
});
const backlog = (count: number, bytes: number) => Array.from({ length: count }, (_, index) => event(index + 1, bytes));
const idsOf = (events: EventOf[]) => events.map(({ id }) => id);

test('a backlog larger than a post may be arrives in several, each event once and in its order', async () => {
  const events = backlog(200, 60_000);
  const { done } = await deliver('cart', events);
  assert.deepEqual(done, idsOf(events));
  assert.deepEqual(posts.flat(), idsOf(events));
  assert.ok(posts.length > 1);
});

test('small events go in one post', async () => {
  await deliver('cart', backlog(200, 300));
  assert.equal(posts.length, 1);
});

test('what was taken before the subscriber failed is told as done, the rest is tried again', async () => {
  const events = backlog(6, MEGABYTE);
  answer = async (ids) => {
    if (ids.includes(4)) throw new Error('the database is away');
    return { done: ids, failed: [] };
  };
  const { done, failed, held } = await deliver('cart', events);
  assert.deepEqual(failed, []);
  assert.ok(done.length > 0 && !done.includes(4));
  assert.deepEqual([...done, ...held!], idsOf(events));
  await assert.rejects(deliver('cart', events.slice(3)), /answered 500/);
});

test('after an event that failed no later one of another post is sent', async () => {
  const events = backlog(6, MEGABYTE);
  answer = async (ids) => ({ done: ids.slice(1), failed: [{ id: ids[0]!, error: 'no' }] });
  const { failed, held } = await deliver('cart', events);
  assert.deepEqual(idsOf(failed as never), [1]);
  assert.equal(posts.length, 1);
  assert.deepEqual(held, idsOf(events).slice(posts[0]!.length));
});

test('an event of seven megabytes arrives; one that no post can hold fails alone, with its size', async () => {
  assert.deepEqual((await deliver('cart', [event(1, 7 * MEGABYTE)])).done, [1]);
  const { done, failed, held } = await deliver('cart', [event(1, 10), event(2, 9 * MEGABYTE), event(3, 10)]);
  assert.deepEqual([done, held], [[1], [3]]);
  assert.match(failed[0]!.error, /has 9\d{6} bytes/);
});
