/**
 * Events between processes through Redis: a BullMQ queue for each subscriber, from which any of its replicas takes a batch.
 * The queue holds copies only. A delivery is closed at its source when the subscriber says that it has committed; what
 * Redis loses on the way is sent again from the outbox.
 */
import { randomUUID } from 'node:crypto';
import type { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { deriveKey, sign, unsign } from '../auth/signed.ts';
import type { Logger } from '../log/log.ts';
import type { Neighbours } from '../neighbours/neighbours.ts';
import type { RedisLink } from '../neighbours/redis.ts';
import type { EventOf } from './events.ts';
import type { Deliver, DeliveryResult } from './relay.ts';

export interface EventQueues {
  /** Rejects with `QueueAway` when nobody has taken the batch; then it may go another way. */
  deliver: Deliver;
  /** Takes the batches of a subscriber in this process. `work` rejects when it cannot be done now, whatever the events. */
  take(subscriber: string, work: (events: EventOf[]) => Promise<DeliveryResult>): void;
  close(): Promise<void>;
}

/** No Redis, or (`whileThere`) no replica of the subscriber that listens to it. */
export class QueueAway extends Error {
  readonly whileThere: boolean;
  constructor(message: string, { whileThere = false } = {}) {
    super(message);
    this.whileThere = whileThere;
  }
}

export interface EventQueuesOptions {
  link: RedisLink;
  neighbours: Neighbours;
  /** This process: where answers go. */
  self: string;
  secretKey: string;
  log: Logger;
  /** How often a batch is looked after, and how long it may wait to be taken and to be done. */
  lookEveryMs?: number;
  takenWithinMs?: number;
  doneWithinMs?: number;
}

/** Batches at a time: one source must not wait for another. */
const AT_ONCE = 4;
const LOOK_EVERY_MS = 1_000;
const TAKEN_WITHIN_MS = 5_000;
/** Meanwhile the relay prolongs the claim of what it has handed over. */
const DONE_WITHIN_MS = 25_000;
const CLOSE_WITHIN_MS = 5_000;

interface Batch {
  /** The process that waits for the answer. */
  from: string;
  /** Signed, so that who reaches Redis cannot make an event. */
  events: string;
}

interface Waiting extends PromiseWithResolvers<DeliveryResult> {
  ids: number[];
}

interface Answer {
  batch: string;
  result?: DeliveryResult;
  /** Why the subscriber cannot take anything now. */
  away?: string;
}

const answersTo = (process: string): string => `taken:${process}`;
const queueOf = (subscriber: string): string => `events-${subscriber}`;

export async function openEventQueues(options: EventQueuesOptions): Promise<EventQueues> {
  const { link, neighbours, self, log } = options;
  const { lookEveryMs = LOOK_EVERY_MS, takenWithinMs = TAKEN_WITHIN_MS, doneWithinMs = DONE_WITHIN_MS } = options;
  const bullmq = await import('bullmq');
  const key = deriveKey(options.secretKey, 'event-queues');
  const queues = new Map<string, Queue<Batch>>();
  const workers: Worker<Batch>[] = [];
  let taking: Redis | undefined;
  const waiting = new Map<string, Waiting>();

  neighbours.hear(answersTo(self), ({ batch, result, away }: Answer) => {
    const waits = waiting.get(batch);
    if (result) waits?.resolve(result);
    else waits?.reject(new Error(away ?? 'The subscriber could not take its events.'));
  });
  link.commands.on('close', () => {
    for (const { reject } of waiting.values()) reject(new QueueAway('Redis is gone.'));
  });

  function queueTo(subscriber: string): Queue<Batch> {
    let queue = queues.get(subscriber);
    if (!queue) {
      queue = new bullmq.Queue<Batch>(queueOf(subscriber), {
        connection: link.commands,
        prefix: link.prefix,
        // Nobody reads the history of what was taken.
        streams: { events: { maxLen: 1 } },
        defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
      });
      queue.on('error', (error) => log.trace({ subscriber, reason: error.message }, 'an event queue has lost Redis'));
      queues.set(subscriber, queue);
    }
    return queue;
  }

  async function deliver(subscriber: string, events: EventOf[]): Promise<DeliveryResult> {
    // Without hearing there would be no answer.
    if (!link.isUp() || !neighbours.hears()) throw new QueueAway('Redis is not there.');
    const id = randomUUID();
    const answer = { ...Promise.withResolvers<DeliveryResult>(), ids: events.map((event) => event.id) };
    // Heard below; until then a loss of Redis must not count as unhandled.
    answer.promise.catch(() => {});
    waiting.set(id, answer);
    const queue = queueTo(subscriber);
    const looking = lookAfter(queue, id, answer, { everyMs: lookEveryMs, takenWithinMs });
    // It was taken and nothing is known: the claim runs out, and then it is sent again.
    const notDone = setTimeout(() => answer.resolve({ done: [], failed: [] }), doneWithinMs);
    try {
      await queue
        .add('events', { from: self, events: sign(key, JSON.stringify(events)) }, { jobId: id })
        .catch((error: Error) => answer.reject(new QueueAway(error.message)));
      return await answer.promise;
    } finally {
      clearInterval(looking);
      clearTimeout(notDone);
      waiting.delete(id);
    }
  }

  function take(subscriber: string, work: (events: EventOf[]) => Promise<DeliveryResult>): void {
    // Apart from the commands: they give up after a while, and a worker waits for its next batch as long as it takes.
    taking ??= link.open();
    const worker = new bullmq.Worker<Batch>(
      queueOf(subscriber),
      async ({ id, data }) => {
        const answer = await answerOf(work, key, data.events);
        neighbours.tell(answersTo(data.from), { batch: id!, ...answer } satisfies Answer);
      },
      {
        connection: taking,
        prefix: link.prefix,
        concurrency: AT_ONCE,
        runRetryDelay: 500,
        // A replica that died with a batch: its source sends it again.
        maxStalledCount: 0,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
    );
    // The connection itself says once when it is lost.
    worker.on('error', ({ message }) => log.trace({ subscriber, reason: message }, 'an event queue has lost Redis'));
    workers.push(worker);
  }

  return {
    deliver,
    take,
    async close() {
      // Whoever starts next sends them again; that some were taken meanwhile does no harm.
      for (const { resolve, ids } of waiting.values()) resolve({ done: [], failed: [], held: ids });
      // Without Redis there is no orderly end, and none is needed.
      const force = !link.isUp();
      const closing = [
        ...workers.map((worker) => worker.close(force)),
        ...[...queues.values()].map((queue) => queue.close()),
      ];
      let overdue: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        overdue = setTimeout(resolve, CLOSE_WITHIN_MS);
      });
      await Promise.race([Promise.allSettled(closing), late]);
      clearTimeout(overdue);
    },
  };
}

