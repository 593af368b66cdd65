/** Every route that takes an Idempotency-Key, called twice under one: a request whose answer was lost can be sent again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Tables, tablesOf } from '../tables.ts';
import { type CallerName, type Cast, callerNames, openCast, passes, tokenOf } from './cast.ts';
import { type Declared, outside, send } from './routes.ts';

let cast: Cast;
let tables: Tables;

before(async () => {
  cast = await openCast();
  await cast.shop.settled();
  tables = await tablesOf(cast.shop);
});
after(() => cast.shop.close());

const keyed = outside.filter(({ route }) => route.idempotent);
/** Only what succeeds is replayed: these are refused here, and repeated where the payment service is tried. */
const refusedHere = ['payment.resolvePayment', 'payment.retryRefund', 'user.createFirstAdmin'];

/** Staff where they may: they are held up least. */
const callerOf = ({ route, entry }: Declared): CallerName => {
  const may = callerNames.filter((caller) => passes(route, caller) === 'yes');
  const said = entry!.may ?? 'all';
  return may.findLast((caller) => said === 'all' || said.includes(caller))!;
};

test('of each route with a key it is known whether it succeeds here', () => {
  const refused = keyed.filter(({ entry }) => typeof entry!.answers === 'string').map(({ name }) => name);
  assert.deepEqual(refused.sort(), refusedHere);
});

for (const found of keyed.filter(({ name }) => !refusedHere.includes(name))) {
  test(`sent again with its key, it answers the same and changes nothing: ${found.name}`, async () => {
    const { route, entry } = found;
    const caller = callerOf(found);
    const attempt = await entry!.call(cast, caller);
    const keyedAttempt = { ...attempt, headers: { ...attempt.headers, 'idempotency-key': `again-${found.name}` } };
    const ask = () => send(cast.shop, route, keyedAttempt, attempt.token ?? tokenOf(cast, caller));
    const first = await ask();
    assert.ok(first.status < 300, `${caller}: ${first.status} ${JSON.stringify(first.body)}`);
    await cast.shop.settled();
    const held = await tables.read();
    const again = await ask();
    assert.deepEqual([again.status, again.body], [first.status, first.body]);
    await cast.shop.settled();
    assert.deepEqual(await tables.changedSince(held), []);
  });
}
