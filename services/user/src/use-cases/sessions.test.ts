import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestShop, type TestUser } from '#apps/server/src/testing.ts';
import { createEndedSessions } from '#platform/auth/sessions.ts';
import { until } from '#platform/testing/until.ts';
import { followEnds } from './follow-ends.ts';

const shop = await openTestShop();
after(() => shop.close());

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0';
const signIn = (user: TestUser, userAgent = firefox) =>
  shop.expect(200, 'POST', '/login', {
    body: { email: user.email, password: user.password },
    headers: { 'user-agent': userAgent },
  });
const refused = async (token: string) => {
  // In one process at once; apart within the two seconds of the feed.
  const check = async () => (await shop.request('GET', '/profile', { token })).body.code === 'auth.session_ended';
  if (!shop.apart) assert.ok(await check());
  else await until('the token to be refused', check, 2_000);
};

test('a user sees his sessions: device, last seen, which is this one', async () => {
  const user = await shop.signUp();
  await signIn(user);
  const page = await shop.expect(200, 'GET', '/sessions', { token: user.token });
  assert.equal(page.total, 2);
  assert.equal(page.items[0].device, 'Firefox on Linux');
  assert.deepEqual(
    page.items.map((session: { current: boolean }) => session.current),
    [false, true],
  );
  for (const session of page.items) {
    assert.equal(session.status, 'active');
    assert.ok(Date.parse(session.lastSeenAt) > Date.now() - 60_000);
    assert.ok(!JSON.stringify(session).includes('hash'));
  }
});

test('sessions are paged and filtered by status', async () => {
  const user = await shop.signUp();
  for (let count = 0; count < 4; count += 1) await signIn(user);
  await shop.sql(
    `update haat_user.session set idle_until = now() - interval '1 minute'
     where id = (select min(id) from haat_user.session where account_id = $1 and id <> $2)`,
    [user.id, 0],
  );
  const first = await shop.expect(200, 'GET', '/sessions?limit=3', { token: user.token });
  const rest = await shop.expect(200, 'GET', `/sessions?limit=3&cursor=${first.nextCursor}`, { token: user.token });
  assert.deepEqual([first.items.length, rest.items.length, rest.nextCursor], [3, 2, null]);
  const second = await shop.expect(200, 'GET', '/sessions?limit=3&page=2', { token: user.token });
  assert.deepEqual(second.items, rest.items);
  const expired = await shop.expect(200, 'GET', '/sessions?status=expired', { token: user.token });
  assert.equal(expired.total, 1);
  for (const cursor of [
    'x',
    'aWQ6',
    '%00',
    Buffer.from('id:-1').toString('base64url'),
    'aWQ6OTk5OTk5OTk5OTk5OTk5OTk5OTk5',
  ]) {
    const { status } = await shop.request('GET', `/sessions?cursor=${cursor}`, { token: user.token });
    assert.equal(status, 422, cursor);
  }
});

test('logout ends the session at once: access token and refresh token are dead', async () => {
  const user = await shop.signUp();
  const other = await signIn(user);
  await shop.expect(200, 'POST', '/logout', { token: user.token });
  await refused(user.token);
  const again = await shop.request('POST', '/token/refresh', { body: { refreshToken: user.refreshToken } });
  assert.equal(again.body.code, 'auth.session_ended');
  assert.equal((await shop.request('POST', '/logout', { token: user.token })).status, 401);
  await shop.expect(200, 'GET', '/profile', { token: other.accessToken });
});

test('validate-token answers who it is by GET and POST, and 401 for every token that is not alive', async () => {
  const user = await shop.signUp();
  for (const method of ['GET', 'POST']) {
    const body = await shop.expect(200, method, '/validate-token', { token: user.token });
    assert.equal(body.valid, true);
    assert.deepEqual(body.user, { id: user.id, email: user.email, name: 'Asha Rao', roles: ['customer'] });
  }
  await shop.expect(200, 'GET', '/validate-token/', { token: user.token });
  const [head, claims, signature] = user.token.split('.');
  const elevated = Buffer.from(
    JSON.stringify({
      ...JSON.parse(Buffer.from(claims!, 'base64url').toString()),
      roles: ['admin'],
      scope: 'users.manage',
    }),
  ).toString('base64url');
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
  for (const token of [
    'x',
    `${head}.${elevated}.${signature}`,
    `${none}.${elevated}.`,
    `${none}.${elevated}.x`,
    `${head}.${claims}.`,
    user.refreshToken,
  ]) {
    assert.equal((await shop.request('GET', '/validate-token', { token })).status, 401, token);
  }
  assert.equal((await shop.request('GET', '/validate-token')).status, 401);
  for (const authorization of ['', 'Bearer', 'Basic YTpi', `Bearer ${user.token} x`]) {
    assert.equal((await shop.request('GET', '/validate-token', { headers: { authorization } })).status, 401);
  }
  await shop.expect(200, 'POST', '/logout', { token: user.token });
  const ended = await shop.request('GET', '/validate-token', { token: user.token });
  assert.deepEqual([ended.status, ended.body.code], [401, 'auth.session_ended']);
});

test('validate-token asks the session itself, so an end that no feed has brought counts too', async () => {
  const user = await shop.signUp();
  await shop.sql(`update haat_user.session set expires_at = now() - interval '1 second' where account_id = $1`, [
    user.id,
  ]);
  assert.equal((await shop.request('GET', '/validate-token', { token: user.token })).body.code, 'auth.session_ended');
});

