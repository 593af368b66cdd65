/** A token is judged wherever it is shown, also where none is needed; and nobody poses as a service of the shop. */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { createPeerIdentity, PEER_HEADER } from '#platform/auth/peers.ts';
import { pathsOf } from '#platform/contract/route.ts';
import { until } from '#platform/testing/until.ts';
import { createSigner } from '#services/user/src/providers/signer.ts';
import { assertProblem } from '../shape.ts';
import { addToCart, newCategory, newProduct } from '../steps.ts';
import { type Tables, tablesOf } from '../tables.ts';
import { inside, outside, send } from './routes.ts';

let shop: TestShop;
let admin: TestUser;
let buyer: TestUser;
let tables: Tables;
/** By what is wrong with it: the token, and the code that says so. */
const bad = new Map<string, { token: string; code: string }>();

before(async () => {
  shop = await openTestShop();
  [admin, buyer] = await Promise.all([shop.admin(), shop.signUp()]);
  await shop.expect(200, 'GET', '/profile', { token: admin.token });
  const claims = decodeJwt(admin.token);
  const { kid } = decodeProtectedHeader(admin.token);
  const users = shop.parts.find((part) => part.bases.has('user'))!;
  const signer = await createSigner(users.bases.get('user')!);
  const now = Math.floor(Date.now() / 1_000);
  const foreignKey = generateKeyPairSync('ed25519').privateKey;
  const byForeignKey = (payload: JWTPayload, header = {}) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid, ...header }).sign(foreignKey);
  const over = await shop.signUp();
  await shop.expect(200, 'POST', '/logout', { token: over.token });
  for (const path of ['/profile', '/products', '/cart', '/orders', '/payments', '/api/orders']) {
    await until(`${path} knows`, async () => (await shop.request('GET', path, { token: over.token })).status === 401);
  }

  const [header, , signature] = admin.token.split('.');
  const raised = Buffer.from(JSON.stringify({ ...decodeJwt(buyer.token), scope: claims.scope })).toString('base64url');
  const refused = (token: string) => ({ token, code: 'auth.required' });
  bad.set('made up', refused('x.y.z'));
  bad.set('empty of meaning', refused('null'));
  bad.set('changed after it was signed', refused(`${header}.${raised}.${signature}`));
  bad.set('signed by a stranger', refused(await byForeignKey(claims)));
  bad.set('signed by a key that nobody knows', refused(await byForeignKey(claims, { kid: 'none-of-ours' })));
  bad.set('not signed', refused(new UnsecuredJWT(claims).encode()));
  bad.set('signed with the public key as a secret', refused(hmacOf(claims, kid!)));
  bad.set('for somebody else', refused(await signer.sign({ ...claims, aud: 'another-shop' })));
  bad.set('from somebody else', refused(await signer.sign({ ...claims, iss: 'http://evil.test' })));
  bad.set('for a whole day', refused(await signer.sign({ ...claims, exp: now + 86_400 })));
  bad.set('a refresh token', refused(admin.refreshToken));
  bad.set('expired', {
    token: await signer.sign({ ...claims, iat: now - 400, exp: now - 1 }),
    code: 'auth.token_expired',
  });
  bad.set('of an ended session', { token: over.token, code: 'auth.session_ended' });
  tables = await tablesOf(shop);
});
after(() => shop.close());

