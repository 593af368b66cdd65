/**
 * Tests that need a program of the machine: without it they are left out, which `npm test` says in one line for all of
 * them, and in CI that is a failure.
 */
import { test } from 'node:test';

export function needed(program: string, isThere: boolean, tests: () => void): void {
  if (isThere) tests();
  else if (process.env.CI === 'true') {
    test(`${program} is installed`, () => {
      throw new Error(`CI must run these tests: let .ci/run install ${program}.`);
    });
  } else if (process.env.TEST_RUNNER !== 'npm test') {
    process.stdout.write(`Left out: ${program} is not installed, so its tests did not run.\n`);
  }
}
