/**
 * Work that a request leaves running after its answer. A job stands behind each such work, so this is for speed only:
 * a failure is logged, and what dies with the process is done by the job.
 */
import type { Logger } from '#platform/log/log.ts';

export interface Background {
  run(what: string, work: () => Promise<unknown>): void;
  /** Resolves when nothing runs any more; before the database closes. */
  idle(): Promise<void>;
}

export function startBackground(log: Logger): Background {
  const running = new Set<Promise<void>>();
  return {
    run(what, work) {
      const done: Promise<void> = work().then(
        () => undefined,
        (error: unknown) => log.warn({ err: error, what }, 'background work failed, its job will repeat it'),
      );
      running.add(done);
      void done.then(() => running.delete(done));
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
