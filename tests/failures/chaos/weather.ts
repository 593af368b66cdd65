/** What goes wrong at the gateways while so many checkouts begin: drawn from the seed, one thing at a time, so that each is met alone too. */
import type { GatewayName } from '#contracts/payment/schemas.ts';
import type { Fault } from '#services/payment/src/simulator/memory/faults.ts';
import type { FailureOptions } from './options.ts';
import { chance } from './seeded.ts';

export const outsideGateways = ['stripe', 'razorpay', 'paypal', 'juspay'] as const satisfies readonly GatewayName[];

/** Checkouts that begin in one weather. */
export const weatherTurns = 5;

type Ill = (between: (first: number, last: number) => number) => Fault;

const ills = {
  'webhooks repeated': (between) => ({ duplicate: between(1, 3) }),
  'webhooks delayed': (between) => ({ delayMs: between(300, 5_000) }),
  'webhooks out of turn': () => ({ reorder: true }),
  'webhooks dropped': (between) => ({ dropFirst: between(1, 8) }),
  'webhooks forged': (between) => ({ badSignature: between(1, 4) }),
  'webhooks stale': (between) => ({ staleBySec: between(0, 1) === 0 ? 900 : -900 }),
  'webhooks tampered with': (between) => ({ tamperBody: between(1, 4) }),
  'answers lost': (between) => ({ timeoutAfterCommit: between(1, 4) }),
  'refused by the server': (between) => ({
    respond: { status: [500, 502, 503, 429][between(0, 3)]!, times: between(1, 5) },
  }),
  slow: (between) => ({ slowMs: between(200, 2_500) }),
  'refunds take a while': (between) => ({ refundDelayMs: between(500, 8_000) }),
} satisfies Record<string, Ill>;

const FAIR_PERCENT = 25;
/** The others strike one gateway. */
const ALL_PERCENT = 50;

export function weatherOf({ seed }: FailureOptions, number: number): { name: string; fault: Fault | null } {
  const luck = chance(seed, 'weather', number);
  if (luck.happens(FAIR_PERCENT)) return { name: 'fair', fault: null };
  const [name, ill] = luck.oneOf(Object.entries(ills) as Array<[string, Ill]>);
  const gateway = luck.happens(ALL_PERCENT) ? {} : { gateway: luck.oneOf(outsideGateways) };
  return { name, fault: { ...gateway, ...ill(luck.between) } };
}
