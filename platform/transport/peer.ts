/**
 * A service in other processes: the addresses of its replicas, asked in turn. One that keeps failing is left alone for a
 * while; a call that was certainly not taken in, or that may be repeated, goes to another replica; and when nobody is left
 * to ask, the caller hears so at once.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher, Pool } from 'undici';
import { DRAIN_HEADER } from '../http/drain.ts';
import { type Breaker, type BreakerState, createBreaker } from './breaker.ts';
import { createRetryBudget } from './retry-budget.ts';

export interface PeerRequest {
  method: string;
  path: string;
  body?: string;
  /** `leftMs`: how long this try may take. */
  headers: (leftMs: number) => Record<string, string>;
  /** Milliseconds since the epoch. */
  deadlineMs: number;
  /** Asking twice changes nothing. */
  repeatable: boolean;
}

export interface PeerAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface Peer {
  readonly name: string;
  /** Any answer of the peer, whatever its status. Throws `PeerAway`. */
  send(request: PeerRequest): Promise<PeerAnswer>;
  addresses(): Array<{ address: string; state: BreakerState }>;
  /** Calls that were made again, since the start. */
  readonly retries: number;
  close(): Promise<void>;
}

/** Nobody there has answered. */
export class PeerAway extends Error {
  readonly retryAfterS: number;
  constructor(name: string, retryAfterS: number, cause?: unknown) {
    super(`The ${name} service does not answer.`, { cause });
    this.retryAfterS = retryAfterS;
  }
}

export interface PeerOptions {
  name: string;
  /** `http://host:port`, separated by commas. */
  urls: string;
  connections?: number;
}

interface Address {
  origin: string;
  breaker: Breaker;
  pool(): Promise<Pool>;
  close(): Promise<void>;
}

/** What became of one try: `left` is a replica that sent us away before it looked at the request. */
type Outcome = { answer: PeerAnswer } | { error: unknown; how: 'unsent' | 'left' | 'lost' };

const CONNECT_MS = 1_000;
const FAILURES_IN_A_ROW = 5;
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 8_000;
const MOST_TRIES = 3;
const JITTER_MS = 30;
/** A caller that has less time left than this says nothing about the peer when it runs out. */
const FAIR_TRY_MS = 1_000;

export function openPeer({ name, urls, connections = 32 }: PeerOptions): Peer {
  const addresses = urls.split(',').map((url) => openAddress(url.trim(), connections));
  const budget = createRetryBudget();
  let turn = Math.floor(Math.random() * addresses.length);
  let retries = 0;

  /** The next replica in turn that is not being left alone; another than `after` where there is one. */
  function choose(after?: Address): Address | undefined {
    for (const wanted of [(one: Address) => one !== after, (one: Address) => one === after]) {
      for (let step = 0; step < addresses.length; step += 1) {
        const one = addresses[(turn + step) % addresses.length]!;
        if (!wanted(one) || !one.breaker.admits()) continue;
        turn = (turn + step + 1) % addresses.length;
        return one;
      }
    }
    return undefined;
  }

  function away(cause?: unknown): PeerAway {
    const waitMs = Math.min(...addresses.map(({ breaker }) => breaker.waitMs()));
    return new PeerAway(name, Math.max(Math.ceil(waitMs / 1_000), 1), cause);
  }

  async function send(request: PeerRequest): Promise<PeerAnswer> {
    budget.earn();
    let address: Address | undefined;
    let error: unknown;
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const leftMs = request.deadlineMs - Date.now();
      if (leftMs <= 0) break;
      address = choose(address);
      if (!address) break;
      // Who can ask another replica does not give all its time to one that hangs.
      const last = tries === MOST_TRIES || addresses.length === 1 || !request.repeatable;
      const outcome = await tryOnce(address, request, {
        withinMs: last ? leftMs : Math.ceil(leftMs / 2),
        mayLeave: addresses.length > 1,
      });
      if ('answer' in outcome) return outcome.answer;
      error = outcome.error;
      if (outcome.how === 'lost' && !request.repeatable) break;
      if (tries === MOST_TRIES || (outcome.how !== 'left' && !budget.spend())) break;
      retries += 1;
      await pause(Math.min(Math.random() * JITTER_MS * tries, Math.max(request.deadlineMs - Date.now(), 0)));
    }
    throw away(error);
  }

  return {
    name,
    send,
    addresses: () => addresses.map(({ origin, breaker }) => ({ address: origin, state: breaker.state() })),
    get retries() {
      return retries;
    },
    async close() {
      await Promise.all(addresses.map((address) => address.close()));
    },
  };
}

function openAddress(url: string, connections: number): Address {
  const { origin } = new URL(url);
  // Loaded with the first call: a process that holds all services makes none.
  let pool: Promise<Pool> | undefined;
  const open = async () =>
    new (await import('undici')).Pool(origin, { connections, pipelining: 1, connect: { timeout: CONNECT_MS } });
  return {
    origin,
    breaker: createBreaker({
      failuresInARow: FAILURES_IN_A_ROW,
      pauseMs: PAUSE_MS,
      longestPauseMs: LONGEST_PAUSE_MS,
    }),
    pool() {
      pool ??= open();
      return pool;
    },
    close: async () => (await pool)?.close(),
  };
}

async function tryOnce(
  address: Address,
  request: PeerRequest,
  { withinMs, mayLeave }: { withinMs: number; mayLeave: boolean },
): Promise<Outcome> {
  const { method, path, body } = request;
  const { breaker } = address;
  try {
    const response = await (await address.pool()).request({
      method: method as Dispatcher.HttpMethod,
      path,
      body,
      headers: { ...request.headers(withinMs), ...(mayLeave ? { [DRAIN_HEADER]: 'retry' } : {}) },
      signal: AbortSignal.timeout(withinMs),
    });
    const text = await response.body.text();
    const answer = { status: response.statusCode, headers: response.headers, text };
    if (isLeaving(answer)) {
      breaker.trip();
      return { error: new Error(`${address.origin} is about to stop.`), how: 'left' };
    }
    breaker.succeeded();
    return { answer };
  } catch (error) {
    if (!isOwnTimeout(error) || withinMs >= FAIR_TRY_MS) breaker.failed();
    return { error, how: neverSent(error) ? 'unsent' : 'lost' };
  }
}

/** A replica that leaves says so in a 502; one that no longer listens to what comes, by Fastify's own 503. */
function isLeaving({ status, headers }: PeerAnswer): boolean {
  const isProblem = String(headers['content-type'] ?? '').includes('problem+json');
  return status === 502 ? isProblem : status === 503 && !isProblem;
}

const unsentCodes = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'],
]);

const neverSent = (error: unknown): boolean => unsentCodes.has(String((error as { code?: unknown }).code ?? ''));
const isOwnTimeout = (error: unknown): boolean => (error as { name?: unknown }).name === 'TimeoutError';
