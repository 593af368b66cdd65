/** Somebody outside the shop who locks rows, so that a test knows at which statement the shop's transactions stand. */
import pg from 'pg';
import { until } from '#platform/testing/until.ts';

export interface Outsider {
  /** Runs a statement in a transaction that stays open. */
  lock(text: string, values?: unknown[]): Promise<void>;
  /** Resolves to the backend that waits for a lock, once one of this schema does. */
  waiting(schema: string): Promise<number>;
  /** As an administrator, or a server that runs out of memory, ends a backend. */
  terminate(backend: number): Promise<void>;
  letGo(): Promise<void>;
  close(): Promise<void>;
}

export async function openOutsider(url: string): Promise<Outsider> {
  const [holder, watcher] = [1, 2].map(() => new pg.Client({ connectionString: url })) as [pg.Client, pg.Client];
  await Promise.all([holder.connect(), watcher.connect()]);
  let isOpen = false;
  return {
    async lock(text, values) {
      if (!isOpen) await holder.query('begin');
      isOpen = true;
      await holder.query(text, values);
    },
    waiting: (schema) =>
      until(`a transaction of ${schema} to wait for a lock`, async () => {
        const { rows } = await watcher.query(
          `select pid from pg_stat_activity
           where datname = current_database() and application_name = $1 and wait_event_type = 'Lock'`,
          [schema],
        );
        return rows[0]?.pid;
      }),
    async terminate(backend) {
      await watcher.query('select pg_terminate_backend($1)', [backend]);
    },
    async letGo() {
      isOpen = false;
      await holder.query('rollback');
    },
    async close() {
      await Promise.all([holder.end(), watcher.end()]);
    },
  };
}
