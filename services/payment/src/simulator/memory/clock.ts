/** The simulator's time: the real one, which a test may move forward. What is due is done on the way. */
export interface SimulatedClock {
  now(): Date;
  /** Of the machine: what a signature is stamped with, however far the simulator has been moved. */
  realNow(): Date;
  at(when: Date, work: () => unknown): void;
  /** Resolves when everything that became due is done. */
  advance(ms: number): Promise<void>;
  stop(): void;
}

interface Due {
  atMs: number;
  work: () => unknown;
}

/** Longest wait of a timer; a later time is looked at again then. */
const LONGEST_MS = 2 ** 31 - 1;

export function simulatedClock(realNow: () => Date = () => new Date()): SimulatedClock {
  let aheadMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const waiting: Due[] = [];
  const nowMs = () => realNow().getTime() + aheadMs;

  /** The earliest that is due, taken out. */
  function take(): Due | undefined {
    const index = waiting.findIndex(({ atMs }) => atMs <= nowMs());
    if (index < 0) return undefined;
    const first = waiting.reduce((best, { atMs }, at) => (atMs < waiting[best]!.atMs ? at : best), index);
    return waiting.splice(first, 1)[0];
  }

  async function runDue(): Promise<void> {
    for (let due = take(); due && !stopped; due = take()) await due.work();
    arm();
  }

  function arm(): void {
    clearTimeout(timer);
    if (stopped || waiting.length === 0) return;
    const nextMs = Math.min(...waiting.map(({ atMs }) => atMs)) - nowMs();
    timer = setTimeout(() => void runDue(), Math.min(Math.max(nextMs, 1), LONGEST_MS)).unref();
  }

  return {
    now: () => new Date(nowMs()),
    realNow,
    at(when, work) {
      waiting.push({ atMs: when.getTime(), work });
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
