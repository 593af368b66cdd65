/** What each choice does at each kind of gateway: every cell of the table. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Decision, type Habits, outcomeOf } from './decision.ts';

const strict: Habits = { declineEnds: true, cancelEnds: true, shopCaptures: false };
const patient: Habits = { declineEnds: false, cancelEnds: false, shopCaptures: false };
const capturing: Habits = { declineEnds: false, cancelEnds: false, shopCaptures: true };

const cells: ReadonlyArray<[Decision, string | null, string | null, string | null]> = [
  ['approve', 'paid', 'paid', 'approved'],
  ['delay', 'processing', 'processing', 'approved'],
  // A bank is asked only when the money is taken.
  ['decline', 'failed', 'open', 'approved'],
  ['cancel', 'cancelled', null, null],
  ['leave', null, null, null],
];

for (const [decision, ...expected] of cells) {
  test(`${decision}: ends, stays or waits as the gateway has it`, () => {
    const found = [strict, patient, capturing].map((habits) => outcomeOf(habits, decision)?.to ?? null);
    assert.deepEqual(found, expected);
  });
}
