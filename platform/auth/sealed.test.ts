import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { seal, unseal } from './sealed.ts';

test('a sealed secret opens under its own key and name, and never when a bit was changed', () => {
  const key = randomBytes(32);
  const text = seal(key, Buffer.from('secret'), 'row 1');
  assert.equal(unseal(key, text, 'row 1')?.toString(), 'secret');
  assert.equal(unseal(key, text, 'row 2'), null);
  assert.equal(unseal(randomBytes(32), text, 'row 1'), null);
  assert.equal(unseal(key, 'short', 'row 1'), null);
  assert.notEqual(seal(key, Buffer.from('secret'), 'row 1'), text);
  const bytes = Buffer.from(text, 'base64url');
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ (1 << bit);
      assert.equal(unseal(key, changed.toString('base64url'), 'row 1'), null);
    }),
  );
});
