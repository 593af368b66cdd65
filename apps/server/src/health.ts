/**
 * Liveness: the process turns. Readiness: it is not about to stop, its own databases answer and are migrated; peers are
 * shown, never deciding. Whoever may ask, and however often: the databases are asked once a second at most.
 */
import type { FastifyInstance } from 'fastify';
import type { Drain } from '#platform/http/drain.ts';
import type { ServiceManifest } from '#platform/service/manifest.ts';
import type { ServiceDatabase } from './databases.ts';
import type { Topology } from './topology.ts';

export interface HealthOptions {
  databases: ReadonlyMap<string, ServiceDatabase>;
  manifests: readonly ServiceManifest[];
  topology: Topology;
  drain: Drain;
}

const FRESH_MS = 1_000;

export function mountHealth(app: FastifyInstance, { databases, manifests, topology, drain }: HealthOptions): void {
  const ask = remembered(() =>
    Promise.all(
      [...databases].map(async ([name, { isReady }]) => ({ name, ready: await isReady().catch(() => false) })),
    ),
  );
  app.get('/health/live', { config: { rateLimit: false } }, async () => ({ status: 'live' }));
  app.get('/health/ready', { config: { rateLimit: false } }, async (_request, reply) => {
    const services = await ask();
    const ready = !drain.begun && services.every((service) => service.ready);
    const peers = manifests.filter((manifest) => !topology.isLocal(manifest.name)).map((manifest) => manifest.name);
    const status = ready ? 'ready' : drain.begun ? 'stopping' : 'not ready';
    return reply.code(ready ? 200 : 503).send({ status, services, peers });
  });
}

/** Those who come while it is asked, and soon after, are told the same. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  let staleAtMs = Number.POSITIVE_INFINITY;
  return () => {
    if (known && performance.now() < staleAtMs) return known;
    staleAtMs = Number.POSITIVE_INFINITY;
    known = ask().finally(() => {
      staleAtMs = performance.now() + FRESH_MS;
    });
    return known;
  };
}
