/** The simulator's time: the real one, which a test may move forward. What is due is done on the way. */
import { dueQueue } from './due-queue.ts';

export interface SimulatedClock {
  now(): Date;
  /** Of the machine: what a signature is stamped with, however far the simulator has been moved. */
  realNow(): Date;
  at(when: Date, work: () => unknown): void;
  /** Resolves when everything that became due is done. */
  advance(ms: number): Promise<void>;
  stop(): void;
}

/** Longest wait of a timer; a later time is looked at again then. */
const LONGEST_MS = 2 ** 31 - 1;

export function simulatedClock(realNow: () => Date = () => new Date()): SimulatedClock {
  let aheadMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let armedMs: number | null = null;
  let stopped = false;
  const waiting = dueQueue();
  const nowMs = () => realNow().getTime() + aheadMs;

  async function runDue(): Promise<void> {
    armedMs = null;
    for (;;) {
      const next = waiting.nextMs();
      if (stopped || next === null || next > nowMs()) break;
      await waiting.take()!.work();
    }
    arm();
  }

  function arm(): void {
    const next = waiting.nextMs();
    if (stopped || next === null || (armedMs !== null && armedMs <= next)) return;
    clearTimeout(timer);
    armedMs = next;
    timer = setTimeout(() => void runDue(), Math.min(Math.max(next - nowMs(), 1), LONGEST_MS)).unref();
  }

  return {
    now: () => new Date(nowMs()),
    realNow,
    at(when, work) {
      waiting.add({ atMs: when.getTime(), work });
      arm();
    },
    async advance(ms) {
      aheadMs += ms;
      await runDue();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
