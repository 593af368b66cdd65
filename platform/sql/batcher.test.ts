import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batcher, refused, succeeded } from './batcher.ts';

const deferred = () => Promise.withResolvers<void>();

test('calls of one turn share a batch, and what arrives meanwhile forms the next', async () => {
  const gate = deferred();
  const batches: number[][] = [];
  const call = batcher<number, number>({
    async many(items) {
      batches.push(items);
      if (batches.length === 1) await gate.promise;
      return items.map((item) => succeeded(item * 10));
    },
  });
  const first = [1, 2, 3].map(call);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const second = [4, 5].map(call);
  gate.resolve();
  assert.deepEqual(await Promise.all([...first, ...second]), [10, 20, 30, 40, 50]);
  assert.deepEqual(batches, [
    [1, 2, 3],
    [4, 5],
  ]);
});

test('each caller gets its own refusal', async () => {
  const call = batcher<number, number>({
    many: async (items) => items.map((item) => (item === 2 ? refused(new Error('no two')) : succeeded(item))),
  });
  const results = await Promise.allSettled([1, 2, 3].map(call));
  assert.deepEqual(
    results.map((result) => result.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
});

test('an item that makes a batch throw fails alone', async () => {
  const call = batcher<number, number>({
    async many(items) {
      if (items.includes(2)) throw new Error('poisoned');
      return items.map(succeeded);
    },
  });
  const results = await Promise.allSettled([1, 2, 3].map(call));
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason))),
    [1, 'Error: poisoned', 3],
  );
});

test('a batch is never larger than its limit, and order of arrival is kept', async () => {
  const sizes: number[] = [];
  const seen: number[] = [];
  const call = batcher<number, number>({
    maxItems: 4,
    async many(items) {
      sizes.push(items.length);
      seen.push(...items);
      return items.map(succeeded);
    },
  });
  const items = Array.from({ length: 10 }, (_, index) => index);
  await Promise.all(items.map(call));
  assert.deepEqual(sizes, [4, 4, 2]);
  assert.deepEqual(seen, items);
});

test('a batch that returns too few results rejects the callers it forgot', async () => {
  const call = batcher<number, number>({ many: async (items) => items.slice(1).map(succeeded) });
  const results = await Promise.allSettled([1, 2].map(call));
  assert.equal(results[1]!.status, 'rejected');
});

test('after a batch that threw, its items run in their order, before all that came later', async () => {
  const seen: number[] = [];
  const call = batcher<number, number>({
    maxItems: 3,
    async many(items) {
      if (items.length > 1 && items.includes(2)) throw new Error('poisoned');
      seen.push(...items);
      return items.map(succeeded);
    },
  });
  await Promise.all([1, 2, 3, 4, 5].map(call));
  assert.deepEqual(seen, [1, 2, 3, 4, 5]);
});

test('a batch that threw and goes on failing slowly is given up, and the next has its turn', async () => {
  let stuck = true;
  const call = batcher<number, number>({
    maxItems: 4,
    patienceMs: 20,
    async many(items) {
      if (items.length > 1 && stuck) throw new Error('stuck');
      if (stuck) await new Promise((resolve) => setTimeout(resolve, 25));
      stuck = false;
      return items.map(succeeded);
    },
  });
  const results = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(call));
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason))),
    [1, 'Error: stuck', 'Error: stuck', 'Error: stuck', 5, 6],
  );
});
