/** Many buyers, made quickly. */
import type { TestShop, TestUser } from '#apps/server/src/testing.ts';

export const crowd = (shop: TestShop, size: number): Promise<TestUser[]> =>
  Promise.all(Array.from({ length: size }, (_, index) => shop.signUp({ name: `Buyer ${index}` })));

export const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

/** How often each outcome came. */
export function tally(responses: readonly { status: number; body: any }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of responses) {
    const name = status < 300 ? String(status) : `${status} ${body.code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
