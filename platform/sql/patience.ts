/** A database that does not answer yet, or has no connection left, is asked again for a while before a start gives up. */
import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseAway } from './away.ts';

export type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

export const withoutPatience: Patiently = (work) => work();

export interface PatienceOptions {
  /** In all, over everything that is done with this patience. */
  forMs: number;
  /** Nobody waits any more. */
  isOver: () => boolean;
  /** Told once, with the reason. */
  onWait: (reason: string) => void;
}

const EVERY_MS = 500;

/** `work` must bear being begun again. */
export function createPatience({ forMs, isOver, onWait }: PatienceOptions): Patiently {
  const until = Date.now() + forMs;
  let told = false;
  return async (work) => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isDatabaseAway(error) || isOver() || Date.now() > until) throw error;
        if (!told) onWait(reasonOf(error));
        told = true;
        await pause(EVERY_MS);
      }
    }
  };
}

/** An address of several names fails without a message of its own. */
export const reasonOf = (error: unknown): string => {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
};
