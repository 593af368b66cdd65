import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { openTestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';

const shop = await openTestShop();
after(() => shop.close());

const next = 'another long phrase';
const refused = async (token: string) => (await shop.request('GET', '/profile', { token })).status === 401;
const signIn = (email: string, password: string) => shop.request('POST', '/login', { body: { email, password } });
const second = async (user: TestUser) => (await signIn(user.email, user.password)).body;

/** The token of the newest mail to an address that holds `path`. */
async function mailedToken(to: string, path: string, seen: readonly string[] = []): Promise<string> {
  return until(`a mail to ${to}`, async () => {
    const mails = (await shop.mails()).filter((mail) => mail.includes(to)).map((mail) => mail.replaceAll('=\r\n', ''));
    const links = mails.flatMap((mail) => [...mail.matchAll(/(https?:\S+)\?token=(?:3D)?([\w-]+)/g)]);
    const fresh = links.find(([, address, token]) => address!.endsWith(path) && !seen.includes(token!));
    if (!fresh) return null;
    assert.ok(fresh[1]!.startsWith(shop.parts[0]!.settings.common.publicUrl), 'the link is made from PUBLIC_URL');
    return fresh[2];
  });
}

async function askReset(email: string, seen: readonly string[] = []): Promise<string> {
  await shop.expect(202, 'POST', '/reset-password', { body: { email } });
  return mailedToken(email, '/account/reset-password', seen);
}

test('a change of password needs the current one, keeps this session and ends the others', async () => {
  const user = await shop.signUp();
  const other = await second(user);
  const wrong = await shop.request('PUT', '/profile/password', {
    token: user.token,
    body: { currentPassword: 'not it at all', newPassword: next },
  });
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'user.password_wrong']);
  await shop.expect(200, 'PUT', '/profile/password', {
    token: user.token,
    body: { currentPassword: user.password, newPassword: next },
  });
  await shop.expect(200, 'GET', '/profile', { token: user.token });
  assert.ok(await refused(other.accessToken));
  assert.equal((await signIn(user.email, user.password)).status, 401);
  assert.equal((await signIn(user.email, next)).status, 200);
});

test('a common new password is refused and the old one stays', async () => {
  const user = await shop.signUp();
  const { status, body } = await shop.request('PUT', '/profile/password', {
    token: user.token,
    body: { currentPassword: user.password, newPassword: 'password123' },
  });
  assert.deepEqual([status, body.code], [422, 'user.password_common']);
  assert.equal((await signIn(user.email, user.password)).status, 200);
});

test('of two changes at the same time one wins, and its password is the one that works', async () => {
  const user = await shop.signUp();
  const phrases = ['phrase number one', 'phrase number two'];
  const answers = await Promise.all(
    phrases.map((newPassword) =>
      shop.request('PUT', '/profile/password', {
        token: user.token,
        body: { currentPassword: user.password, newPassword },
      }),
    ),
  );
  const winner = answers.findIndex((answer) => answer.status === 200);
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 422]);
  assert.equal((await signIn(user.email, phrases[winner]!)).status, 200);
  assert.equal((await signIn(user.email, phrases[1 - winner]!)).status, 401);
});

test('a sign-in that races with a change of password never leaves a session of the old password behind', async () => {
  for (let round = 0; round < 3; round += 1) {
    const user = await shop.signUp();
    const [, ...logins] = await Promise.all([
      shop.expect(200, 'PUT', '/profile/password', {
        token: user.token,
        body: { currentPassword: user.password, newPassword: next },
      }),
      ...Array.from({ length: 5 }, () => signIn(user.email, user.password)),
    ]);
    for (const { status, body } of logins) if (status === 200) assert.ok(await refused(body.accessToken));
  }
});

test('asking for a reset answers the same for known and unknown e-mails', async () => {
  const user = await shop.signUp();
  const known = await shop.request('POST', '/reset-password', { body: { email: user.email } });
  const unknown = await shop.request('POST', '/reset-password', { body: { email: `nobody-${user.email}` } });
  assert.deepEqual([known.status, known.body], [202, unknown.body]);
  assert.equal(unknown.status, 202);
  assert.equal((await shop.request('POST', '/reset-password', { body: { email: 'nothing' } })).status, 422);
});

