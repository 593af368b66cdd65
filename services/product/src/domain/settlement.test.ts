import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { HoldState } from './hold-state.ts';
import { type HeldOrder, type Step, settle } from './settlement.ts';

const held = (state: HoldState, returned = 0): HeldOrder => ({
  orderId: 1,
  state,
  lines: state === 'released' ? [] : [{ variantId: 7, quantity: 3, returned }],
});
const sell: Step = { kind: 'sell' };
const release: Step = { kind: 'release' };
const cancel: Step = { kind: 'cancel' };
const giveBack = (quantity: number): Step => ({ kind: 'return', lines: [{ variantId: 7, quantity }] });

/** Every cell: from, step, to, change of what is on hand and of what is held. */
const table: Array<[from: HeldOrder, step: Step, to: HoldState, onHand: number, held: number]> = [
  [held('held'), sell, 'sold', -3, -3],
  [held('held'), release, 'released', 0, -3],
  [held('held'), cancel, 'released', 0, -3],
  // News may overtake each other: units that came back before their sale was told.
  [held('held'), giveBack(2), 'held', 2, 0],
  [held('sold'), sell, 'sold', 0, 0],
  [held('sold'), release, 'sold', 0, 0],
  [held('sold'), cancel, 'sold', 3, 0],
  [held('sold', 1), cancel, 'sold', 2, 0],
  [held('sold', 3), cancel, 'sold', 0, 0],
  [held('sold'), giveBack(2), 'sold', 2, 0],
  [held('sold', 2), giveBack(2), 'sold', 1, 0],
  [held('sold', 3), giveBack(1), 'sold', 0, 0],
  [held('released'), sell, 'released', 0, 0],
  [held('released'), release, 'released', 0, 0],
  [held('released'), cancel, 'released', 0, 0],
  [held('released'), giveBack(1), 'released', 0, 0],
];

describe('settlement of holds', () => {
  for (const [order, step, to, onHand, heldUnits] of table) {
    const returned = order.lines[0]?.returned;
    test(`${order.state}${returned ? ` with ${returned} back` : ''}, ${step.kind} → ${to}, on hand ${onHand}, held ${heldUnits}`, () => {
      const effects = settle(order, step);
      assert.equal(order.state, to);
      assert.equal(
        effects.reduce((sum, effect) => sum + effect.onHand, 0),
        onHand,
      );
      assert.equal(
        effects.reduce((sum, effect) => sum + effect.held, 0),
        heldUnits,
      );
    });
  }

  test('a variant that was not part of the order does not come back with it', () => {
    assert.deepEqual(settle(held('sold'), { kind: 'return', lines: [{ variantId: 8, quantity: 1 }] }), []);
  });

  test('in whatever order the steps come, and how often: nothing is made or lost', () => {
    const steps = fc.array(fc.constantFrom(sell, release, cancel, giveBack(1), giveBack(2)), { maxLength: 8 });
    fc.assert(
      fc.property(steps, (list) => {
        const order = held('held');
        let onHand = 10;
        let heldUnits = 3;
        for (const step of list) {
          for (const effect of settle(order, step)) {
            onHand += effect.onHand;
            heldUnits += effect.held;
          }
        }
        const { returned } = order.lines[0]!;
        assert.equal(heldUnits, order.state === 'held' ? 3 : 0);
        assert.equal(onHand, 10 - (order.state === 'sold' ? 3 : 0) + returned);
        assert.ok(returned >= 0 && returned <= 3);
      }),
    );
  });
});
