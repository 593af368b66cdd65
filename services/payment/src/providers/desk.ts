/**
 * The gateways that are turned on. Calls go through here: each has a deadline, and a failure of one gateway is answered
 * as that gateway's absence, while the others go on.
 */
import { type GatewayName, gatewayAliases } from '#contracts/payment/schemas.ts';
import { isProblem, problem } from '#platform/errors/problem.ts';
import type { Logger } from '#platform/log/log.ts';
import type { Method, PaymentGateway } from './gateway.ts';

export interface GatewayDesk {
  readonly all: readonly PaymentGateway[];
  /** By name or alias; the first that is turned on when none is named. Throws `payment.gateway_unknown`. */
  find(name?: string): PaymentGateway;
  /** Throws `payment.gateway_unavailable` when the gateway fails or is too slow. */
  call<T>(gateway: PaymentGateway, operation: string, work: () => Promise<T>): Promise<T>;
  /** False for a while after calls failed in a row. */
  isAvailable(gateway: PaymentGateway): boolean;
  close(): Promise<void>;
}

export interface DeskOptions {
  log: Logger;
  /** Below the deadline of a request, so that a slow gateway is answered as such. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const FAILURES_IN_A_ROW = 3;
const PAUSE_MS = 30_000;

export function openDesk(
  gateways: readonly PaymentGateway[],
  { log, timeoutMs = TIMEOUT_MS }: DeskOptions,
): GatewayDesk {
  const health = new Map<GatewayName, { failures: number; lastAt: number }>();

  function noteFailure(gateway: PaymentGateway): void {
    health.set(gateway.name, { failures: (health.get(gateway.name)?.failures ?? 0) + 1, lastAt: Date.now() });
  }

  return {
    all: gateways,
    find(name) {
      const wanted = name === undefined ? gateways[0]?.name : canonical(name);
      const gateway = gateways.find((candidate) => candidate.name === wanted);
      if (!gateway) throw problem('payment.gateway_unknown');
      return gateway;
    },
    async call(gateway, operation, work) {
      try {
        const answer = await inTime(work, timeoutMs);
        health.delete(gateway.name);
        return answer;
      } catch (error) {
        // A refusal that the gateway gave on purpose is an answer, not an outage.
        if (isProblem(error) && error.code !== 'payment.gateway_unavailable') throw error;
        noteFailure(gateway);
        log.warn({ err: error, gateway: gateway.name, operation }, 'gateway call failed');
        throw isProblem(error) ? error : problem('payment.gateway_unavailable', { cause: error });
      }
    },
    isAvailable(gateway) {
      const trouble = health.get(gateway.name);
      return !trouble || trouble.failures < FAILURES_IN_A_ROW || Date.now() - trouble.lastAt > PAUSE_MS;
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
