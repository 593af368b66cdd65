/** Each gateway through its real adapter in a whole shop, and the books after it: the run of `npm run gateways`. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { allGateways, play, type Result } from './play.ts';
import { scenes } from './scenes.ts';

let result: Result;
before(async () => {
  result = await play();
});

for (const gateway of allGateways) {
  describe(gateway, () => {
    for (const scene of Object.keys(scenes)) {
      test(`${scene}: ends in one paid order or in one finished refund`, () => {
        const played = result.played.find((one) => one.gateway === gateway && one.scene === scene);
        assert.equal(played?.failure, null);
      });
    }
  });
}

test('after all of it the invariants hold and the ledger says of each gateway what it holds', () => {
  assert.deepEqual(result.books, []);
});
