/** How much may go back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pollGapS } from './poll-gaps.ts';
import { refundAmount } from './refundable.ts';

test('no amount means all that is left, and nothing is given twice', () => {
  assert.equal(refundAmount({ captured_minor: 1_000, refunding_minor: 0 }, null), 1_000);
  assert.equal(refundAmount({ captured_minor: 1_000, refunding_minor: 400 }, null), 600);
  assert.deepEqual(refundAmount({ captured_minor: 1_000, refunding_minor: 1_000 }, null), { refused: 'nothing' });
  assert.deepEqual(refundAmount({ captured_minor: 0, refunding_minor: 0 }, 1), { refused: 'nothing' });
  assert.deepEqual(refundAmount({ captured_minor: 1_000, refunding_minor: 400 }, 601), {
    refused: 'too-large',
    refundable: 600,
  });
  assert.deepEqual(refundAmount({ captured_minor: 1_000, refunding_minor: 0 }, 0), { refused: 'nothing' });
});

test('however refunds are asked, their sum never exceeds what was captured', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.array(fc.option(fc.nat(5_000))), (captured_minor, wishes) => {
      let refunding_minor = 0;
      for (const wish of wishes) {
        const amount = refundAmount({ captured_minor, refunding_minor }, wish);
        if (typeof amount === 'number') refunding_minor += amount;
      }
      assert.ok(refunding_minor <= captured_minor);
    }),
  );
});

test('who paid, and of whom no news comes, is asked about within a minute for a quarter of an hour, then ever less often', () => {
  const gaps = Array.from({ length: 60 }, (_, polls) => pollGapS(polls));
  const quarter = gaps.findIndex((_, index) => gaps.slice(0, index).reduce((sum, gap) => sum + gap, 0) > 780);
  assert.ok(gaps.slice(0, quarter).every((gap) => gap < 60));
  assert.deepEqual([20, 21, 22, 23, 24, 50].map(pollGapS), [40, 80, 160, 300, 300, 300]);
});
