/** Recurring work that nobody waits for: what it says to the database is understood there. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serviceNames } from '#contracts/common/services.ts';
import { silentLogger } from '#platform/log/log.ts';
import { until } from '#platform/testing/until.ts';
import { compose } from './compose.ts';
import { runSchedules } from './schedules.ts';
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

test('a process forgets what its services have long done, every service its own', async () => {
  const long = new Date(Date.now() - 91 * 86_400_000);
  const left = async () => {
    const rows = await Promise.all(
      serviceNames.map((name) =>
        shop.database<any>(name).kysely.selectFrom('job').select('key').where('key', '=', 'long done').execute(),
      ),
    );
    return rows.flat().length;
  };
  for (const name of serviceNames) {
    await shop
      .database<any>(name)
      .kysely.insertInto('job')
      .values({ kind: 'a job', key: 'long done', data: '{}', status: 'done', created_at: long })
      .execute();
  }
  assert.equal(await left(), serviceNames.length);
  const starts = await compose(shop.parts[0]!.settings, shop.databaseUrl, silentLogger());
  try {
    await until('all is forgotten', async () => (await left()) === 0);
  } finally {
    await starts.stop();
  }
});

test('what is due every few milliseconds is so while it fails as well, and says once why', async () => {
  const told: unknown[] = [];
  const log = { ...silentLogger(), error: (about: unknown) => told.push(about) } as never;
  let runs = 0;
  const fails = async () => {
    runs += 1;
    throw new Error('the database is away');
  };
  const running = runSchedules([{ name: 'heartbeat', everyMs: 5, run: fails }], log);
  await until('it has failed often', () => runs > 100);
  await running.stop();
  assert.equal(told.length, 1);
});
