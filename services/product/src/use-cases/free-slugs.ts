/** Slugs to try for a title: the plain one, then some with a random end. */
import { randomBytes } from 'node:crypto';
import { slugOf } from '../domain/slug.ts';

export function freeSlugs(title: string, fallback: string): string[] {
  const plain = slugOf(title, fallback);
  return [plain, ...[1, 2, 3].map(() => `${plain}-${randomBytes(4).toString('hex')}x`)];
}
