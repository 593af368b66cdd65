/**
 * Input that no honest client sends, on every route and in every part of it: refused by a 4xx problem that names its code, or
 * harmless; never a failure of ours, and what is refused changes nothing. The contracts say which is which.
 */
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import type { TestResponse } from '#apps/server/src/testing.ts';
import { inputDecoder } from '#platform/contract/decode.ts';
import { pathsOf } from '#platform/contract/route.ts';
import { assertProblem } from '../shape.ts';
import { signInAgain } from '../steps.ts';
import { type Tables, tablesOf } from '../tables.ts';
import type { Attempt, Call } from './calls/call.ts';
import { type Cast, openCast, type PersonName, tokenOf } from './cast.ts';
import { brokenBodies, type Naughty, naughtyBodies, naughtyParams, naughtyQueries } from './naughty-values.ts';
import { addressOf, type Declared, outside } from './routes.ts';

/** At once, as a crowd would. */
const CROWD = 16;

let cast: Cast;
let tables: Tables;

before(async () => {
  cast = await openCast();
  await cast.shop.settled();
  tables = await tablesOf(cast.shop);
});
after(() => cast.shop.close());

/** One for whom a proper call would succeed. */
function callerOf({ route, entry }: Declared): PersonName {
  const { may } = entry as Call;
  if (may !== undefined && may !== 'all') return may.find((name) => name !== 'nobody') as PersonName;
  return route.access.kind === 'permission' ? 'admin' : 'customer';
}

async function sendNaughty(
  { route }: Declared,
  caller: PersonName,
  { attempt, rawParams, rawQuery }: Naughty,
): Promise<TestResponse> {
  let path = pathsOf(route)[0]!;
  for (const [name, text] of Object.entries(rawParams ?? {})) path = path.replace(`:${name}`, text);
  const address = addressOf(route, rawQuery === undefined ? attempt : { ...attempt, query: {} }, path);
  const token = attempt.token ?? tokenOf(cast, caller);
  const { headers, body } = attempt;
  return cast.shop.request(route.method, rawQuery === undefined ? address : `${address}?${rawQuery}`, {
    token,
    headers,
    body,
  });
}

/** Whether the contract itself takes it. What cannot be decoded at all, it does not. */
function isTaken(
  { route }: Declared,
  decode: (raw: object) => unknown,
  { attempt, rawParams, rawQuery, never }: Naughty,
): boolean {
  if (never) return false;
  try {
    const decoded = Object.entries(rawParams ?? {}).map(([name, text]) => [name, decodeURIComponent(text)] as const);
    const params = { ...textual(attempt.params), ...Object.fromEntries(decoded) };
    const query = rawQuery === undefined ? attempt.query : queryOf(rawQuery);
    const body =
      typeof attempt.body === 'string'
        ? JSON.parse(attempt.body)
        : attempt.body && JSON.parse(JSON.stringify(attempt.body));
    decode({ params: route.params && params, query, body });
    return true;
  } catch {
    return false;
  }
}

const textual = (params: Attempt['params'] = {}) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));

function queryOf(raw: string): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  for (const pair of raw.split('&')) {
    const [name, text] = pair.split('=', 2) as [string, string];
    const value = readText(text.replaceAll('+', ' '));
    query[name] = name in query ? [query[name], value].flat() : value;
  }
  return query;
}

/** What is not percent-encoded properly is taken as it stands. */
function readText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function inCrowds<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += CROWD) await Promise.all(items.slice(from, from + CROWD).map(work));
}

function assertNoFailure(response: TestResponse, what: string): void {
  assert.ok(response.status < 500, `${what}: ${response.status} ${JSON.stringify(response.body)}`);
  if (response.status >= 400) assertProblem(response);
}

/** Sessions may have ended by what was tried before. */
async function isSignedIn(caller: PersonName): Promise<void> {
  const { shop, people } = cast;
  const { status } = await shop.request('GET', '/validate-token', { token: people[caller].token });
  if (status === 401) people[caller] = await signInAgain(shop, people[caller]);
}

for (const found of outside) {
  const { name, route, entry } = found;
  if (!entry || (!route.params && !route.query && !route.body) || route.raw === 'stream') continue;

  test(`${name} bears any input`, async () => {
    const caller = callerOf(found);
    await isSignedIn(caller);
    const valid = await entry.call(cast, caller);
    const decode = inputDecoder(route) as (raw: object) => unknown;
    const all = [
      ...naughtyParams(route.params, valid),
      ...naughtyQueries(route.query, valid),
      ...naughtyBodies(route.raw ? undefined : route.body, valid),
    ];
    const { refused = [], taken = [] } = Object.groupBy(all, (one) =>
      isTaken(found, decode, one) ? 'taken' : 'refused',
    );
    assert.ok(refused.length > 0, 'nothing is ever refused');

    await cast.shop.settled();
    const held = await tables.read();
    await inCrowds(refused, async (one) => {
      const response = await sendNaughty(found, caller, one);
      assert.ok(
        response.status >= 400,
        `${one.what}: ${response.status} ${JSON.stringify(response.body)?.slice(0, 200)}`,
      );
      assertNoFailure(response, one.what);
    });
    await cast.shop.settled();
    assert.deepEqual(await tables.changedSince(held), [], 'changed by what was refused');

    for (const one of oneOfEach(taken)) {
      const attempt = route.method === 'GET' ? one.attempt : await again(entry, caller, one);
      assertNoFailure(await sendNaughty(found, caller, { ...one, attempt }), one.what);
      if (name.startsWith('user.')) await isSignedIn(caller);
    }
  });
}

