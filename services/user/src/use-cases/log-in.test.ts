import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { hash } from '@node-rs/argon2';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { openTestShop } from '#apps/server/src/testing.ts';
import { loginLimits } from '../domain/limits.ts';

const shop = await openTestShop({
  environment: { RATE_LIMIT: 'on', TRUSTED_PROXIES: '127.0.0.1', RATE_PER_MINUTE: '100000' },
});
after(() => shop.close());

const password = 'a long enough phrase';
let lastAddress = 0;
/** Each test comes from addresses of its own. */
const newAddress = () => `203.0.${Math.floor(++lastAddress / 250)}.${(lastAddress % 250) + 1}`;

async function newAccount(): Promise<string> {
  const email = `u${randomUUID().slice(0, 13)}@shop.test`;
  const headers = { 'x-forwarded-for': newAddress() };
  await shop.expect(201, 'POST', '/signup', { body: { email, password }, headers });
  return email;
}

const logIn = (email: string, given: string, address = newAddress()) =>
  shop.request('POST', '/login', { body: { email, password: given }, headers: { 'x-forwarded-for': address } });

test('the right password gets an access token of at most five minutes, as RFC 9068 shapes it, and a refresh token', async () => {
  const email = await newAccount();
  const { status, body } = await logIn(email.toUpperCase(), password);
  assert.equal(status, 200);
  assert.equal(body.tokenType, 'Bearer');
  assert.ok(body.expiresIn > 0 && body.expiresIn <= 300);
  assert.equal(body.refreshExpiresIn, 30 * 86_400);
  assert.equal(body.user.email, email);
  assert.deepEqual(body.user.roles, [{ id: 1, name: 'customer' }]);
  assert.deepEqual(Object.keys(decodeProtectedHeader(body.accessToken)).sort(), ['alg', 'kid', 'typ']);
  assert.equal(decodeProtectedHeader(body.accessToken).typ, 'at+jwt');
  assert.equal(decodeProtectedHeader(body.accessToken).alg, 'EdDSA');
  const claims = decodeJwt(body.accessToken);
  assert.equal(claims.iss, shop.parts[0]!.settings.common.publicUrl);
  assert.equal(claims.aud, 'haat');
  assert.equal(claims.sub, String(body.user.id));
  assert.equal(claims.sid, String(body.sessionId));
  assert.equal(claims.client_id, 'haat');
  assert.equal(claims.exp! - claims.iat!, body.expiresIn);
  assert.ok(claims.jti);
});

test('unknown e-mail, wrong password and blocked account get the same answer', async () => {
  const email = await newAccount();
  const blocked = await newAccount();
  await shop.sql(`update haat_user.account set status = 'blocked' where email = $1`, [blocked]);
  const answers = [
    await logIn(`nobody-${email}`, password),
    await logIn(email, 'the wrong phrase'),
    await logIn(blocked, password),
    await logIn('house@shop.invalid', password),
  ];
  for (const { status, body, headers } of answers) {
    assert.equal(status, 401);
    assert.equal(headers.get('retry-after'), null);
    assert.deepEqual({ ...body, requestId: '' }, { ...answers[0]!.body, requestId: '' });
  }
});

