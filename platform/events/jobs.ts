/**
 * Durable work off the request path: mails, gateway calls, clean-up. A job is a row written with what caused it, run
 * at least once, repeated with growing pauses, and kept as `dead` for a person when it never succeeds.
 */
import { type Loop, startLoop } from '../lifecycle/loop.ts';
import type { Logger } from '../log/log.ts';
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

const BATCH = 20;
const IDLE_MS = 1_000;
const MAX_ATTEMPTS = 12;

const ENQUEUE = `
insert into job (kind, key, data, run_at, request_id)
select kind, key, data, coalesce(run_at, now()), request_id
from jsonb_to_recordset($1::jsonb) as j(kind text, key text, data jsonb, run_at timestamptz, request_id text)
on conflict do nothing`;

// While it runs, a job looks due again in two minutes: a worker that died frees it by itself.
const CLAIM = `
update job set attempts = attempts + 1, run_at = now() + interval '2 minutes'
where id in (
  select id from job where status = 'ready' and run_at <= now() and kind = any($1::text[])
  order by run_at limit ${BATCH} for update skip locked
)
returning id, kind, key, data, attempts, request_id as "requestId"`;

const DONE = `update job set status = 'done', last_error = null where id = $1`;
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

export function startWorker(options: { database: Database<any>; handlers: JobHandlers; log: Logger }): Loop {
  return startLoop({
    turn: () => workOnce(options),
    idleMs: IDLE_MS,
    onError: (error) => options.log.error({ err: error }, 'job worker failed'),
  });
}

export async function workOnce(options: {
  database: Database<any>;
  handlers: JobHandlers;
  log: Logger;
}): Promise<boolean> {
  const { database, handlers, log } = options;
  const kinds = Object.keys(handlers);
  if (kinds.length === 0) return false;
  const jobs = await run<Job>(database.kysely, CLAIM, [kinds]);
  await Promise.all(
    jobs.map(async (job) => {
      try {
        await handlers[job.kind]!(job);
        await run(database.kysely, DONE, [job.id]);
      } catch (error) {
        log.warn({ err: error, kind: job.kind, key: job.key, attempts: job.attempts }, 'job failed, will be repeated');
        await run(database.kysely, FAILED, [job.id, String(error).slice(0, 2_000)]);
      }
    }),
  );
  return jobs.length === BATCH;
}
