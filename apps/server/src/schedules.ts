/** Runs the services' recurring work; a run that fails is logged and simply comes again. */
import { type Loop, startLoop } from '#platform/lifecycle/loop.ts';
import type { Logger } from '#platform/log/log.ts';
import type { Schedule } from '#platform/service/manifest.ts';

export function runSchedules(schedules: readonly Schedule[], log: Logger): { stop(): Promise<void> } {
  const loops: Loop[] = schedules.map(({ name, everyMs, run }) =>
    startLoop({
      idleMs: everyMs,
      async turn() {
        await run();
        return false;
      },
      onError: (error) => log.error({ err: error, schedule: name }, 'scheduled work failed'),
    }),
  );
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
