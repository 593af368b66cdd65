/**
 * Durable work off the request path: mails, gateway calls, clean-up. A job is a row written with what caused it, run
 * at least once, repeated with growing pauses, and kept as `dead` for a person when it never succeeds.
 */

import { crashPoint } from '../lifecycle/crash-point.ts';
import { type Loop, startLoop } from '../lifecycle/loop.ts';
import type { Logger } from '../log/log.ts';
import { batcher, succeeded } from '../sql/batcher.ts';
import { updateWhere } from '../sql/changes/change-where.ts';
import { insertRows } from '../sql/changes/insert-rows.ts';
import { afterCommit, type Database, type Executor, run } from '../sql/database.ts';
import type { Statement } from '../sql/statement.ts';
import { CLAIM_S, KEEP_EVERY_MS } from './claims.ts';

export interface NewJob {
  kind: string;
  /** The same kind and key is enqueued once, until it is forgotten (`forget.ts`). */
  key: string;
  data: unknown;
  runAt?: Date;
  requestId?: string;
}

export interface Job<Data = any> {
  id: number;
  kind: string;
  key: string;
  data: Data;
  attempts: number;
  requestId: string;
}

/** Outside effects; must bear being run twice, using `job.key` towards the outside. */
export type JobHandler = (job: Job) => Promise<void>;
export type JobHandlers = Readonly<Record<string, JobHandler>>;

export interface JobQueue {
  enqueue(tx: Executor<any>, jobs: readonly NewJob[]): Promise<void>;
}

/** Jobs that run at the same time; a free place is filled again at once, whatever the others still do. */
const AT_ONCE = 20;
const IDLE_MS = 1_000;
const MAX_ATTEMPTS = 12;

const ENQUEUE = insertRows({
  table: 'job',
  fields: { kind: 'text', key: 'text', data: 'json', run_at: 'timestamp', request_id: 'text' },
  values: { run_at: 'coalesce(r.run_at, now())' },
  duplicate: 'skip',
});

type ClaimedJob = Omit<Job, 'requestId'> & { request_id: string };

// While it runs, a job looks due again in a moment, and that is put off as long as its worker lives.
const CLAIM = updateWhere<ClaimedJob>({
  table: 'job',
  key: ['id'],
  where: (sql) => `t.status = 'ready' and t.run_at <= now() and t.kind ${sql.in(1, 'text')}`,
  queue: { orderBy: 't.run_at', limit: '$2' },
  set: { attempts: 't.attempts + 1', run_at: `now() + interval '${CLAIM_S} seconds'` },
  returning: { id: 'bigint', kind: 'text', key: 'text', data: 'json', attempts: 'int', request_id: 'text' },
});

const KEEP: Statement = (sql) => `
update job set run_at = greatest(run_at, now() + interval '${CLAIM_S} seconds') where status = 'ready' and id ${sql.in(1)}`;

// What was claimed and neither done nor put off: one that failed says why.
const INHERIT: Statement = (sql) => `
update job set run_at = now()
where status = 'ready' and kind ${sql.in(1, 'text')} and run_at > now() and attempts > 0 and last_error is null`;

// Whoever did it, and however late: it is done.
const DONE: Statement = (sql) => `update job set status = 'done', last_error = null where id ${sql.in(1)}`;
// Not when the claim ran out: another has taken it up, and has done it, or will say so himself.
const FAILED: Statement = (sql) => `
update job
set status = case when attempts >= ${MAX_ATTEMPTS} then 'dead' else 'ready' end,
    run_at = now() + ${sql.span('least(600, power(2, attempts - 1))', 'second')},
    last_error = $2
where id = $1 and status = 'ready' and attempts = $3`;

export function createJobQueue(wake: () => void): JobQueue {
  return {
    async enqueue(tx, jobs) {
      if (jobs.length === 0) return;
      const rows = jobs.map((job) => ({
        kind: job.kind,
        key: job.key,
        data: job.data ?? {},
        run_at: job.runAt ?? null,
        request_id: job.requestId ?? '',
      }));
      await ENQUEUE(tx, rows);
      afterCommit(tx, wake);
    },
  };
}

export interface WorkerOptions {
  database: Database<any>;
  handlers: JobHandlers;
  log: Logger;
  /** Other processes may do jobs of the same kinds, which is taken for granted unless it is denied. */
  shared?: boolean;
  /** How often a worker says that its jobs still run; for tests. */
  keepEveryMs?: number;
}

export function startWorker(options: WorkerOptions): Loop {
  const { database, handlers, log, shared = true, keepEveryMs = KEEP_EVERY_MS } = options;
  // Alone, it knows that nobody else is at work: what the process before it left need not wait for its claim.
  let inherited = shared;
  const running = new Map<Promise<void>, number>();
  const close = closer(database);
  const loop = startLoop({
    idleMs: IDLE_MS,
    async turn() {
      if (!inherited) await run(database.kysely, INHERIT, [Object.keys(handlers)]);
      inherited = true;
      const free = AT_ONCE - running.size;
      const jobs = free > 0 ? await claim(options, free) : [];
      for (const job of jobs) {
        const work = runJob(options, job, close).finally(() => {
          running.delete(work);
          // Places were full, so more may wait.
          if (running.size === AT_ONCE - 1) loop.wake();
        });
        running.set(work, job.id);
      }
      // Either all that is due was found, or all places are taken.
      return false;
    },
    onError: (error) => log.error({ err: error }, 'job worker failed'),
  });
  const keeper = startLoop({
    idleMs: keepEveryMs,
    // A claim would not outlast the long pauses of other loops.
    longestPauseMs: keepEveryMs,
    async turn() {
      if (running.size > 0) await run(database.kysely, KEEP, [[...running.values()]]);
      return false;
    },
    onError: (error) => log.warn({ err: error }, 'a worker could not say that its jobs still run'),
  });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await Promise.all(running.keys());
      await keeper.stop();
    },
  };
}

/** Runs what is due now, and waits for it: one turn, for tests and commands. */
export async function workOnce(options: WorkerOptions): Promise<void> {
  const jobs = await claim(options, AT_ONCE);
  const close = closer(options.database);
  await Promise.all(jobs.map((job) => runJob(options, job, close)));
}

async function claim({ database, handlers }: WorkerOptions, limit: number): Promise<Job[]> {
  const kinds = Object.keys(handlers);
  if (kinds.length === 0) return [];
  const claimed = await CLAIM(database.kysely, [kinds, limit]);
  return claimed.map(({ request_id: requestId, ...job }) => ({ ...job, requestId }));
}

/** Jobs that end in the same moment are closed by one statement. */
const closer = (database: Database<any>) =>
  batcher<number, void>({
    async many(ids) {
      await run(database.kysely, DONE, [ids]);
      return ids.map(() => succeeded(undefined));
    },
  });

async function runJob({ database, handlers, log }: WorkerOptions, job: Job, close: (id: number) => Promise<void>) {
  crashPoint('job.claimed');
  try {
    await handlers[job.kind]!(job);
    crashPoint('job.run');
    await close(job.id);
  } catch (error) {
    log.warn({ err: error, kind: job.kind, key: job.key, attempts: job.attempts }, 'job failed, will be repeated');
    // Should this fail too, the claim runs out by itself.
    await run(database.kysely, FAILED, [job.id, String(error).slice(0, 2_000), job.attempts]).catch(
      (failure: unknown) =>
        log.error({ err: failure, kind: job.kind, key: job.key }, 'a failed job could not be noted'),
    );
  }
}