/** Of the odd values that a place does take, one is really tried. */
function oneOfEach(taken: readonly Naughty[]): Naughty[] {
  return [...new Map(taken.map((one) => [one.what.split('=')[0], one])).values()];
}

/** The same oddity upon a fresh valid call: the one before has used up what it was about. */
async function again(entry: Call, caller: PersonName, { attempt, rawParams }: Naughty): Promise<Attempt> {
  const fresh = await entry.call(cast, caller);
  return { ...fresh, params: rawParams ? attempt.params : fresh.params, body: attempt.body };
}

const withBody = outside.filter(({ route }) => route.body !== undefined && !route.raw);

test('a body that is broken, not UTF-8 or not of our kind is refused by every route that reads one', async () => {
  const held = await tables.read();
  for (const found of withBody) {
    const { name, route } = found;
    const token = tokenOf(cast, callerOf(found));
    await inCrowds(brokenBodies, async ({ what, body, type = 'application/json', code }) => {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      const headers: Record<string, string> = { 'content-type': type };
      const response = await cast.shop.request(route.method, addressOf(route, {}), { token, headers, body: bytes });
      assert.equal(response.body.code, code, `${name}, ${what}: ${response.status} ${JSON.stringify(response.body)}`);
      assertProblem(response);
    });
  }
  await cast.shop.settled();
  assert.deepEqual(await tables.changedSince(held), []);
});

test('nesting without end is refused, or ignored where nobody reads it', async () => {
  for (const found of withBody) {
    const { name, route } = found;
    const token = tokenOf(cast, callerOf(found));
    const fields = Object.keys((route.body as { properties?: object }).properties ?? {}).slice(0, 4);
    const whole = ['signup', 'addToCart', 'createProduct'].includes(name.split('.')[1]!);
    const bodies = [
      ...fields.map((field) => `{"${field}":${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
      ...(whole
        ? ['['.repeat(200_000) + ']'.repeat(200_000), `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`]
        : []),
    ];
    await inCrowds(bodies, async (body) => {
      const response = await cast.shop.request(route.method, addressOf(route, {}), { token, body });
      assertNoFailure(response, `${name}, ${body.slice(0, 30)}…`);
      assert.ok(response.status >= 400 || fields.length === 0, `${name}: ${response.status}`);
    });
  }
});

test('ten megabytes are refused by every route before they have arrived', async () => {
  for (const found of withBody) {
    const answer = await sendTooMuch(found);
    assert.deepEqual(answer, { status: 413, code: 'body.too_large' }, found.name);
  }
});

/** Ten megabytes announced, one sent: an answer comes all the same. */
function sendTooMuch(found: Declared): Promise<{ status: number; code: string }> {
  const { route } = found;
  const headers = {
    'content-type': 'application/json',
    'content-length': 10 * 1_048_576,
    authorization: `Bearer ${tokenOf(cast, callerOf(found))}`,
  };
  return new Promise((resolve, reject) => {
    const sending = httpRequest(cast.shop.url(route.method, addressOf(route, {})), {
      method: route.method,
      headers,
      agent: false,
    });
    sending.on('response', (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, code: JSON.parse(text).code }));
      response.on('end', () => sending.destroy());
    });
    sending.on('error', reject);
    sending.write(`{"a":"${'x'.repeat(1_048_576)}`);
  });
}

test('a malformed cursor is refused by every list', async () => {
  const lists = outside.filter(({ route }) => 'cursor' in ((route.query as { properties?: object })?.properties ?? {}));
  assert.ok(lists.length >= 15);
  for (const found of lists) {
    const { entry, route, name } = found;
    const caller = callerOf(found);
    await isSignedIn(caller);
    const valid = await entry!.call(cast, caller);
    for (const cursor of ['nonsense', 'e30', 'W10', 'WyJ4IiwieSIsInoiLCJ3IiwidiJd', 'AAAA', '__proto__']) {
      const response = await sendNaughty(found, caller, {
        what: cursor,
        attempt: { ...valid, query: { ...valid.query, cursor } },
      });
      assert.equal(
        response.status,
        422,
        `${name} ${route.method} cursor=${cursor}: ${JSON.stringify(response.body)?.slice(0, 200)}`,
      );
      assertProblem(response, 422, 'validation.failed');
    }
  }
});
