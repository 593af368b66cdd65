/**
 * A background loop that works while there is work, sleeps otherwise, wakes at once when told, and never dies of an
 * error. Relays and job workers are such loops.
 */
export interface Loop {
  /** Run soon; cheap to call often. */
  wake(): void;
  /** Lets the running turn finish. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  /** One turn; true when there may be more to do at once. */
  turn: () => Promise<boolean>;
  idleMs: number;
  onError: (error: unknown) => void;
  /** Pauses after errors grow up to this. */
  longestPauseMs?: number;
}

const LONGEST_PAUSE_MS = 10_000;

export function startLoop(options: LoopOptions): Loop {
  const { turn, idleMs, onError, longestPauseMs = LONGEST_PAUSE_MS } = options;
  let stopped = false;
  let woken = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  async function work(): Promise<void> {
    do {
      woken = false;
      try {
        if (await turn()) woken = true;
        failures = 0;
      } catch (error) {
        failures += 1;
        onError(error);
        woken = false;
        break;
      }
    } while (woken && !stopped);
  }

  function schedule(delayMs: number): void {
    if (stopped || running) return;
    clearTimeout(timer);
    timer = setTimeout(start, delayMs);
    // An idle loop alone must not keep a process alive.
    timer.unref();
  }

  function start(): void {
    if (stopped || running) return;
    running = work().finally(() => {
      running = undefined;
      const pauseMs = failures > 0 ? Math.min(idleMs * 2 ** failures, longestPauseMs) : idleMs;
      schedule(woken ? 0 : pauseMs);
    });
  }

  schedule(0);

  return {
    wake() {
      woken = true;
      if (!running && failures === 0) {
        clearTimeout(timer);
        setImmediate(start);
      }
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
