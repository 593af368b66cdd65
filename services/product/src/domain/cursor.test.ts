import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './cursor.ts';

describe('cursors', () => {
  test('what is encoded is read again', () => {
    const key = fc.oneof(fc.maxSafeInteger(), fc.string(), fc.double({ noNaN: true, min: 0, max: 100 }));
    fc.assert(
      fc.property(key, fc.maxSafeNat(), (value, id) => {
        const cursor = { sort: 'price0', key: value, id };
        assert.deepEqual(decodeCursor(encodeCursor(cursor), 'price0'), JSON.parse(JSON.stringify(cursor)));
      }),
    );
  });

  test('a cursor of another sort is none', () => {
    assert.equal(decodeCursor(encodeCursor({ sort: 'price0', key: 1, id: 1 }), 'newest0'), null);
  });

  test('whatever a client sends instead is refused, never an exception', () => {
    fc.assert(fc.property(fc.string(), (text) => void decodeCursor(text, 'price0')));
    for (const parts of [
      null,
      1,
      {},
      [],
      ['price0', 1],
      ['price0', null, 1],
      ['price0', 1e300, 1],
      ['price0', 1, 1.5],
    ]) {
      assert.equal(decodeCursor(Buffer.from(JSON.stringify(parts)).toString('base64url'), 'price0'), null);
    }
  });
});
