/**
 * A circuit breaker: after some failures in a row nothing is let through for a while, then one call, which decides. So a
 * gateway that is down costs its callers nothing, and is found again soon after it is back.
 */
export interface Breaker {
  /** False: refuse at once. True: do it, and tell how it went. */
  admits(): boolean;
  /** As `admits`, but only asked. */
  isOpen(): boolean;
  succeeded(): void;
  failed(): void;
}

export interface BreakerOptions {
  failuresInARow: number;
  pauseMs: number;
}

export function createBreaker({ failuresInARow, pauseMs }: BreakerOptions): Breaker {
  let failures = 0;
  /** The last failure, or the last call that was let through on trial. */
  let lastAt = 0;

  const isOpen = () => failures >= failuresInARow && Date.now() - lastAt < pauseMs;

  return {
    isOpen,
    admits() {
      if (isOpen()) return false;
      // On trial: until it has ended, or for another pause, it is the only one.
      if (failures >= failuresInARow) lastAt = Date.now();
      return true;
    },
    succeeded() {
      failures = 0;
    },
    failed() {
      failures += 1;
      lastAt = Date.now();
    },
  };
}
