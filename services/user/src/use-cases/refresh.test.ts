import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';

const shop = await openTestShop();
after(() => shop.close());

const refresh = (refreshToken: string) => shop.request('POST', '/token/refresh', { body: { refreshToken } });
const code = (answer: { status: number; body: { code?: string } }) => `${answer.status} ${answer.body.code ?? 'fine'}`;
const isAlive = async (token: string) => (await shop.request('GET', '/profile', { token })).status === 200;
/** The ten seconds in which a repeat is answered are over. */
const timePasses = (sessionId: number) =>
  shop.sql(`update haat_user.session set rotated_at = rotated_at - interval '11 seconds' where id = $1`, [sessionId]);

async function signIn() {
  const { email, password } = await shop.signUp();
  return shop.expect(200, 'POST', '/login', { body: { email, password } });
}

test('a refresh token gets a new pair that works, in the same session', async () => {
  const first = await signIn();
  const { status, body } = await refresh(first.refreshToken);
  assert.equal(status, 200);
  assert.equal(body.sessionId, first.sessionId);
  assert.notEqual(body.refreshToken, first.refreshToken);
  assert.ok(await isAlive(body.accessToken));
  assert.equal((await refresh(body.refreshToken)).status, 200);
});

test('within ten seconds a repeat gets the same successor, as long as that one is unused', async () => {
  const first = await signIn();
  const once = await refresh(first.refreshToken);
  const twice = await refresh(first.refreshToken);
  assert.equal(twice.status, 200);
  assert.equal(twice.body.refreshToken, once.body.refreshToken);
  assert.equal((await refresh(once.body.refreshToken)).status, 200);
});

test('of twenty exchanges at the same time all get the same successor', async () => {
  const first = await signIn();
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first.refreshToken)));
  assert.deepEqual(new Set(answers.map(code)), new Set(['200 fine']));
  assert.equal(new Set(answers.map((answer) => answer.body.refreshToken)).size, 1);
  const [row] = await shop.sql('select generation, ended_at from haat_user.session where id = $1', [first.sessionId]);
  assert.deepEqual(row, { generation: 2, ended_at: null });
});

test('a repeat after ten seconds is a theft: the session ends, for both holders', async () => {
  const first = await signIn();
  const next = (await refresh(first.refreshToken)).body;
  await timePasses(first.sessionId);
  assert.equal(code(await refresh(first.refreshToken)), '401 auth.refresh_invalid');
  assert.equal(code(await refresh(next.refreshToken)), '401 auth.session_ended');
  assert.equal(await isAlive(next.accessToken), false);
  assert.equal(await isAlive(first.accessToken), false);
});

test('a repeat after the successor was used is a theft, also within ten seconds', async () => {
  const first = await signIn();
  const second = (await refresh(first.refreshToken)).body;
  const third = (await refresh(second.refreshToken)).body;
  assert.equal(code(await refresh(first.refreshToken)), '401 auth.refresh_invalid');
  assert.equal(code(await refresh(third.refreshToken)), '401 auth.session_ended');
  assert.equal(await isAlive(third.accessToken), false);
});

test('a token of many generations ago still gives its thief away', async () => {
  const first = await signIn();
  let newest = first;
  for (let turn = 0; turn < 5; turn += 1) newest = (await refresh(newest.refreshToken)).body;
  assert.equal((await refresh(first.refreshToken)).status, 401);
  assert.equal(await isAlive(newest.accessToken), false);
  const [entry] = await shop.sql(
    `select action from haat_user.audit_entry where entity = 'session' and entity_id = $1 and action = 'refresh.reused'`,
    [first.sessionId],
  );
  assert.ok(entry);
});

test('two holders at the same time: each generation has one token, and at most one of them still works', async () => {
  for (let round = 0; round < 2; round += 1) {
    const first = await signIn();
    const issued = new Set<string>([first.refreshToken]);
    for (let turn = 0; turn < 3; turn += 1) {
      const answers = await Promise.all([...issued].flatMap((token) => [refresh(token), refresh(token)]));
      for (const { status, body } of answers) if (status === 200) issued.add(body.refreshToken);
    }
    const generations = [...issued].map((token) => token.split('.')[1]);
    assert.equal(new Set(generations).size, issued.size);
    await timePasses(first.sessionId);
    const late = await Promise.all([...issued].map((token) => refresh(token)));
    assert.ok(late.filter((answer) => answer.status === 200).length <= 1);
  }
});

test('a guessed or altered token ends nobody’s session', async () => {
  const first = await signIn();
  const [session, , secret] = first.refreshToken.split('.');
  const guesses = [
    'x',
    'a.b.c.d',
    `${session}.1.${'A'.repeat(43)}.${'A'.repeat(43)}`,
    `${session}.2.${secret}.${first.refreshToken.split('.')[3]}`,
    `${first.refreshToken}x`,
    first.accessToken,
    `999999.1.${secret}.${first.refreshToken.split('.')[3]}`,
    "' or 1=1 --",
  ];
  for (const guess of guesses) assert.equal(code(await refresh(guess)), '401 auth.refresh_invalid', guess);
  assert.equal(code(await shop.request('POST', '/token/refresh', { body: {} })), '422 validation.failed');
  assert.equal(
    code(await shop.request('POST', '/token/refresh', { body: { refreshToken: 7 } })),
    '422 validation.failed',
  );
  assert.equal((await refresh(first.refreshToken)).status, 200);
});

test('the mission’s spelling refresh_token works too', async () => {
  const { refreshToken } = await signIn();
  await shop.expect(200, 'POST', '/token/refresh', { body: { refresh_token: refreshToken } });
});

test('a session that was idle too long, or is too old, is over', async () => {
  for (const column of ['idle_until', 'expires_at']) {
    const first = await signIn();
    await shop.sql(`update haat_user.session set ${column} = now() - interval '1 second' where id = $1`, [
      first.sessionId,
    ]);
    assert.equal(code(await refresh(first.refreshToken)), '401 auth.refresh_invalid');
  }
});

test('use moves the idle end on, and never beyond the absolute one', async () => {
  const first = await signIn();
  await shop.sql(
    `update haat_user.session set idle_until = now() + interval '1 day', expires_at = now() + interval '3 days' where id = $1`,
    [first.sessionId],
  );
  const { body } = await refresh(first.refreshToken);
  assert.ok(Math.abs(body.refreshExpiresIn - 3 * 86_400) < 60, String(body.refreshExpiresIn));
});

test('an access token never outlives its session', async () => {
  const first = await signIn();
  await shop.sql(`update haat_user.session set expires_at = now() + interval '40 seconds' where id = $1`, [
    first.sessionId,
  ]);
  const { body } = await refresh(first.refreshToken);
  assert.ok(body.expiresIn <= 40 && body.expiresIn > 30);
});

test('last seen moves with a refresh', async () => {
  const first = await signIn();
  await shop.sql(`update haat_user.session set last_seen_at = now() - interval '1 day' where id = $1`, [
    first.sessionId,
  ]);
  await refresh(first.refreshToken);
  const [row] = await shop.sql(
    `select last_seen_at > now() - interval '1 minute' as recent from haat_user.session where id = $1`,
    [first.sessionId],
  );
  assert.ok(row.recent);
});

test('what the database holds is not enough to make a refresh token', async () => {
  const first = await signIn();
  const [row] = await shop.sql('select * from haat_user.session where id = $1', [first.sessionId]);
  const secret = first.refreshToken.split('.')[2];
  assert.ok(!JSON.stringify(row).includes(secret));
  assert.equal((await refresh(`${row.id}.1.${row.refresh_hash}`)).status, 401);
});
