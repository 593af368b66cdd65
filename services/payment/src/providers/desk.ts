/**
 * The gateways that are turned on. Calls go through here: each has a deadline, and a failure of one gateway is answered
 * as that gateway's absence, while the others go on and are named instead. One that keeps failing is left alone for a
 * while.
 */
import { type GatewayName, gatewayAliases } from '#contracts/payment/schemas.ts';
import { isProblem, type Problem, problem } from '#platform/errors/problem.ts';
import type { Logger } from '#platform/log/log.ts';
import { type Breaker, type BreakerState, createBreaker } from '#platform/transport/breaker.ts';
import type { Method, Money, PaymentGateway } from './gateway.ts';
import { GatewayRefusal } from './gateway-error.ts';
import { amountRefusal } from './money-rules.ts';

/** `refused`: it answered, and said no. `skipped`: it was left alone. */
export type Outcome = 'ok' | 'refused' | 'failed' | 'skipped';

export interface GatewayDesk {
  readonly all: readonly PaymentGateway[];
  /** By name or alias; the first that is turned on when none is named. Throws `payment.gateway_unknown`. */
  find(name?: string): PaymentGateway;
  /** A payment's gateway. Throws `payment.gateway_unavailable` when it was turned off since. */
  of(payment: { gateway: string }): PaymentGateway;
  isOn(payment: { gateway: string }): boolean;
  /**
   * Throws `payment.gateway_unavailable` when the gateway fails, is too slow or is being left alone, and
   * `payment.gateway_refused` when it said no.
   */
  call<T>(gateway: PaymentGateway, operation: string, work: () => Promise<T>): Promise<T>;
  breakerStates(): ReadonlyArray<{ gateway: GatewayName; state: BreakerState }>;
  /** False for a while after calls failed in a row. */
  isAvailable(gateway: PaymentGateway): boolean;
  /** Throws `payment.amount_unsupported` where the gateway does not take this amount or currency. */
  takes(gateway: PaymentGateway, money: Money): void;
  close(): Promise<void>;
}

export interface DeskOptions {
  log: Logger;
  /** Below the deadline of a request, so that a slow gateway is answered as such. */
  timeoutMs?: number;
  /** Told how long each call took and how it went. */
  measure?: (gateway: GatewayName, call: string, outcome: Outcome, seconds: number) => void;
  /** How long a gateway that keeps failing is left alone. */
  pauseMs?: number;
}

const TIMEOUT_MS = 10_000;
const FAILURES_IN_A_ROW = 3;
const PAUSE_MS = 10_000;

export function openDesk(
  gateways: readonly PaymentGateway[],
  { log, timeoutMs = TIMEOUT_MS, pauseMs = PAUSE_MS, measure = () => {} }: DeskOptions,
): GatewayDesk {
  const breakers = new Map<GatewayName, Breaker>(
    gateways.map(({ name }) => [name, createBreaker({ failuresInARow: FAILURES_IN_A_ROW, pauseMs })]),
  );
  const breakerOf = ({ name }: PaymentGateway): Breaker => breakers.get(name)!;
  const isAvailable = (gateway: PaymentGateway): boolean => !breakerOf(gateway).isOpen();

  /** Names what can be used instead, so that a checkout can offer it at once. */
  function unlike(name: string, code: string, options: { cause?: unknown; detail?: string } = {}): Problem {
    const alternatives = gateways.filter((other) => other.name !== name && isAvailable(other)).map((it) => it.name);
    return problem(code, { ...options, extra: { gateway: name, alternatives } });
  }

  const named = (name: string | undefined) => gateways.find((candidate) => candidate.name === name);

  return {
    all: gateways,
    find(name) {
      const gateway = named(name === undefined ? gateways[0]?.name : canonical(name));
      if (!gateway) throw problem('payment.gateway_unknown');
      return gateway;
    },
    of({ gateway: name }) {
      const gateway = named(name);
      if (!gateway)
        throw unlike(name, 'payment.gateway_unavailable', { detail: `${name} is turned off in this shop.` });
      return gateway;
    },
    isOn: ({ gateway }) => named(gateway) !== undefined,
    async call(gateway, operation, work) {
      const breaker = breakerOf(gateway);
      const startedMs = performance.now();
      const went = (outcome: Outcome) =>
        measure(gateway.name, operation, outcome, (performance.now() - startedMs) / 1_000);
      if (!breaker.admits()) {
        went('skipped');
        throw unlike(gateway.name, 'payment.gateway_unavailable');
      }
      try {
        const answer = await inTime(work, timeoutMs);
        breaker.succeeded();
        went('ok');
        return answer;
      } catch (error) {
        // A refusal that the gateway gave on purpose is an answer, not an outage.
        if (error instanceof GatewayRefusal || (isProblem(error) && error.status < 500)) {
          breaker.succeeded();
          went('refused');
          if (isProblem(error)) throw error;
          log.warn({ err: error, gateway: gateway.name, operation }, 'a gateway refused a call');
          throw unlike(gateway.name, 'payment.gateway_refused', { cause: error });
        }
        breaker.failed();
        went('failed');
        log.warn({ err: error, gateway: gateway.name, operation }, 'gateway call failed');
        throw unlike(gateway.name, 'payment.gateway_unavailable', { cause: error });
      }
    },
    breakerStates: () => [...breakers].map(([gateway, breaker]) => ({ gateway, state: breaker.state() })),
    isAvailable,
    takes(gateway, money) {
      const refusal = amountRefusal(gateway.caps.money, money);
      if (refusal === null) return;
      const alternatives = gateways
        .filter((other) => amountRefusal(other.caps.money, money) === null)
        .map(({ name }) => name);
      throw problem('payment.amount_unsupported', {
        detail: `${gateway.title}: ${refusal}`,
        extra: { gateway: gateway.name, alternatives },
      });
    },
    async close() {
      await Promise.all(gateways.map((gateway) => gateway.close?.()));
    },
  };
}

const canonical = (name: string): string => {
  const lower = name.toLowerCase();
  return gatewayAliases.get(lower) ?? lower;
};

async function inTime<T>(work: () => Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The asked method as the gateway knows it, null when the shopper is to choose there. */
export function methodAt(gateway: PaymentGateway, asked: string | undefined): Method | null {
  if (asked === undefined) return null;
  const method = asked.toLowerCase().replaceAll(/[\s_-]/g, '') as Method;
  if (!gateway.caps.methods.includes(method)) throw problem('payment.method_unsupported');
  return method;
}
