import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keep } from './kept.ts';
import { type Neighbours, withoutNeighbours } from './neighbours.ts';

/** Two processes that hear each other. */
function twins(): [Neighbours, Neighbours] {
  const heard: Array<Map<string, (message: unknown) => void>> = [new Map(), new Map()];
  const [one, other] = [0, 1].map((index) => ({
    ...withoutNeighbours(false),
    hear: (topic: string, handler: (message: unknown) => void) => void heard[index]!.set(topic, handler),
    tell: (topic: string, message: unknown) => heard[1 - index]!.get(topic)?.(message),
  }));
  return [one!, other!];
}

test('it is read once in a second, and by many who ask at the same moment once', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  let reads = 0;
  const kept = keep('rules', withoutNeighbours(true), async () => ++reads);
  assert.deepEqual(await Promise.all([kept.current(), kept.current()]), [1, 1]);
  t.mock.timers.tick(999);
  assert.equal(await kept.current(), 1);
  t.mock.timers.tick(1);
  assert.equal(await kept.current(), 2);
});

test('a write is seen at once, here and by the neighbours', async () => {
  let truth = 'old';
  const [here, there] = twins().map((neighbours) => keep('rules', neighbours, async () => truth));
  assert.deepEqual([await here!.current(), await there!.current()], ['old', 'old']);
  truth = 'new';
  here!.drop();
  assert.deepEqual([await here!.current(), await there!.current()], ['new', 'new']);
});

test('what was being read when it was written is not kept, nor answered', async () => {
  let truth = 'old';
  const { promise: written, resolve: write } = Promise.withResolvers<void>();
  let reads = 0;
  const kept = keep('rules', withoutNeighbours(true), async () => {
    const found = truth;
    reads += 1;
    if (reads === 1) await written;
    return found;
  });
  const asked = kept.current();
  truth = 'new';
  kept.drop();
  write();
  assert.equal(await asked, 'new');
  assert.equal(await kept.current(), 'new');
});

test('a read that fails is told and tried again by the next', async () => {
  let away = true;
  const kept = keep('rules', withoutNeighbours(true), async () => {
    if (away) throw new Error('away');
    return 'rules';
  });
  await assert.rejects(kept.current(), /away/);
  away = false;
  assert.equal(await kept.current(), 'rules');
});
