/**
 * How many requests an address may make in a minute. All processes of a shop count together where they share a Redis, and
 * each for itself while it is away or slow: no request is refused or held up by that. Each remembers what it knows, so a
 * Redis that was emptied opens no gate.
 */
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { problem } from '../errors/problem.ts';
import type { RedisLink } from '../neighbours/redis.ts';
import { countTogether } from './shared-counts.ts';

export interface RateLimitOptions {
  /** For all routes together, save those that have a limit of their own. */
  perMinute: number;
  /** Where the processes of the shop count together. */
  link?: RedisLink;
  /** Calls of services among themselves: whoever caused them has been counted where he came in. */
  isPeer: (request: FastifyRequest) => boolean;
}

export const MINUTE_MS = 60_000;
const ADDRESSES = 20_000;

export async function limitRates(app: FastifyInstance, { perMinute, link, isPeer }: RateLimitOptions): Promise<void> {
  const store = createCounts(link);
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: MINUTE_MS,
    // The library makes its stores with `new`.
    store: function Counts() {
      return store;
    } as never,
    allowList: isPeer,
    errorResponseBuilder: (_request, { ttl }) => problem('rate.limited', { retryAfterS: Math.ceil(ttl / 1_000) }),
  });
}

export interface Count {
  current: number;
  /** Milliseconds until it begins anew. */
  ttl: number;
}

interface Counts {
  incr(key: string, done: (error: null, count: Count) => void, windowMs: number): void;
  child(): Counts;
}

/** The key that the library gives names the route where the route has a limit of its own. */
function createCounts(link: RedisLink | undefined): Counts {
  const kept = new LRUCache<string, { current: number; endsAtMs: number }>({ max: ADDRESSES });
  const askAll = link && countTogether(link);
  const counts: Counts = {
    incr(key, done, windowMs) {
      const now = Date.now();
      let count = kept.get(key);
      if (!count || count.endsAtMs <= now) {
        count = { current: 0, endsAtMs: now + windowMs };
        kept.set(key, count);
      }
      const known = count;
      known.current += 1;
      let { current } = known;
      const answer = () => done(null, { current, ttl: Math.max(known.endsAtMs - Date.now(), 1) });
      if (!askAll) return answer();
      askAll(key, windowMs, answer, (all) => {
        // One that was emptied knows less than this process.
        if (all.current < current) return;
        current = all.current;
        if (all.current < known.current) return;
        known.current = all.current;
        known.endsAtMs = Date.now() + all.ttl;
      });
    },
    child: () => counts,
  };
  return counts;
}
