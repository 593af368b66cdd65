/**
 * Everything that can happen to a shopper's cart, product and order, two at a time and at the same moment: the answers are
 * such as may stand together, and what comes of it adds up. How often each pair is tried: `npm run races -- --pairs 50`.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { type ActionName, actionNames, actions } from './actions.ts';
import { comesToRest } from './aftermath.ts';
import { mayHappen } from './allowed.ts';
import { crowd } from './crowd.ts';
import { type Scene, type Stage, setScene, setStage } from './scene.ts';
import { PAIRS } from './sizes.ts';

/** Without the command each pair is tried once, in one order. */
const AT_ONCE = 10;

let shop: TestShop;
let stage: Stage;
let free: TestUser[];

before(async () => {
  shop = await openTestShop();
  [stage, free] = await Promise.all([setStage(shop), crowd(shop, AT_ONCE)]);
});
after(() => shop.close());

/** The first is a little ahead, or behind: over many rounds each step of one meets each step of the other. */
const SKEWS_MS = [0, 0, 1, 3, 6, 10];

async function collide(scene: Scene, [a, b]: [ActionName, ActionName], round: number): Promise<void> {
  const skewMs = SKEWS_MS[round % SKEWS_MS.length]!;
  const later = async (name: ActionName) => {
    if (skewMs > 0) await pause(skewMs);
    return actions[name](scene);
  };
  const [first, second] = await Promise.all([actions[a](scene), later(b)]);
  assert.ok(
    mayHappen([a, first.said], [b, second.said]),
    `${a}: ${first.said}, ${b}: ${second.said} (${skewMs} ms later): ${JSON.stringify([first.body, second.body])}`,
  );
  await comesToRest(scene, [
    [a, first],
    [b, second],
  ]);
}

describe('at the same moment', { concurrency: AT_ONCE }, () => {
  for (const a of actionNames) {
    for (const b of PAIRS > 0 ? actionNames : actionNames.slice(actionNames.indexOf(a))) {
      test(`${a} and ${b}`, async () => {
        const person = free.pop()!;
        const needs = {
          order: [a, b].some((name) => ['cancel', 'pay', 'expiry'].includes(name)),
          coupon: [a, b].includes('coupon'),
        };
        try {
          for (let round = 0; round < Math.max(1, PAIRS); round += 1) {
            await collide(await setScene(stage, person, needs), [a, b], round);
          }
        } finally {
          free.push(person);
        }
      });
    }
  }
});
