/** Chance that can be repeated: each question asked under the same seed and name gets the same answers, in any order of asking. */

export interface Chance {
  /** From 0 up to, not including, `end`. */
  below(end: number): number;
  /** Both ends included. */
  between(first: number, last: number): number;
  /** True in `percent` of 100 cases. */
  happens(percent: number): boolean;
  oneOf<T>(choices: readonly T[]): T;
  /** By weight: `{ kill: 9, stop: 1 }`. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
}

export function chance(seed: number, ...name: ReadonlyArray<string | number>): Chance {
  const next = mulberry(hash(`${seed}/${name.join('/')}`));
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    between: (first, last) => first + below(last - first + 1),
    happens: (percent) => next() * 100 < percent,
    oneOf: (choices) => choices[below(choices.length)]!,
    weighted(weights) {
      const entries = Object.entries(weights) as Array<[keyof typeof weights, number]>;
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      return entries.at(-1)![0];
    },
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** Mulberry32: small, quick and even enough; nothing here is secret. */
function mulberry(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
