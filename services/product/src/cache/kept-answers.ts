/** Answers that are kept, within a bounded memory, as long as nothing changed that they depend on. */
import { LRUCache } from 'lru-cache';
import type { CatalogueState } from './catalogue-state.ts';

export interface KeptAnswers<T extends object> {
  /** `compute` is asked when there is no answer that still holds. */
  get(key: string, usesStock: boolean, compute: () => Promise<T>): Promise<T> | T;
  /** An answer has grown. */
  weighAgain(key: string, answer: T): void;
}

export interface KeptAnswersOptions<T> {
  state: CatalogueState;
  maxBytes: number;
  maxAgeMs: () => number;
  bytesOf: (answer: T) => number;
}

interface Entry<T> {
  answer: T;
  mark: string;
  readAtMs: number;
}

const OVERHEAD_BYTES = 500;

export function createKeptAnswers<T extends object>(options: KeptAnswersOptions<T>): KeptAnswers<T> {
  const { state, maxBytes, maxAgeMs, bytesOf } = options;
  const kept = new LRUCache<string, Entry<T>>({
    maxSize: maxBytes,
    sizeCalculation: ({ answer }, key) => OVERHEAD_BYTES + key.length + bytesOf(answer),
  });
  // Who asks the same while it is computed waits for that answer, unless something changed since it was begun.
  const computing = new Map<string, { mark: string; promise: Promise<T> }>();

  async function computeOne(key: string, usesStock: boolean, mark: string, compute: () => Promise<T>): Promise<T> {
    const answer = await compute();
    if (mark === state.markOf(usesStock)) kept.set(key, { answer, mark, readAtMs: Date.now() });
    return answer;
  }

  async function join(key: string, usesStock: boolean, mark: string, compute: () => Promise<T>): Promise<T> {
    const running = computing.get(key);
    if (running?.mark === mark) return running.promise;
    const mine = { mark, promise: computeOne(key, usesStock, mark, compute) };
    computing.set(key, mine);
    try {
      return await mine.promise;
    } finally {
      if (computing.get(key) === mine) computing.delete(key);
    }
  }

  return {
    get(key, usesStock, compute) {
      const entry = kept.get(key);
      const mark = state.markOf(usesStock);
      const holds = entry?.mark === mark && Date.now() - entry.readAtMs < maxAgeMs();
      return entry && holds ? entry.answer : join(key, usesStock, mark, compute);
    },
    weighAgain(key, answer) {
      const entry = kept.peek(key);
      if (entry?.answer === answer) kept.set(key, entry);
    },
  };
}
