/** What a batch runs: the test files that it is given, one after another, each a suite under its own name. */

import { resolve } from 'node:path';
import { describe } from 'node:test';

const { TEST_PART: part = '' } = process.env;

for (const file of process.argv.slice(2)) {
  // Resolves when its tests and its hooks have ended: no two shops are open at once.
  await describe(`${file}${part}`, async () => {
    await import(resolve(file));
  });
}