test('an unknown e-mail is as much work as a wrong password', async () => {
  const email = await newAccount();
  // Not the clock: what else this machine does must not decide. Nor what else this process does: of several turns the least.
  const workOf = async (who: string) => {
    const start = process.cpuUsage();
    for (let tries = 0; tries < 3; tries += 1) await logIn(who, 'the wrong phrase');
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  await workOf(`first-${email}`);
  const works: Record<'unknown' | 'known', number[]> = { unknown: [], known: [] };
  for (let turn = 0; turn < 3; turn += 1) {
    works.unknown.push(await workOf(`nobody-${email}`));
    works.known.push(await workOf(email));
  }
  const ratio = Math.min(...works.unknown) / Math.min(...works.known);
  // Without the hash that nobody's password is compared with, it is a third.
  assert.ok(ratio > 0.6 && ratio < 1.6, `ratio ${ratio}`);
});

test('ten wrong passwords for one account from one address, and the eleventh try waits, right or wrong', async () => {
  const email = await newAccount();
  const address = newAddress();
  for (let tries = 0; tries < 10; tries += 1) assert.equal((await logIn(email, 'wrong phrase', address)).status, 401);
  for (const given of ['wrong phrase', password]) {
    const { status, headers, body } = await logIn(email, given, address);
    assert.equal(status, 429);
    assert.equal(body.code, 'rate.limited');
    const wait = Number(headers.get('retry-after'));
    assert.ok(wait > 800 && wait <= 900, `Retry-After ${wait}`);
  }
  assert.equal((await logIn(email, password)).status, 200, 'from another address the owner gets in');
  assert.equal((await logIn(await newAccount(), password, address)).status, 200, 'and others from this one too');
});

test('an unknown e-mail is held up just as a known one', async () => {
  const address = newAddress();
  const email = `nobody-${randomUUID()}@shop.test`;
  for (let tries = 0; tries < 10; tries += 1) await logIn(email, 'wrong phrase', address);
  assert.equal((await logIn(email, 'wrong phrase', address)).status, 429);
});

test('of thirty wrong passwords at the same time exactly ten are looked at', async () => {
  const email = await newAccount();
  const address = newAddress();
  const answers = await Promise.all(Array.from({ length: 30 }, () => logIn(email, 'wrong phrase', address)));
  assert.equal(answers.filter((answer) => answer.status === 401).length, 10);
  assert.equal(answers.filter((answer) => answer.status === 429).length, 20);
  const [row] = await shop.sql(
    `select count(*)::int as n from haat_user.audit_entry a join haat_user.account c on c.id = a.entity_id
     where c.email = $1 and a.action = 'login.refused'`,
    [email],
  );
  assert.equal(row.n, 10);
});

test('nine wrong passwords and the right one start the count afresh', async () => {
  const email = await newAccount();
  const address = newAddress();
  for (let round = 0; round < 2; round += 1) {
    for (let tries = 0; tries < 9; tries += 1) await logIn(email, 'wrong phrase', address);
    assert.equal((await logIn(email, password, address)).status, 200);
  }
});

test('the count ends with its quarter of an hour', async () => {
  const email = await newAccount();
  const address = newAddress();
  for (let tries = 0; tries < 11; tries += 1) await logIn(email, 'wrong phrase', address);
  await shop.sql(`update haat_user.attempt set window_ends_at = now() - interval '1 second'`);
  assert.equal((await logIn(email, password, address)).status, 200);
});

test('guessing from many addresses is stopped, while the owner gets in from where he has been before', async () => {
  const email = await newAccount();
  const home = newAddress();
  assert.equal((await logIn(email, password, home)).status, 200);
  // Eighty-five others have guessed before.
  const key = loginLimits(email, home, false).find((limit) => limit.scope === 'account')!.key;
  await shop.sql(`update haat_user.attempt set failures = 85 where scope = 'account' and key = $1`, [key]);
  const guesses = await Promise.all(Array.from({ length: 20 }, () => logIn(email, 'wrong phrase')));
  assert.equal(guesses.filter((answer) => answer.status === 401).length, 15);
  assert.equal((await logIn(email, password)).status, 429, 'a new address waits');
  assert.equal((await logIn(email, password, home)).status, 200);
});

test('one address that tries many accounts is stopped, and counted right logins are given back', async () => {
  const address = newAddress();
  const email = await newAccount();
  await shop.sql(`update haat_user.attempt set failures = 0`);
  const key = loginLimits(email, address, false).find((limit) => limit.scope === 'network')!.key;
  await shop.sql(`insert into haat_user.attempt values ('network', $1, 99, now() + interval '15 minutes')`, [key]);
  assert.equal((await logIn(email, password, address)).status, 200);
  assert.equal((await logIn(email, 'wrong phrase', address)).status, 401);
  assert.equal((await logIn(await newAccount(), password, address)).status, 429);
});

test('inside a session too, the current password is asked for ten times and then not for a while', async () => {
  const email = await newAccount();
  const { body } = await logIn(email, password);
  const change = (currentPassword: string) =>
    shop.request('PUT', '/profile/password', {
      token: body.accessToken,
      body: { currentPassword, newPassword: 'another long phrase' },
      headers: { 'x-forwarded-for': newAddress() },
    });
  const answers = await Promise.all(Array.from({ length: 15 }, () => change('wrong phrase')));
  assert.equal(answers.filter((answer) => answer.body.code === 'user.password_wrong').length, 10);
  assert.equal(answers.filter((answer) => answer.status === 429).length, 5);
  const { status, headers } = await change(password);
  assert.equal(status, 429);
  assert.ok(Number(headers.get('retry-after')) > 800);
});

test('a hash of older parameters is renewed at the next sign-in, also when ten sign in at once', async () => {
  const email = await newAccount();
  const old = await hash(password, { algorithm: 2, memoryCost: 8_192, timeCost: 1, parallelism: 1 });
  await shop.sql('update haat_user.account set password_hash = $2 where email = $1', [email, old]);
  const answers = await Promise.all(Array.from({ length: 10 }, () => logIn(email, password)));
  assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([200]));
  const [row] = await shop.sql('select password_hash from haat_user.account where email = $1', [email]);
  assert.match(row.password_hash, /m=19456,t=2,p=1/);
  assert.equal((await logIn(email, password)).status, 200);
});

test('a password is never in a log, an event or the audit', async () => {
  const email = await newAccount();
  const odd = `marker-${randomUUID()}`;
  await logIn(email, odd);
  await shop.expect(201, 'POST', '/signup', { body: { email: `x${email}`, password: odd } });
  const { refreshToken } = await shop.expect(200, 'POST', '/login', { body: { email: `x${email}`, password: odd } });
  const tables = ['outbox', 'job', 'audit_entry', 'account', 'session', 'idempotency', 'attempt', 'one_time_token'];
  for (const table of tables) {
    const rows = await shop.sql(`select * from haat_user.${table}`);
    const text = JSON.stringify(rows);
    assert.ok(!text.includes(odd), table);
    assert.ok(!text.includes(refreshToken.split('.')[2]), table);
  }
});
