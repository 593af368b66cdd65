/** Names and numbers that look random and are the same for the same seed, so that a failing run can be repeated. */
import { createHash } from 'node:crypto';

export const alphabets = {
  mixed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
} as const;

export interface Random {
  readonly seed: number;
  text(length: number, alphabet?: keyof typeof alphabets): string;
}

export function seededRandom(seed: number): Random {
  let drawn = 0;
  return {
    seed,
    text(length, alphabet = 'mixed') {
      const letters = alphabets[alphabet];
      let text = '';
      while (text.length < length) {
        const bytes = createHash('sha256').update(`${seed}:${drawn}`).digest();
        drawn += 1;
        for (const byte of bytes) if (text.length < length) text += letters[byte % letters.length];
      }
      return text;
    },
  };
}
