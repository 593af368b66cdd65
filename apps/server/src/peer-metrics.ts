/** What `/metrics` says of other processes: which replicas of a peer are left alone, how often calls are made again, Redis. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Neighbourhood } from './neighbourhood.ts';
import type { Topology } from './topology.ts';

const levels = { closed: 0, 'half-open': 1, open: 2 } as const;

export function measurePeers(registry: Registry, topology: Topology, { link, neighbours }: Neighbourhood): void {
  new Gauge({
    name: 'haat_peer_breaker_state',
    help: '0: the replica is asked; 2: it is left alone; 1: the next call decides.',
    labelNames: ['peer', 'address'],
    registers: [registry],
    collect() {
      for (const peer of topology.peers()) {
        for (const { address, state } of peer.addresses()) this.set({ peer: peer.name, address }, levels[state]);
      }
    },
  });
  new Counter({
    name: 'haat_peer_retries_total',
    help: 'Calls to a peer that were made again.',
    labelNames: ['peer'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { name, retries } of topology.peers()) this.inc({ peer: name }, retries);
    },
  });
  if (!link) return;
  new Gauge({
    name: 'haat_redis_up',
    help: '1 while this process has its connection to Redis and hears what the others tell.',
    registers: [registry],
    collect() {
      this.set(link.isUp() && neighbours.hears() ? 1 : 0);
    },
  });
}
