/** The one place that knows which services are in this process and how the others are reached. */
import { createPeerIdentity } from '#platform/auth/peers.ts';
import { ConfigError } from '#platform/config/config.ts';
import type { Transport } from '#platform/contract/client.ts';
import type { ServiceManifest } from '#platform/service/manifest.ts';
import { httpTransport } from '#platform/transport/http.ts';
import type { Operation } from '#platform/transport/invoke.ts';
import { localTransport } from '#platform/transport/local.ts';

export interface Topology {
  isLocal(service: string): boolean;
  /** How `self` calls `target`. */
  transport(self: string, target: string): Transport;
  close(): Promise<void>;
}

export interface TopologyOptions {
  local: readonly string[];
  secretKey: string;
  urlOf: (service: string) => string | undefined;
  operationsOf: (service: string) => ReadonlyMap<string, Operation> | undefined;
}

export function createTopology({ local, secretKey, urlOf, operationsOf }: TopologyOptions): Topology {
  const open: Array<ReturnType<typeof httpTransport>> = [];
  return {
    isLocal: (service) => local.includes(service),
    transport(self, target) {
      if (local.includes(target)) return localTransport({ self, target, operations: () => operationsOf(target) });
      const baseUrl = urlOf(target);
      if (!baseUrl) {
        throw new ConfigError(
          `The ${self} service calls ${target}, which is not in this process: set ${target.toUpperCase()}_URL.`,
        );
      }
      const transport = httpTransport({ target, baseUrl, identity: createPeerIdentity(secretKey, self) });
      open.push(transport);
      return transport;
    },
    async close() {
      await Promise.all(open.map((transport) => transport.close()));
    },
  };
}

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
