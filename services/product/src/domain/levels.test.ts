import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crossesZero, watchLow } from './levels.ts';

describe('low stock', () => {
  const table: Array<[free: number, threshold: number, told: boolean, tell: boolean, toldAfter: boolean]> = [
    [6, 5, false, false, false],
    [5, 5, false, true, true],
    [4, 5, false, true, true],
    [4, 5, true, false, true],
    [6, 5, true, false, false],
    [0, 0, false, true, true],
    [1, 0, true, false, false],
  ];
  for (const [free, threshold, told, tell, toldAfter] of table) {
    test(`${free} free, threshold ${threshold}, ${told ? 'told' : 'not told'} → ${tell ? 'tell' : 'be silent'}`, () => {
      assert.deepEqual(watchLow(free, { threshold, told }), { told: toldAfter, tell });
    });
  }

  test('lists of what is in stock change only when a level reaches or leaves zero', () => {
    assert.deepEqual(
      [crossesZero(1, 0), crossesZero(0, 1), crossesZero(2, 1), crossesZero(0, 0)],
      [true, true, false, false],
    );
  });
});