test('the mailed link sets a password once, and signs out everywhere', async () => {
  const user = await shop.signUp();
  const token = await askReset(user.email.toUpperCase().toLowerCase());
  await shop.expect(200, 'POST', '/reset-password/confirm', { body: { token, password: next } });
  assert.ok(await refused(user.token));
  const refresh = await shop.request('POST', '/token/refresh', { body: { refreshToken: user.refreshToken } });
  assert.equal(refresh.body.code, 'auth.session_ended');
  assert.equal((await signIn(user.email, next)).status, 200);
  assert.equal((await signIn(user.email, user.password)).status, 401);
  const again = await shop.request('POST', '/reset-password/confirm', { body: { token, password: 'a third phrase' } });
  assert.deepEqual([again.status, again.body.code], [422, 'user.token_invalid']);
});

test('of ten uses of one link at the same time exactly one sets its password', async () => {
  const user = await shop.signUp();
  const token = await askReset(user.email);
  const phrases = Array.from({ length: 10 }, (_, index) => `phrase number ${index}`);
  const answers = await Promise.all(
    phrases.map((password) => shop.request('POST', '/reset-password/confirm', { body: { token, password } })),
  );
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
  const winner = phrases[answers.findIndex((answer) => answer.status === 200)]!;
  assert.equal((await signIn(user.email, winner)).status, 200);
});

test('the link lives for 30 minutes', async () => {
  const user = await shop.signUp();
  const token = await askReset(user.email);
  const [row] = await shop.sql(`select expires_at, created_at from haat_user.one_time_token where account_id = $1`, [
    user.id,
  ]);
  const livesMs = row.expires_at - row.created_at;
  assert.ok(Math.abs(livesMs - 1_800_000) < 5_000, String(livesMs));
  await shop.sql(`update haat_user.one_time_token set expires_at = now() - interval '1 second' where account_id = $1`, [
    user.id,
  ]);
  const { body } = await shop.request('POST', '/reset-password/confirm', { body: { token, password: next } });
  assert.equal(body.code, 'user.token_invalid');
});

test('a used link voids the others, and a changed password voids all', async () => {
  const user = await shop.signUp();
  const first = await askReset(user.email);
  const other = await askReset(user.email, [first]);
  await shop.expect(200, 'POST', '/reset-password/confirm', { body: { token: first, password: next } });
  const voided = await shop.request('POST', '/reset-password/confirm', { body: { token: other, password: next } });
  assert.equal(voided.body.code, 'user.token_invalid');
});

test('a refused password leaves the link usable', async () => {
  const user = await shop.signUp();
  const token = await askReset(user.email);
  const common = await shop.request('POST', '/reset-password/confirm', { body: { token, password: 'password1' } });
  assert.equal(common.body.code, 'user.password_common');
  await shop.expect(200, 'POST', '/reset-password/confirm', { body: { token, password: next } });
});

test('guessed tokens and tokens for something else open nothing', async () => {
  const user = await shop.signUp();
  await shop.expect(202, 'POST', '/profile/email', {
    token: user.token,
    body: { email: `new-${user.email}`, password: user.password },
  });
  const emailToken = await mailedToken(`new-${user.email}`, '/account/confirm-email');
  const [row] = await shop.sql('select token_hash from haat_user.one_time_token where account_id = $1', [user.id]);
  for (const token of [emailToken, row.token_hash, 'x'.repeat(43), "' or '1'='1' -- ------"]) {
    const { body } = await shop.request('POST', '/reset-password/confirm', { body: { token, password: next } });
    assert.equal(body.code, 'user.token_invalid');
  }
});

test('a stranger cannot flood a mailbox: five links an hour', async () => {
  const user = await shop.signUp();
  for (let count = 0; count < 8; count += 1) {
    await shop.expect(202, 'POST', '/reset-password', { body: { email: user.email } });
  }
  const jobs = () =>
    shop.sql(
      `select 1 from haat_user.job where kind = 'mail-password-reset' and status = 'done' and data->>'email' = $1`,
      [user.email],
    );
  await until('the jobs to be done', async () => (await jobs()).length === 8);
  const mails = (await shop.mails()).filter((mail) => mail.includes(user.email));
  // Jobs that run side by side may each see the same count.
  assert.ok(mails.length >= 5 && mails.length <= 8, String(mails.length));
  await shop.expect(202, 'POST', '/reset-password', { body: { email: user.email } });
  await until('the last job to be done', async () => (await jobs()).length === 9);
  assert.equal((await shop.mails()).filter((mail) => mail.includes(user.email)).length, mails.length);
});

