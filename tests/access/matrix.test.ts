/**
 * Who may do what: every route of the contracts, tried by everybody, on things that belong to some of them. Access is denied by
 * default: a route that `calls/` does not know fails here.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathsOf, statusOf } from '#platform/contract/route.ts';
import { assertProblem } from '../shape.ts';
import { type Tables, tablesOf } from '../tables.ts';
import type { Call } from './calls/call.ts';
import { type CallerName, type Cast, callerNames, openCast, passes, tokenOf } from './cast.ts';
import { type Declared, declared, outside, send } from './routes.ts';

let cast: Cast;
let tables: Tables;

before(async () => {
  cast = await openCast();
  await cast.shop.settled();
  tables = await tablesOf(cast.shop);
});
after(() => cast.shop.close());

/** `yes`, or the code of the refusal; undefined where nothing is promised. */
function verdict({ route, entry }: Declared, caller: CallerName): string | undefined {
  const rule = passes(route, caller);
  const { may = 'all', open = [], refusal = 'auth.forbidden' } = entry as Call;
  if (rule !== 'yes') return rule;
  if (may === 'all' || may.includes(caller)) return 'yes';
  return (open as readonly CallerName[]).includes(caller) ? undefined : refusal;
}

test('somebody has thought about every route: who may, and how it is called', () => {
  const missing = outside.filter(({ entry }) => entry === undefined).map(({ name }) => name);
  assert.deepEqual(missing, []);
  const unsaid = outside.filter(({ route, entry }) => route.params !== undefined && entry?.may === undefined);
  assert.deepEqual(
    unsaid.map(({ name }) => name),
    [],
    'a route that names an id says who may',
  );
  const gone = Object.keys(declared).length - new Set(declared.map(({ name }) => name)).size;
  assert.equal(gone, 0);
});

for (const found of outside) {
  const { name, route, entry } = found;
  if (!entry) continue;
  const allowed = callerNames.filter((caller) => verdict(found, caller) === 'yes');
  const refused = callerNames.filter((caller) => !['yes', undefined].includes(verdict(found, caller)));

  if (refused.length > 0) {
    test(`${name}: refused to ${refused.join(', ')}, and changes nothing`, async () => {
      const { params, query, body } = await entry.call(cast, allowed[0]!);
      await cast.shop.settled();
      const held = await tables.read();
      for (const path of pathsOf(route)) {
        for (const caller of refused) {
          const response = await send(cast.shop, route, { params, query, body }, tokenOf(cast, caller), path);
          assertProblem(response, undefined, verdict(found, caller));
        }
      }
      await cast.shop.settled();
      assert.deepEqual(await tables.changedSince(held), []);
    });
  }

  test(`${name}: open to ${allowed.join(', ')}`, async () => {
    assert.ok(allowed.length > 0, 'nobody may');
    for (const caller of allowed) {
      const attempt = await entry.call(cast, caller);
      const response = await send(cast.shop, route, attempt, attempt.token ?? tokenOf(cast, caller));
      const shown = `${caller}: ${response.status} ${JSON.stringify(response.body)?.slice(0, 400)}`;
      if (typeof entry.answers === 'string') assert.equal(response.body.code, entry.answers, shown);
      else assert.equal(response.status, entry.answers ?? statusOf(route), shown);
    }
  });
}
