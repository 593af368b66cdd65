/** Recurring work that nobody waits for: what it says to the database is understood there. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allServices } from './services.ts';
import { openTestShop, type TestShop } from './testing.ts';

let shop: TestShop;
before(async () => {
  shop = await openTestShop();
});
after(() => shop?.close());

test('all scheduled work of every service runs on a shop without orders', async () => {
  const failed: string[] = [];
  for (const service of allServices) {
    const base = shop.parts.find(({ bases }) => bases.has(service.name))!.bases.get(service.name)!;
    const { schedules = [], stop } = await service.start(base);
    for (const { name, run } of schedules) await run().catch((error: unknown) => failed.push(`${name}: ${error}`));
    await stop?.();
  }
  assert.deepEqual(failed, []);
});