function hmacOf(claims: JWTPayload, kid: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part({ alg: 'HS256', typ: 'at+jwt', kid })}.${part(claims)}`;
  return `${content}.${createHmac('sha256', kid).update(content).digest('base64url')}`;
}

const judging = outside.filter(({ route }) => route.raw !== 'webhook');

for (const { name, route } of judging) {
  test(`${name} refuses every bad token, ${route.access.kind === 'public' ? 'though it needs none' : 'whatever its owner may'}`, async () => {
    for (const [what, { token, code }] of bad) {
      const response = await send(shop, route, { body: route.body ? {} : undefined }, token);
      assert.equal(response.body.code, code, `${what}: ${response.status} ${JSON.stringify(response.body)}`);
      assertProblem(response, 401);
      assert.equal(response.headers.get('www-authenticate'), 'Bearer');
    }
    const basic = { headers: { authorization: 'Basic YTpi' }, body: route.body ? {} : undefined };
    assertProblem(await send(shop, route, basic, undefined), 401, 'auth.required');
  });
}

test('a gateway that signs in by password is judged by the gateway’s own rules, not as a user', async () => {
  const headers = { authorization: 'Basic YTpi' };
  for (const gateway of ['juspay', 'justpay', 'sandbox']) {
    const { body } = await shop.request('POST', `/payment/webhooks/${gateway}`, { headers, body: {} });
    assert.match(body.code, /^payment\./, `${gateway}: ${JSON.stringify(body)}`);
  }
});

test('a good token still works after all this', async () => {
  await shop.expect(200, 'GET', '/profile', { token: admin.token });
});

/** What somebody outside could put into the header of the services. */
function forgeries(service: string): Record<string, string> {
  const { secretKey } = shop.parts[0]!.settings.common;
  const later = Date.now() + 60_000;
  const [statement, signature] = createPeerIdentity(secretKey, 'order').issue(service).split('.');
  return {
    'without a signature': `order:${service}:${later}`,
    'with a made-up signature': `order:${service}:${later}.bm90aGluZw`,
    'signed with another secret': createPeerIdentity('another-secret-of-32-characters!!', 'order').issue(service),
    'meant for another service': createPeerIdentity(secretKey, 'order').issue(service === 'cart' ? 'user' : 'cart'),
    'prolonged after it was signed': `${statement!.replace(/\d+$/, String(later + 9_999_999))}.${signature}`,
    empty: '',
  };
}

for (const { name, service, route } of inside) {
  test(`${name} does not exist for the outside, whoever asks and whatever he claims to be`, async () => {
    const held = await tables.read();
    const claims = Object.entries(forgeries(service)).map(([what, value]) => [what, { [PEER_HEADER]: value }] as const);
    for (const [what, headers] of [['plain', {}], ...claims] as [string, Record<string, string>][]) {
      for (const token of [undefined, buyer.token, admin.token]) {
        const attempt = { headers, body: route.body ? { orderId: 1, userIds: [1] } : undefined };
        const response = await send(shop, route, attempt, token);
        assert.equal(response.body.code, 'route.not_found', `${what}: ${JSON.stringify(response.body)}`);
        assertProblem(response, 404);
      }
    }
    assert.deepEqual(await tables.changedSince(held), []);
  });
}

test('events are taken from the shop’s own relays alone', async () => {
  const event = {
    id: 1,
    source: 'payment',
    type: 'payment.succeeded',
    entityId: 1,
    version: 1,
    at: new Date(),
    data: {},
  };
  const bodies = [{ subscriber: 'order', events: [event] }, {}, [], null, { subscriber: 'order', events: 'all' }];
  for (const headers of [{}, ...Object.values(forgeries('order')).map((value) => ({ [PEER_HEADER]: value }))]) {
    for (const body of bodies) {
      const response = await shop.request('POST', '/internal/events', { body, token: admin.token, headers });
      assertProblem(response, 404, 'route.not_found');
    }
  }
});

test('what services tell each other in headers is not believed from outside', async () => {
  const category = await newCategory(shop, admin);
  const lamp = await newProduct(shop, admin, { category: category.id });
  const body = { productId: lamp.id, quantity: 1 };
  const added = await shop.request('POST', '/cart/items', { body });
  const guestId = decodeURIComponent(added.headers.getSetCookie()[0]!).split('=')[1]!.split(';')[0]!.split('.')[0]!;
  await addToCart(shop, buyer, body);
  for (const claim of Object.values(forgeries('cart'))) {
    const headers = {
      'x-haat-guest-id': guestId,
      'x-haat-user-id': String(buyer.id),
      ...(claim ? { [PEER_HEADER]: claim } : {}),
    };
    assert.deepEqual((await shop.expect(200, 'GET', '/cart', { headers })).items, []);
  }
  for (const cookie of [
    `haat_guest=${guestId}`,
    `haat_guest=${guestId}.AAAA`,
    'haat_guest=.',
    'haat_guest=',
    `haat_guest=${'x'.repeat(4_000)}`,
  ]) {
    assert.deepEqual((await shop.expect(200, 'GET', '/cart', { headers: { cookie } })).items, [], cookie);
  }
});

test('every route is judged: none is mounted that the contracts do not declare', () => {
  const known = new Set(
    [...inside, ...outside].flatMap(({ route }) => pathsOf(route).map((path) => `${route.method} ${path}`)),
  );
  const besides = /^GET \/(health\/(live|ready)|metrics|openapi\.json|docs.*)?$|^POST \/internal\/events$|^OPTIONS \*$/;
  const mounted = shop.parts.flatMap(({ app }) => mountedRoutes(app.printRoutes({ commonPrefix: false })));
  assert.deepEqual(
    [...known].filter((name) => !mounted.includes(name)),
    [],
    'the printed tree was not understood',
  );
  assert.deepEqual(
    mounted.filter((name) => !known.has(name) && !besides.test(name)),
    [],
  );
});

/** `GET /products/:id` of each line of Fastify's printed tree, whose branches are parts of paths. */
function mountedRoutes(tree: string): string[] {
  const branches: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const match = /^([│ ]*)[├└]── (\S+)(?: \((.+)\))?$/.exec(line);
    if (!match) return [];
    const depth = match[1]!.length / 4;
    branches.splice(depth, Number.POSITIVE_INFINITY, match[2]!);
    const path = branches.join('');
    const methods = (match[3] ?? '').split(', ').filter((method) => method !== '' && method !== 'HEAD');
    return methods.map((method) => `${method} ${path}`);
  });
}
