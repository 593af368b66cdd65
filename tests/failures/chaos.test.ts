/** A short run of the failure suite; `npm run failures` makes longer ones. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failures } from './chaos/failures.ts';
import { readOptions } from './chaos/options.ts';

test('shoppers, staff and kill -9: nothing is sold twice, lost or charged without an order', async (t) => {
  const options = readOptions(['--orders', '45', '--kills', '3', '--shoppers', '8', '--hurry']);
  const violations = await failures(options, (line) => t.diagnostic(line));
  assert.deepEqual(violations, []);
});
