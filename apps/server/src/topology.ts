/** The one place that knows which services are in this process and how the others are reached. */
import { createPeerIdentity } from '#platform/auth/peers.ts';
import { ConfigError } from '#platform/config/config.ts';
import type { Transport } from '#platform/contract/client.ts';
import { problem } from '#platform/errors/problem.ts';
import type { ServiceManifest } from '#platform/service/manifest.ts';
import { httpTransport } from '#platform/transport/http.ts';
import type { Operation } from '#platform/transport/invoke.ts';
import { localTransport } from '#platform/transport/local.ts';
import { openPeer, type Peer } from '#platform/transport/peer.ts';

export interface Topology {
  isLocal(service: string): boolean;
  /** How `self` calls `target`. */
  transport(self: string, target: string): Transport;
  /** Undefined for a service of this process, and for one whose address nobody told. */
  peer(service: string): Peer | undefined;
  peers(): Peer[];
  close(): Promise<void>;
}

export interface TopologyOptions {
  local: readonly string[];
  secretKey: string;
  urlOf: (service: string) => string | undefined;
  operationsOf: (service: string) => ReadonlyMap<string, Operation> | undefined;
}

export function createTopology({ local, secretKey, urlOf, operationsOf }: TopologyOptions): Topology {
  // All services of this process share what is known of a peer.
  const peers = new Map<string, Peer>();

  function peer(name: string): Peer | undefined {
    const urls = local.includes(name) ? undefined : urlOf(name);
    if (urls && !peers.has(name)) peers.set(name, openPeer({ name, urls }));
    return peers.get(name);
  }

  return {
    isLocal: (service) => local.includes(service),
    transport(self, target) {
      if (local.includes(target)) return localTransport({ self, target, operations: () => operationsOf(target) });
      const found = peer(target);
      if (!found && self === 'server' && target !== 'user') return nowhere(target);
      if (!found) {
        throw new ConfigError(
          `The ${self} service calls ${target}, which is not in this process: set ${target.toUpperCase()}_URL.`,
        );
      }
      return httpTransport({ peer: found, identity: createPeerIdentity(secretKey, self) });
    },
    peer,
    peers: () => [...peers.values()],
    async close() {
      await Promise.all([...peers.values()].map((each) => each.close()));
    },
  };
}

/** Seeding and commands call all services; a process that serves some needs no address of those it never calls. */
const nowhere =
  (target: string): Transport =>
  async () => {
    throw problem('service.unavailable', { detail: `${target.toUpperCase()}_URL is not set.` });
  };

/** Services in an order in which each comes after those it calls. Throws on a cycle. */
export function callOrder(manifests: readonly ServiceManifest[]): ServiceManifest[] {
  const byName = new Map(manifests.map((manifest) => [manifest.name, manifest]));
  const ordered: ServiceManifest[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) throw new Error(`Services call each other in a circle: ${[...path, name].join(' → ')}.`);
    const manifest = byName.get(name);
    if (!manifest) throw new Error(`${path.at(-1)} calls ${name}, which does not exist.`);
    if (ordered.includes(manifest)) return;
    for (const peer of manifest.calls) visit(peer, [...path, name]);
    ordered.push(manifest);
  };
  for (const manifest of manifests) visit(manifest.name, []);
  return ordered;
}
