/**
 * Runs the services' recurring work; a run that fails is logged and simply comes again: what is promised within seconds, such
 * as a heartbeat, as soon as ever.
 */
import { type Loop, startLoop } from '#platform/lifecycle/loop.ts';
import type { Logger } from '#platform/log/log.ts';
import type { Schedule } from '#platform/service/manifest.ts';

const LONGEST_PAUSE_MS = 10_000;

export function runSchedules(schedules: readonly Schedule[], log: Logger): { stop(): Promise<void> } {
  const loops: Loop[] = schedules.map(({ name, everyMs, run }) => {
    let told = '';
    return startLoop({
      idleMs: everyMs,
      longestPauseMs: Math.min(everyMs, LONGEST_PAUSE_MS),
      async turn() {
        await run();
        told = '';
        return false;
      },
      onError(error) {
        // Once for each reason, not every second of an outage.
        const reason = String((error as Error).message);
        if (reason !== told) log.error({ err: error, schedule: name }, 'scheduled work failed');
        told = reason;
      },
    });
  });
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
