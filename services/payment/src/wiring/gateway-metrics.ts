/** What `/metrics` says of the gateways: how long each kind of call takes, how it goes, and which gateway is left alone. */
import { Gauge, Histogram, type Metric } from 'prom-client';
import type { DeskOptions, GatewayDesk } from '../providers/desk.ts';

const levels = { closed: 0, 'half-open': 1, open: 2 } as const;

export interface GatewayMetrics {
  measure: NonNullable<DeskOptions['measure']>;
  /** For the server's registry. */
  of(desk: GatewayDesk): Metric<string>[];
}

export function gatewayMetrics(): GatewayMetrics {
  const seconds = new Histogram({
    name: 'haat_gateway_call_duration_seconds',
    help: 'Time that a payment gateway took to answer, by call and outcome: ok, refused, failed, skipped while it is left alone.',
    labelNames: ['gateway', 'call', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [],
  });
  return {
    measure: (gateway, call, outcome, taken) => seconds.observe({ gateway, call, outcome }, taken),
    of(desk) {
      const breaker = new Gauge({
        name: 'haat_gateway_breaker_state',
        help: '0: the gateway is asked; 2: it is left alone; 1: the next call decides.',
        labelNames: ['gateway'],
        registers: [],
        collect() {
          for (const { gateway, state } of desk.breakerStates()) this.set({ gateway }, levels[state]);
        },
      });
      return [seconds, breaker] as Metric<string>[];
    },
  };
}
