import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toProblem } from '../http/errors.ts';
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
    results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.code)),
    [1, ...Array(3).fill('service.unavailable'), 5, 6],
  );
});

test('who was not tried alone before time was up may come again, and is not told of a neighbour’s fault', async () => {
  const fault = Object.assign(new Error('violates a check'), { code: '23514' });
  const call = batcher<number, number>({
    patienceMs: 20,
    async many(items) {
      if (items.includes(3)) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 25));
      return items.map(succeeded);
    },
  });
  const [first, second, third] = await Promise.allSettled([1, 2, 3].map(call));
  assert.equal(first!.status, 'fulfilled');
  for (const left of [second, third]) {
    const answer = toProblem((left as PromiseRejectedResult).reason);
    assert.deepEqual([answer.status, answer.retryAfterS, answer.cause], [503, 1, fault]);
  }
});

test('a batch of one is tried once more when it collided or lost its connection, not when it is at fault', async () => {
  const tries = { 23505: 2, '40P01': 2, ECONNRESET: 2, 23514: 1 };
  for (const [code, expected] of Object.entries(tries)) {
    let tried = 0;
    const call = batcher<number, number>({
      async many(items) {
        tried += 1;
        if (tried === 1) throw Object.assign(new Error('no'), { code });
        return items.map(succeeded);
      },
    });
    const [answer] = await Promise.allSettled([call(7)]);
    assert.deepEqual([tried, answer.status], [expected, expected === 1 ? 'rejected' : 'fulfilled'], code);
  }
});