test('a user ends one session and keeps the others', async () => {
  const user = await shop.signUp();
  const other = await signIn(user);
  await shop.expect(204, 'DELETE', `/sessions/${other.sessionId}`, { token: user.token });
  await refused(other.accessToken);
  await shop.expect(200, 'GET', '/profile', { token: user.token });
  await shop.expect(204, 'DELETE', `/sessions/${other.sessionId}`, { token: user.token });
  const ended = await shop.expect(200, 'GET', '/sessions?status=ended', { token: user.token });
  assert.equal(ended.items[0].endReason, 'ended_by_user');
});

test('somebody else’s session looks like none, and stays', async () => {
  const [user, stranger] = await Promise.all([shop.signUp(), shop.signUp()]);
  const { sessionId } = await signIn(stranger);
  for (const id of [sessionId, 9_999_999]) {
    const { status, body } = await shop.request('DELETE', `/sessions/${id}`, { token: user.token });
    assert.deepEqual([status, body.code], [404, 'session.not_found']);
  }
  await shop.expect(200, 'GET', '/profile', { token: stranger.token });
});

test('a user ends all sessions, or all but this one', async () => {
  const user = await shop.signUp();
  const other = await signIn(user);
  await shop.expect(204, 'DELETE', '/sessions?keepCurrent=true', { token: user.token });
  await refused(other.accessToken);
  await shop.expect(200, 'GET', '/profile', { token: user.token });
  await shop.expect(204, 'DELETE', '/sessions', { token: user.token });
  await refused(user.token);
});

test('an admin sees and ends anyone’s sessions; nobody else does', async () => {
  const [user, admin, seller] = await Promise.all([shop.signUp(), shop.admin(), shop.signUp({ roles: ['seller'] })]);
  const other = await signIn(user);
  for (const token of [user.token, seller.token]) {
    for (const [method, path] of [
      ['GET', `/users/${user.id}/sessions`],
      ['DELETE', `/users/${user.id}/sessions`],
      ['DELETE', `/users/${user.id}/sessions/${other.sessionId}`],
    ] as const) {
      assert.equal((await shop.request(method, path, { token })).status, 403);
    }
  }
  const page = await shop.expect(200, 'GET', `/users/${user.id}/sessions`, { token: admin.token });
  assert.equal(page.total, 2);
  assert.ok(page.items.every((session: { current: boolean }) => !session.current));
  const wrong = `/users/${seller.id}/sessions/${other.sessionId}`;
  assert.equal((await shop.request('DELETE', wrong, { token: admin.token })).body.code, 'session.not_found');
  await shop.expect(204, 'DELETE', `/users/${user.id}/sessions/${other.sessionId}`, { token: admin.token });
  await refused(other.accessToken);
  await shop.expect(204, 'DELETE', `/users/${user.id}/sessions`, { token: admin.token });
  await refused(user.token);
  for (const method of ['GET', 'DELETE']) {
    const { body } = await shop.request(method, '/users/9999999/sessions', { token: admin.token });
    assert.equal(body.code, 'user.not_found');
  }
});

test('who looks after users cannot sign out an admin', async () => {
  const admin = await shop.admin();
  const role = await shop.expect(201, 'POST', '/roles', {
    token: admin.token,
    body: { name: `desk-${Date.now()}`, permissions: ['users.read', 'users.manage'] },
  });
  const desk = await shop.signUp({ roles: [role.name] });
  const { status } = await shop.request('DELETE', `/users/${admin.id}/sessions`, { token: desk.token });
  assert.equal(status, 403);
  await shop.expect(200, 'GET', '/profile', { token: admin.token });
});

test('each end of a session is announced once, also when it is ended twenty times at once', async () => {
  const user = await shop.signUp();
  const { sessionId } = await signIn(user);
  await Promise.all(
    Array.from({ length: 20 }, () => shop.expect(204, 'DELETE', `/sessions/${sessionId}`, { token: user.token })),
  );
  const rows = await shop.sql(
    `select data from haat_user.outbox where type = 'user.session_ended' and entity_id = $1`,
    [sessionId],
  );
  assert.equal(rows.length, 1);
  assert.equal(rows[0].data.userId, user.id);
});

test('another process learns of an end within its second, and the internal feed is closed to the outside', async () => {
  const user = await shop.signUp();
  // As a second process of the user service would do it: straight in the database.
  await shop.sql(`update haat_user.session set ended_at = $2, end_reason = 'logout' where account_id = $1`, [
    user.id,
    new Date(),
  ]);
  await until(
    'the end to be known',
    async () => (await shop.request('GET', '/profile', { token: user.token })).status === 401,
    3_000,
  );
  for (const [method, path] of [
    ['GET', '/internal/user/ended-sessions?since=0'],
    ['POST', '/internal/user/contacts'],
  ] as const) {
    const { status, body } = await shop.request(method, path, {
      token: (await shop.admin()).token,
      body: method === 'POST' ? { userIds: [1] } : undefined,
    });
    assert.deepEqual([status, body.code], [404, 'route.not_found']);
  }
});

test('an end whose COMMIT came late is heard of by other processes all the same', async () => {
  const base = shop.parts.find((part) => part.bases.has('user'))!.bases.get('user')!;
  const other = createEndedSessions({ fed: false });
  const follow = followEnds({ ...base, endedSessions: other });
  await follow();
  const { id } = await shop.signUp();
  const [{ id: sessionId }] = await shop.sql('select id from haat_user.session where account_id = $1', [id]);
  await shop.sql(
    `update haat_user.session set ended_at = now() - interval '40 seconds', end_reason = 'logout' where id = $1`,
    [sessionId],
  );
  assert.equal(other.has(String(sessionId)), false);
  await follow();
  assert.ok(other.has(String(sessionId)));
});
