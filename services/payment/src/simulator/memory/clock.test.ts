/** The simulator's clock: everything in its order, nothing before its time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { simulatedClock } from './clock.ts';

test('moving the clock does what is due, oldest first, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(100_000), { maxLength: 60 }), fc.nat(100_000), async (delays, distance) => {
      const clock = simulatedClock(() => new Date(0));
      const done: number[] = [];
      for (const delay of delays) clock.at(new Date(delay), () => done.push(delay));
      await clock.advance(distance);
      const due = delays.filter((delay) => delay <= distance).sort((a, b) => a - b);
      assert.deepEqual(done, due);
      await clock.advance(100_000);
      assert.equal(done.length, delays.length);
      clock.stop();
    }),
    { numRuns: 50 },
  );
});

test('what is planned on the way and due on the way is done on the way', async () => {
  const clock = simulatedClock(() => new Date(0));
  const done: string[] = [];
  clock.at(new Date(10), () => clock.at(new Date(20), () => done.push('second')));
  await clock.advance(30);
  assert.deepEqual(done, ['second']);
  clock.stop();
});
