/** Compares a secret text in a time that tells nothing of where it differs. */
import { timingSafeEqual } from 'node:crypto';

export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
