import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Queue } from 'bullmq';
import { silentLogger } from '../log/log.ts';
import { openRedis } from '../neighbours/redis.ts';
import { redisNeighbours } from '../neighbours/redis-neighbours.ts';
import { startTestRedis, type TestRedis } from '../testing/redis.ts';
import { until } from '../testing/until.ts';
import type { EventOf } from './events.ts';
import { type EventQueues, type EventQueuesOptions, openEventQueues, QueueAway } from './queues.ts';
import type { DeliveryResult } from './relay.ts';

const log = silentLogger();
const secretKey = 'test-only-key-0123456789abcdef0123456789abcdef';
let redis: TestRedis;
let processes = 0;
const opened: Array<() => Promise<void>> = [];

before(async () => {
  redis = await startTestRedis();
});
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});
after(() => redis.stop());

async function startProcess(options: Partial<EventQueuesOptions> = {}) {
  processes += 1;
  const self = `process-${processes}`;
  const link = await openRedis({ url: redis.url, prefix: 'test', log });
  const neighbours = redisNeighbours({ link, self, log });
  const queues = await openEventQueues({ link, neighbours, self, secretKey, log, lookEveryMs: 50, ...options });
  opened.push(async () => {
    await queues.close();
    neighbours.close();
    link.close();
  });
  await until('the process hears its neighbours', () => neighbours.hears() && link.isUp());
  return { queues, link };
}

const event = (id: number): EventOf => ({
  id,
  source: 'order',
  type: 'order.placed',
  entityId: id,
  version: 1,
  data: { text: 'ünïcode' },
  requestId: 'r',
  at: new Date('2026-01-02T03:04:05.678Z'),
});
const all = (events: EventOf[]): DeliveryResult => ({ done: events.map(({ id }) => id), failed: [] });

/** A subscriber that keeps what came. */
function listen(queues: EventQueues, work: (events: EventOf[]) => Promise<DeliveryResult> = async (e) => all(e)) {
  const came: EventOf[] = [];
  queues.take('cart', async (events) => {
    came.push(...events);
    return work(events);
  });
  return came;
}

test('a batch reaches the subscriber whole, and its answer the source', async () => {
  const [source, sink] = [await startProcess(), await startProcess()];
  const came = listen(sink.queues, async (events) => ({ done: [events[0]!.id], failed: [{ id: 2, error: 'no' }] }));
  const result = await source.queues.deliver('cart', [event(1), event(2)]);
  assert.deepEqual(result, { done: [1], failed: [{ id: 2, error: 'no' }] });
  assert.deepEqual(came, [event(1), event(2)]);
});

test('of two replicas of a subscriber one takes a batch, and both take part', async () => {
  const [source, one, other] = [await startProcess(), await startProcess(), await startProcess()];
  const held = Promise.withResolvers<void>();
  const work = async (events: EventOf[]) => {
    await held.promise;
    return all(events);
  };
  const came = [listen(one.queues, work), listen(other.queues, work)];
  const sent = Array.from({ length: 8 }, (_, index) => source.queues.deliver('cart', [event(index)]));
  await until('both replicas hold four batches', () => came.every(({ length }) => length === 4));
  held.resolve();
  assert.deepEqual((await Promise.all(sent)).flatMap(({ done }) => done).toSorted(), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test('a batch that nobody takes is taken back, and the source may send it another way', async () => {
  const { queues, link } = await startProcess({ takenWithinMs: 200 });
  await assert.rejects(queues.deliver('nobody', [event(1)]), (error) => error instanceof QueueAway && error.whileThere);
  const queue = new Queue('events-nobody', { connection: link.commands, prefix: 'test' });
  assert.equal(await queue.count(), 0);
});

test('a subscriber whose database is away refuses the batch as a whole, which blames no event', async () => {
  const [source, sink] = [await startProcess(), await startProcess()];
  listen(sink.queues, async () => {
    throw new Error('the database is away');
  });
  await assert.rejects(source.queues.deliver('cart', [event(1)]), (error: Error) => {
    return !(error instanceof QueueAway) && error.message === 'the database is away';
  });
});

test('a batch that is taken and never answered is left to its claim', async () => {
  const [source, sink] = [await startProcess({ doneWithinMs: 300 }), await startProcess()];
  const never = Promise.withResolvers<DeliveryResult>();
  listen(sink.queues, () => never.promise);
  assert.deepEqual(await source.queues.deliver('cart', [event(1)]), { done: [], failed: [] });
  never.resolve({ done: [], failed: [] });
});

test('when Redis dies, a source that waits is told at once; when it is back, events pass again', async () => {
  const [source, sink] = [await startProcess(), await startProcess()];
  const held = Promise.withResolvers<DeliveryResult>();
  let turns = 0;
  listen(sink.queues, async (events) => {
    turns += 1;
    return turns === 1 ? held.promise : all(events);
  });
  const waits = source.queues.deliver('cart', [event(1)]);
  waits.catch(() => {});
  await until('it is taken', () => turns === 1);
  await redis.kill();
  await assert.rejects(waits, QueueAway);
  await assert.rejects(source.queues.deliver('cart', [event(1)]), QueueAway);
  held.resolve(all([event(1)]));
  await redis.start();
  await until('events pass again', async () => {
    const result = await source.queues.deliver('cart', [event(2)]).catch(() => undefined);
    return result?.done[0] === 2;
  });
});

test('a Redis that forgets everything takes no worker with it, and a source that waits is told', async () => {
  const [source, sink] = [await startProcess(), await startProcess()];
  const held = Promise.withResolvers<DeliveryResult>();
  let turns = 0;
  listen(sink.queues, async (events) => {
    turns += 1;
    return turns === 1 ? held.promise : all(events);
  });
  const waits = source.queues.deliver('cart', [event(1)]);
  waits.catch(() => {});
  await until('it is taken', () => turns === 1);
  await redis.flush();
  await assert.rejects(waits, QueueAway);
  held.resolve(all([event(1)]));
  assert.deepEqual(await source.queues.deliver('cart', [event(2)]), all([event(2)]));
});

test('who reaches Redis without the key cannot make an event', async () => {
  const [stranger, sink] = [await startProcess({ secretKey: 'another'.repeat(6) }), await startProcess()];
  const came = listen(sink.queues);
  await assert.rejects(stranger.queues.deliver('cart', [event(1)]), /SECRET_KEY/);
  assert.deepEqual(came, []);
});
