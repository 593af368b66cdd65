/**
 * The relays of one service: one for all subscribers in this process, and one for each that is elsewhere, so that a
 * subscriber that is away or slow keeps nobody else waiting.
 */
import { type Deliver, startRelay } from '#platform/events/relay.ts';
import type { Loop } from '#platform/lifecycle/loop.ts';
import type { Logger } from '#platform/log/log.ts';
import type { ServiceManifest } from '#platform/service/manifest.ts';
import type { Database } from '#platform/sql/database.ts';

export interface RelaysOptions {
  source: ServiceManifest;
  database: Database<any>;
  manifests: readonly ServiceManifest[];
  isLocal: (service: string) => boolean;
  deliver: Deliver;
  /** Other processes may run the same service. */
  shared: boolean;
  log: Logger;
}

export function startRelays({ source, manifests, isLocal, ...options }: RelaysOptions): Loop {
  const subscribers = subscribersTo(source, manifests);
  const local = subscribers.filter(isLocal);
  const groups = [
    ...(local.length > 0 ? [local] : []),
    ...subscribers.filter((name) => !isLocal(name)).map((name) => [name]),
  ];
  const relays = groups.map((group) => startRelay({ ...options, source: source.name, subscribers: group }));
  return {
    wake() {
      for (const relay of relays) relay.wake();
    },
    async stop() {
      await Promise.all(relays.map((relay) => relay.stop()));
    },
  };
}

/** What is refused at a route is an event of whichever service refused. */
const FROM_ALL = 'audit.recorded';

function subscribersTo({ events }: ServiceManifest, manifests: readonly ServiceManifest[]): string[] {
  const told = new Set([...Object.keys(events), FROM_ALL]);
  return manifests.filter(({ listensTo }) => listensTo.some((type) => told.has(type))).map(({ name }) => name);
}
