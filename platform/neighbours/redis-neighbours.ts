/**
 * Neighbours by the channels of one Redis. A ping on the listening connection comes back behind everything that was told
 * before it, so its answer proves that all of that has been heard.
 */
import type { Redis } from 'ioredis';
import type { Logger } from '../log/log.ts';
import type { Neighbours } from './neighbours.ts';
import type { RedisLink } from './redis.ts';

export interface RedisNeighboursOptions {
  link: RedisLink;
  /** This process. */
  self: string;
  log: Logger;
}

const PING_EVERY_MS = 300;
/** A line that has been silent so long is dead, whatever TCP thinks. */
const PING_WITHIN_MS = 1_500;
const FRESH_MS = 1_000;
/** Somebody could not tell what happened for a while. */
const GAP = 'gap';

interface Told {
  from: string;
  message: unknown;
}

export function redisNeighbours({ link, self, log }: RedisNeighboursOptions): Neighbours & { close(): void } {
  const listening = link.open();
  const handlers = new Map<string, Array<(message: any) => void>>();
  const gapHandlers: Array<() => void> = [];
  const missed = () => gapHandlers.forEach((handler) => void handler());
  let subscribed = false;
  let heardAtMs = Number.NEGATIVE_INFINITY;
  let untold = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const channelOf = (topic: string) => `${link.prefix}:told:${topic}`;

  function publish(topic: string, message: unknown): void {
    const told: Told = { from: self, message };
    link.commands.publish(channelOf(topic), JSON.stringify(told)).catch(() => {
      untold = true;
    });
  }

  function receive(channel: string, text: string): void {
    const { from, message } = JSON.parse(text) as Told;
    if (from === self) return;
    for (const handler of handlers.get(channel.slice(channelOf('').length)) ?? []) {
      try {
        handler(message);
      } catch (error) {
        log.error({ err: error, channel }, 'what a neighbour told could not be taken in');
      }
    }
  }

  function subscribe(): void {
    listening.subscribe(...[...handlers.keys()].map(channelOf)).then(
      () => {
        subscribed = true;
      },
      // The line broke again; its next life begins here again.
      () => {},
    );
  }

  async function ping(): Promise<void> {
    const counts = subscribed;
    const sentAtMs = performance.now();
    try {
      await answered(listening);
      if (counts) {
        // The first answer of a line: what was told before it stood has been missed.
        if (heardAtMs === Number.NEGATIVE_INFINITY) missed();
        heardAtMs = sentAtMs;
      }
      if (untold && link.isUp()) {
        untold = false;
        publish(GAP, null);
      }
    } catch {
      if (listening.status === 'ready') listening.disconnect(true);
    }
    if (!closed) timer = setTimeout(ping, PING_EVERY_MS).unref();
  }

  handlers.set(GAP, [missed]);
  listening.on('ready', subscribe);
  listening.on('close', () => {
    subscribed = false;
    heardAtMs = Number.NEGATIVE_INFINITY;
  });
  listening.on('message', receive);
  void ping();

  return {
    alone: false,
    tell: publish,
    hear(topic, handler) {
      handlers.set(topic, [...(handlers.get(topic) ?? []), handler]);
      if (listening.status === 'ready') subscribe();
    },
    onGap: (handler) => void gapHandlers.push(handler),
    hears: () => performance.now() - heardAtMs < FRESH_MS,
    close() {
      closed = true;
      clearTimeout(timer);
      listening.disconnect();
    },
  };
}

async function answered(redis: Redis): Promise<void> {
  let overdue: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    overdue = setTimeout(() => reject(new Error('Redis does not answer.')), PING_WITHIN_MS).unref();
  });
  try {
    await Promise.race([redis.ping(), late]);
  } finally {
    clearTimeout(overdue);
  }
}
