/** `/metrics` for Prometheus: the process, its requests, what waits in queues, and whether the books are right. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { problem } from '#platform/errors/problem.ts';
import type { ServiceDatabase } from './databases.ts';
import { countFindings } from './payment-metrics.ts';

export interface MetricsOptions {
  databases: ReadonlyMap<string, ServiceDatabase>;
  /** Asked as a bearer token; without one everybody who reaches the port may read. */
  token: string | undefined;
}

export function mountMetrics(app: FastifyInstance, { databases, token }: MetricsOptions): Registry {
  // One registry a composition: tests open several shops in a process.
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  timeRequests(app, registry);
  countQueues(databases, registry);
  countFindings(databases, registry);
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (token !== undefined && !equal(request.headers.authorization ?? '', `Bearer ${token}`)) {
      throw problem('auth.required');
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  return registry;
}

function timeRequests(app: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: 'haat_request_duration_seconds',
    help: 'Time from the request’s head to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    // The pattern and not the path: ids would make a series each.
    const route = request.routeOptions.url ?? 'unknown';
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
  });
}

/** Asked when Prometheus asks: a few indexed counts a service. */
function countQueues(databases: MetricsOptions['databases'], registry: Registry): void {
  const waiting = new Gauge({
    name: 'haat_queue_size',
    help: 'Event deliveries and jobs that wait (ready) or need a person (dead).',
    labelNames: ['service', 'queue', 'status'],
    registers: [registry],
    async collect() {
      this.reset();
      await Promise.all([...databases].map(([service, { database }]) => count(service, database.kysely)));
    },
  });

  async function count(service: string, kysely: ServiceDatabase['database']['kysely']): Promise<void> {
    for (const queue of ['delivery', 'job'] as const) {
      const rows = await kysely
        .selectFrom(queue)
        .select(['status', sql<number>`count(*)`.as('size')])
        .where('status', 'in', ['ready', 'dead'])
        .groupBy('status')
        .execute();
      const sizes = new Map(rows.map(({ status, size }) => [status as string, Number(size)]));
      for (const status of ['ready', 'dead']) waiting.set({ service, queue, status }, sizes.get(status) ?? 0);
    }
  }
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
