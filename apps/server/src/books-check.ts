/**
 * The invariants as recurring work: where one database server holds all services, the process with the order service
 * checks the books and says so in its log and metrics. Of several replicas one does it: the job's key is the stretch of time.
 */
import { Gauge, type Registry } from 'prom-client';
import type { Job, JobHandlers } from '#platform/events/jobs.ts';
import type { Schedule, ServiceBase } from '#platform/service/manifest.ts';
import { findBroken, invariants } from './invariants.ts';

const KIND = 'server.check_books';

export interface BooksCheck {
  schedule: Schedule;
  jobs: JobHandlers;
}

export interface BooksCheckOptions {
  /** Whose job table is used. */
  base: ServiceBase<any, any, any>;
  everyMinutes: number;
  registry: Registry;
  /** Runs statements over all schemas. */
  query: (text: string) => Promise<unknown[]>;
}

export function checkBooks({ base, everyMinutes, registry, query }: BooksCheckOptions): BooksCheck {
  const everyMs = everyMinutes * 60_000;
  const broken = new Gauge({
    name: 'haat_invariant_broken',
    help: '1 where an invariant did not hold at the last check; absent until this process has made one.',
    labelNames: ['invariant'],
    registers: [registry],
  });
  const checkedAt = new Gauge({
    name: 'haat_invariants_checked_timestamp_seconds',
    help: 'When this process checked the invariants last; 0 for never.',
    registers: [registry],
  });

  let isUnderWay = false;
  async function check(): Promise<void> {
    const found = await findBroken(query);
    const names = new Set(found.map(({ name }) => name));
    for (const { name } of invariants) {
      broken.set({ invariant: name }, names.has(name) ? 1 : 0);
    }
    checkedAt.set(Math.floor(Date.now() / 1_000));
    for (const { name, count, rows } of found) {
      base.log.error({ invariant: name, rows: count, example: rows[0] }, 'an invariant is broken');
    }
    if (found.length === 0) base.log.debug({ invariants: invariants.length }, 'the books are right');
  }

  return {
    schedule: {
      name: 'server.check_books',
      everyMs: Math.min(everyMs, 60_000),
      async run() {
        const next = Math.floor(Date.now() / everyMs) + 1;
        const job = { kind: KIND, key: `${everyMinutes}:${next}`, data: {}, runAt: new Date(next * everyMs) };
        await base.jobs.enqueue(base.database.kysely, [job]);
      },
    },
    jobs: {
      async [KIND](_job: Job) {
        // A large shop may take longer than until the next: it would only slow down the one before.
        if (isUnderWay) return base.log.warn('the books are still being checked, and not twice at once');
        isUnderWay = true;
        await check().finally(() => {
          isUnderWay = false;
        });
      },
    },
  };
}
