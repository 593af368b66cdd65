/**
 * Durable work off the request path: mails, gateway calls, clean-up. A job is a row written with what caused it, run
 * at least once, repeated with growing pauses, and kept as `dead` for a person when it never succeeds.
 */
import { crashPoint } from '../lifecycle/crash-point.ts';
import { type Loop, startLoop } from '../lifecycle/loop.ts';
import type { Logger } from '../log/log.ts';
import { batcher, succeeded } from '../sql/batcher.ts';
import { afterCommit, type Database, type Executor, run } from '../sql/database.ts';

export interface NewJob {
  kind: string;
  /** The same kind and key is enqueued once, for ever. */
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

const ENQUEUE = `
insert into job (kind, key, data, run_at, request_id)
select kind, key, data, coalesce(run_at, now()), request_id
from jsonb_to_recordset($1::jsonb) as j(kind text, key text, data jsonb, run_at timestamptz, request_id text)
on conflict do nothing`;

// While it runs, a job looks due again in half a minute, and that is put off as long as its worker lives: what a dead
// worker had in its hands is soon taken up by another.
const CLAIM = `
update job set attempts = attempts + 1, run_at = now() + interval '30 seconds'
where id in (
  select id from job where status = 'ready' and run_at <= now() and kind = any($1::text[])
  order by run_at limit $2 for update skip locked
)
returning id, kind, key, data, attempts, request_id as "requestId"`;

const KEEP = `
update job set run_at = greatest(run_at, now() + interval '30 seconds')
where status = 'ready' and id = any(array(select unnest($1::bigint[])))`;

const DONE = `update job set status = 'done', last_error = null where id = any(array(select unnest($1::bigint[])))`;
const FAILED = `
update job
set status = case when attempts >= ${MAX_ATTEMPTS} then 'dead' else 'ready' end,
    run_at = now() + least(interval '10 minutes', interval '1 second' * power(2, attempts - 1)),
    last_error = $2
where id = $1`;

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
      await run(tx, ENQUEUE, [JSON.stringify(rows)]);
      afterCommit(tx, wake);
    },
  };
}

export interface WorkerOptions {
  database: Database<any>;
  handlers: JobHandlers;
  log: Logger;
  /** How often a worker says that its jobs still run; for tests. */
  keepEveryMs?: number;
}

const KEEP_EVERY_MS = 10_000;

export function startWorker(options: WorkerOptions): Loop {
  const { database, log, keepEveryMs = KEEP_EVERY_MS } = options;
  const running = new Map<Promise<void>, number>();
  const close = closer(database);
  const loop = startLoop({
    idleMs: IDLE_MS,
    async turn() {
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
      return jobs.length > 0 && running.size < AT_ONCE;
    },
    onError: (error) => log.error({ err: error }, 'job worker failed'),
  });
  const keeper = startLoop({
    idleMs: keepEveryMs,
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
  return kinds.length === 0 ? [] : run<Job>(database.kysely, CLAIM, [kinds, limit]);
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
    await run(database.kysely, FAILED, [job.id, String(error).slice(0, 2_000)]).catch((failure: unknown) =>
      log.error({ err: failure, kind: job.kind, key: job.key }, 'a failed job could not be noted'),
    );
  }
}