/**
 * Takes a batch back from a queue that nobody reads, and notices one that is no longer there though no answer came: Redis
 * was emptied, or the answer was lost. One that somebody works on is left alone.
 */
function lookAfter(
  queue: Queue<Batch>,
  id: string,
  answer: Waiting,
  times: { everyMs: number; takenWithinMs: number },
) {
  const sinceMs = Date.now();
  let missing = 0;
  async function look(): Promise<void> {
    const job = await queue.getJob(id);
    missing = job ? 0 : missing + 1;
    // An answer may be on its way; what is sent twice takes effect once.
    if (missing === 2) answer.reject(new QueueAway('Redis has lost the events.'));
    if (!job || Date.now() - sinceMs < times.takenWithinMs || !(await job.isWaiting())) return;
    await job.remove();
    answer.reject(new QueueAway(`Nobody takes from ${queue.name}.`, { whileThere: true }));
  }
  return setInterval(
    () => void look().catch((error: Error) => answer.reject(new QueueAway(error.message))),
    times.everyMs,
  );
}

async function answerOf(
  work: (events: EventOf[]) => Promise<DeliveryResult>,
  key: Buffer,
  signed: string,
): Promise<Omit<Answer, 'batch'>> {
  const text = unsign(key, signed);
  if (text === null) return { away: 'The events were signed with another SECRET_KEY.' };
  const events = (JSON.parse(text) as EventOf[]).map((event) => ({ ...event, at: new Date(event.at) }));
  try {
    return { result: await work(events) };
  } catch (error) {
    return { away: error instanceof Error ? error.message : String(error) };
  }
}
