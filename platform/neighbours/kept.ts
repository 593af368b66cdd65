/**
 * A little that is read often and hardly ever changes, kept in memory: rates and rules. A write in this process drops it at
 * once and tells the other replicas; who does not hear sees it within a second.
 */
import type { Neighbours } from './neighbours.ts';

const FRESH_MS = 1_000;

export interface Kept<T> {
  current(): Promise<T>;
  /** After a write has committed. */
  drop(): void;
}

export function keep<T>(topic: string, neighbours: Neighbours, read: () => Promise<T>): Kept<T> {
  let kept: { value: T; readAtMs: number } | undefined;
  let generation = 0;
  let filling: Promise<T> | undefined;

  async function fill(): Promise<T> {
    const began = generation;
    const readAtMs = Date.now();
    const value = await read();
    // Somebody wrote while we read: what we hold may be from before.
    if (began !== generation) return fill();
    kept = { value, readAtMs };
    return value;
  }

  function forget(): void {
    generation += 1;
    kept = undefined;
  }

  neighbours.hear(topic, forget);
  neighbours.onGap(forget);
  return {
    async current() {
      if (kept && Date.now() - kept.readAtMs < FRESH_MS) return kept.value;
      filling ??= fill().finally(() => {
        filling = undefined;
      });
      return filling;
    },
    drop() {
      forget();
      neighbours.tell(topic, null);
    },
  };
}
