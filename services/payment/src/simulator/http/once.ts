/** Idempotency keys as gateways keep them: the first answer of a key is given again, another body is refused. */
import { createHash } from 'node:crypto';
import type { SimulatedClock } from '../memory/clock.ts';
import type { Answer } from './dialect.ts';

interface Kept {
  fingerprint: string;
  answer: Answer | null;
  atMs: number;
}

export type Earlier = { kind: 'same'; answer: Answer } | { kind: 'running' } | { kind: 'other' };

export interface OnceKeys {
  /** Does the work, or says what became of the key earlier. What `isKept` denies is not kept. */
  run(key: string, content: string, work: () => Promise<Answer>): Promise<{ earlier: Earlier } | { answer: Answer }>;
}

export function onceKeys(clock: SimulatedClock, keptMs: number, isKept: (answer: Answer) => boolean): OnceKeys {
  const keys = new Map<string, Kept>();

  return {
    async run(key, content, work) {
      const fingerprint = createHash('sha256').update(content).digest('hex');
      const nowMs = clock.now().getTime();
      const kept = keys.get(key);
      if (kept && nowMs - kept.atMs < keptMs) {
        if (kept.fingerprint !== fingerprint) return { earlier: { kind: 'other' } };
        return { earlier: kept.answer ? { kind: 'same', answer: kept.answer } : { kind: 'running' } };
      }
      const entry: Kept = { fingerprint, answer: null, atMs: nowMs };
      keys.set(key, entry);
      try {
        const answer = await work();
        if (isKept(answer)) entry.answer = answer;
        else keys.delete(key);
        return { answer };
      } catch (error) {
        keys.delete(key);
        throw error;
      }
    },
  };
}
