/** Who asks whether a process is ready learns it of the databases, and takes nothing from those who shop. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Fastify from 'fastify';
import { createDrain } from '#platform/http/drain.ts';
import { run } from '#platform/sql/database.ts';
import { mountHealth } from './health.ts';
import { openTestShop, type TestShop } from './testing.ts';

let shop: TestShop;
before(async () => {
  shop = await openTestShop();
});
after(() => shop?.close());

async function healthOf(isReady: () => Promise<boolean>) {
  const app = Fastify();
  const [drain, databases] = [createDrain(app), new Map([['order', { isReady } as never]])];
  mountHealth(app, { databases, manifests: [], topology: {} as never, drain });
  const ask = () => app.inject('/health/ready').then(({ statusCode }) => statusCode);
  return { app, drain, ask };
}

test('a pool whose connections are all held is busy, not gone', async () => {
  const { database } = shop.parts[0]!.databases.get('order')!;
  const url = shop.url('GET', '/products').replace('/products', '/health/ready');
  assert.equal((await fetch(url)).status, 200);
  const gate = Promise.withResolvers<void>();
  const held = Array.from({ length: shop.parts[0]!.settings.server.DATABASE_POOL }, () => {
    const taken = Promise.withResolvers<void>();
    const work = database.tx(async (tx) => {
      await run(tx, 'select 1', []);
      taken.resolve();
      await gate.promise;
    });
    return { taken: taken.promise, work };
  });
  await Promise.all(held.map(({ taken }) => taken));
  try {
    // Not by the route, which may still remember.
    assert.equal(await shop.parts[0]!.databases.get('order')!.isReady(), true);
  } finally {
    gate.resolve();
    await Promise.all(held.map(({ work }) => work));
  }
});

test('many who ask at once are one question to the database', async () => {
  let questions = 0;
  const { app, ask } = await healthOf(async () => {
    questions += 1;
    return true;
  });
  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 100 }, ask))), new Set([200]));
  assert.equal(questions, 1);
  await app.close();
});

test('a database that does not answer, and one without its tables, are not ready; who drains is not, at once', async () => {
  for (const isReady of [async () => false, () => Promise.reject(new Error('away'))]) {
    const { app, ask } = await healthOf(isReady);
    assert.equal(await ask(), 503);
    await app.close();
  }
  const { app, drain, ask } = await healthOf(async () => true);
  assert.equal(await ask(), 200);
  drain.begin();
  assert.equal(await ask(), 503);
  await app.close();
});
