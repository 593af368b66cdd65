/**
 * A circuit breaker: after some failures in a row nothing is let through for a while, then one call, which decides. So
 * what is down costs its callers nothing, and is found again soon after it is back.
 */
export type BreakerState = 'closed' | 'half-open' | 'open';

export interface Breaker {
  /** False: refuse at once. True: do it, and tell how it went. */
  admits(): boolean;
  /** As `admits`, but only asked. */
  isOpen(): boolean;
  /** `half-open`: the next call decides, or is about to. */
  state(): BreakerState;
  /** Until a call is let through again. */
  waitMs(): number;
  succeeded(): void;
  failed(): void;
  /** It says itself that it will not answer for now. */
  trip(): void;
}

export interface BreakerOptions {
  failuresInARow: number;
  pauseMs: number;
  /** Each trial that fails doubles the pause, up to this; without it the pause stays. */
  longestPauseMs?: number;
}

export function createBreaker({ failuresInARow, pauseMs, longestPauseMs = pauseMs }: BreakerOptions): Breaker {
  let failures = 0;
  /** The last failure, or the last call that was let through on trial; by a clock that nobody sets. */
  let lastAt = 0;
  let onTrial = false;

  const isTripped = () => failures >= failuresInARow;
  const waitMs = () => {
    const pause = Math.min(pauseMs * 2 ** Math.max(failures - failuresInARow, 0), longestPauseMs);
    return isTripped() ? Math.max(lastAt + pause - performance.now(), 0) : 0;
  };
  const isOpen = () => waitMs() > 0;

  return {
    isOpen,
    waitMs,
    state: () => (isOpen() ? 'open' : isTripped() ? 'half-open' : 'closed'),
    admits() {
      if (isOpen()) return false;
      // On trial: until it has ended, or for another pause, it is the only one.
      if (isTripped()) {
        lastAt = performance.now();
        onTrial = true;
      }
      return true;
    },
    succeeded() {
      failures = 0;
      onTrial = false;
    },
    failed() {
      // Of many that were under way when it broke, each tells of the same failure.
      if (isTripped() && !onTrial) return;
      onTrial = false;
      failures += 1;
      lastAt = performance.now();
    },
    trip() {
      failures = Math.max(failures, failuresInARow);
      lastAt = performance.now();
      onTrial = false;
    },
  };
}
