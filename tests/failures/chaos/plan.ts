/**
 * Who does what, and which fault strikes when: all of it derived from the seed, and counted in checkouts and requests
 * instead of seconds, so that a seed tells the same story again.
 */
import type { GatewayName } from '#contracts/payment/schemas.ts';
import type { Fate } from './bad-line.ts';
import { crashPoints } from './crash-points.ts';
import type { FailureOptions } from './options.ts';
import { chance } from './seeded.ts';
import { outsideGateways } from './weather.ts';

export const PRODUCTS = 12;
export const CODES = 4;
/** These have little stock, so that shoppers are refused. */
export const SCARCE = 4;

/** So few that the last use is fought over; staff allows more now and then. */
export const USES_OF_A_CODE = 3;

export type PayStep = 'approve' | 'decline' | 'cancel' | 'approve-twice';

/** One shopper's checkout, from an empty cart. */
export interface Turn {
  number: number;
  /** Index of the shopper. */
  shopper: number;
  /** Something else that happens in the shop just before, by its staff or this shopper. */
  aside: 'stock' | 'price' | 'logout' | 'code' | null;
  asideProduct: number;
  asideCode: number;
  lines: Array<{ product: number; quantity: number }>;
  /** Changes the first line's quantity after adding. */
  update: number | null;
  code: number | null;
  /** With an Idempotency-Key, so that it can be repeated safely. */
  keyed: boolean;
  /** Sends the placement twice at once, under one key. */
  twice: boolean;
  /** Does not come back when no answer comes. */
  givesUp: boolean;
  gateway: GatewayName;
  pays: PayStep[];
  /** Goes back to the shop from the gateway's page, instead of closing it. */
  comesBack: boolean;
  after: 'cancel' | 'refund' | 'part-refund' | 'return' | null;
}

export function turnOf({ seed, shoppers }: FailureOptions, number: number): Turn {
  const luck = chance(seed, 'turn', number);
  const keyed = luck.happens(60);
  const products = new Set(Array.from({ length: luck.between(1, 3) }, () => luck.below(PRODUCTS)));
  return {
    number,
    shopper: number % shoppers,
    aside: asideOf(luck.below(100)),
    // What runs out is put in more often.
    asideProduct: luck.below(luck.happens(60) ? SCARCE : PRODUCTS),
    asideCode: luck.below(CODES),
    lines: [...products].map((product) => ({ product, quantity: luck.between(1, 3) })),
    update: luck.happens(20) ? luck.between(1, 4) : null,
    code: luck.happens(25) ? luck.below(CODES) : null,
    keyed,
    twice: keyed && luck.happens(15),
    givesUp: luck.happens(15),
    gateway: luck.happens(30) ? 'sandbox' : luck.oneOf(outsideGateways),
    pays: paymentOf(luck.below(100)),
    comesBack: luck.happens(75),
    after: afterOf(luck.below(100)),
  };
}

function asideOf(percent: number): Turn['aside'] {
  if (percent < 7) return 'stock';
  if (percent < 12) return 'price';
  if (percent < 14) return 'logout';
  return percent < 22 ? 'code' : null;
}

function paymentOf(percent: number): PayStep[] {
  if (percent < 12) return [];
  if (percent < 20) return ['decline', 'approve'];
  if (percent < 24) return ['cancel', 'approve'];
  if (percent < 30) return ['approve-twice'];
  if (percent < 34) return ['decline'];
  return ['approve'];
}

function afterOf(percent: number): Turn['after'] {
  if (percent < 12) return 'cancel';
  if (percent < 18) return 'refund';
  if (percent < 22) return 'part-refund';
  if (percent < 26) return 'return';
  return null;
}

const faultWeights = {
  kill: 76,
  stop: 5,
  'kill-database': 8,
  'restart-database': 3,
  'lock-rows': 4,
  'take-connections': 4,
};
const redisWeights = { 'flush-redis': 6, 'kill-redis': 5, 'freeze-redis': 5 };

export type FaultKind = keyof typeof faultWeights | keyof typeof redisWeights;

export interface Fault {
  number: number;
  kind: FaultKind;
  /** Strikes when this checkout has begun, and as many requests after that were sent. */
  turn: number;
  requests: number;
  /** Index of the process that is meant. */
  victim: number;
  /** How long what was taken is kept, for locks and connections; how long what was killed stays away. */
  awayMs: number;
}

export function faultsOf({ seed, orders, kills, redis }: FailureOptions, processes: number): Fault[] {
  const gap = orders / kills;
  const weights = redis ? { ...faultWeights, ...redisWeights } : faultWeights;
  return Array.from({ length: kills }, (_, number) => {
    const luck = chance(seed, 'fault', number);
    return {
      number,
      kind: luck.weighted<FaultKind>(weights as Record<FaultKind, number>),
      turn: Math.floor(gap * number + luck.below(Math.max(1, Math.floor(gap)))),
      requests: luck.below(25),
      victim: luck.below(processes),
      awayMs: luck.between(0, 1_500),
    };
  });
}

/** Where the n-th life of a process ends by itself: `name@3` strikes at the third passing. Null: nowhere. */
export function crashAt(seed: number, services: readonly string[], process: number, life: number): string | null {
  const luck = chance(seed, 'life', process, life);
  if (!luck.happens(60)) return null;
  const { name, upTo } = luck.oneOf(
    crashPoints.filter(({ service }) => service === null || services.includes(service)),
  );
  return `${name}@${luck.between(1, upTo)}`;
}

/** What a life's clock does: jumps by so much, so long after the start. Apart no further than clocks of machines differ. */
export function clockOf({ seed, apart }: FailureOptions, process: number, life: number): string | null {
  const luck = chance(seed, 'clock', process, life);
  if (!luck.happens(30)) return null;
  const furthest = apart ? 25_000 : 200_000;
  return `${luck.between(-furthest, furthest)}@${luck.between(0, 6_000)}`;
}

const webhookFates = { passes: 55, late: 10, lost: 8, 'answer-lost': 8, twice: 10, overtaken: 5, refused: 4 };
const peerFates = { passes: 930, late: 30, lost: 10, 'answer-lost': 15, twice: 10, overtaken: 3, refused: 2 };

/** What becomes of the n-th request on a line. */
export function fateOf(seed: number, line: string, number: number, path: string): { fate: Fate; lateMs: number } {
  const luck = chance(seed, 'line', line, number);
  const fate = luck.weighted<Fate>(line === 'webhooks' ? webhookFates : peerFates);
  // A public route passed on by a peer has no key of its own: sent twice, it may well be done twice.
  const repeated = fate === 'twice' && line !== 'webhooks' && !path.startsWith('/internal/');
  return { fate: repeated ? 'passes' : fate, lateMs: luck.between(50, line === 'webhooks' ? 3_000 : 800) };
}