test('a mail job that runs twice mails the same link under the same Message-ID', async () => {
  const user = await shop.signUp();
  const token = await askReset(user.email);
  await shop.sql(`update haat_user.job set status = 'ready', run_at = now() where data->>'email' = $1`, [user.email]);
  await until('the job to run again', async () => {
    const [row] = await shop.sql(`select status, attempts from haat_user.job where data->>'email' = $1`, [user.email]);
    return row.status === 'done' && row.attempts === 2;
  });
  const mails = (await shop.mails()).filter((mail) => mail.includes(user.email));
  assert.equal(mails.length, 1);
  await shop.expect(200, 'POST', '/reset-password/confirm', { body: { token, password: next } });
});

test('an e-mail changes only when the link mailed to the new address is opened', async () => {
  const user = await shop.signUp();
  const fresh = `new-${user.email}`;
  const ask = (body: object) => shop.request('POST', '/profile/email', { token: user.token, body });
  assert.equal((await ask({ email: fresh, password: 'not it at all' })).body.code, 'user.password_wrong');
  assert.equal((await ask({ email: fresh, password: user.password })).status, 202);
  assert.equal((await shop.expect(200, 'GET', '/profile', { token: user.token })).email, user.email);
  const token = await mailedToken(fresh, '/account/confirm-email');
  await shop.expect(200, 'POST', '/profile/email/confirm', { body: { token } });
  const profile = await shop.expect(200, 'GET', '/profile', { token: user.token });
  assert.deepEqual([profile.email, profile.emailVerified], [fresh, true]);
  assert.equal((await signIn(fresh, user.password)).status, 200);
  assert.equal((await signIn(user.email, user.password)).status, 401);
  const again = await shop.request('POST', '/profile/email/confirm', { body: { token } });
  assert.equal(again.body.code, 'user.token_invalid');
  await until('the old address to be told', async () =>
    (await shop.mails()).some((mail) => mail.includes(`To: ${user.email}`) && mail.includes('e-mail was changed')),
  );
});

test('a taken e-mail is refused when asked for, and also when it was taken in the meantime', async () => {
  const [user, neighbour] = await Promise.all([shop.signUp(), shop.signUp()]);
  const ask = (email: string) =>
    shop.request('POST', '/profile/email', { token: user.token, body: { email, password: user.password } });
  assert.equal((await ask(neighbour.email.toUpperCase())).body.code, 'user.email_taken');
  const wanted = `wanted-${randomUUID()}@shop.test`;
  assert.equal((await ask(wanted)).status, 202);
  const token = await mailedToken(wanted, '/account/confirm-email');
  await shop.expect(201, 'POST', '/signup', { body: { email: wanted, password: next } });
  const { status, body } = await shop.request('POST', '/profile/email/confirm', { body: { token } });
  assert.deepEqual([status, body.code], [409, 'user.email_taken']);
});

test('after a reset a link to change the e-mail is void: whoever asked for it is out', async () => {
  const user = await shop.signUp();
  const fresh = `thief-${randomUUID()}@shop.test`;
  await shop.expect(202, 'POST', '/profile/email', {
    token: user.token,
    body: { email: fresh, password: user.password },
  });
  const emailToken = await mailedToken(fresh, '/account/confirm-email');
  const token = await askReset(user.email);
  await shop.expect(200, 'POST', '/reset-password/confirm', { body: { token, password: next } });
  const { body } = await shop.request('POST', '/profile/email/confirm', { body: { token: emailToken } });
  assert.equal(body.code, 'user.token_invalid');
});

test('a blocked or erased account gets no link', async () => {
  const user = await shop.signUp();
  const admin = await shop.admin();
  await shop.expect(200, 'PUT', `/users/${user.id}`, { token: admin.token, body: { status: 'blocked' } });
  await shop.expect(202, 'POST', '/reset-password', { body: { email: user.email } });
  await until('the job to be done', async () => {
    const [row] = await shop.sql(`select status from haat_user.job where data->>'email' = $1`, [user.email]);
    return row.status === 'done';
  });
  assert.equal((await shop.mails()).filter((mail) => mail.includes(user.email)).length, 0);
});
