import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, beforeEach, test } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { ConfigError } from '#platform/config/config.ts';
import type { UserBase } from '../base.ts';
import { createAdmin, createConfiguredAdmin } from './create-admin.ts';
import { offerFirstAdmin } from './first-admin.ts';
import { prepare } from './prepare.ts';

const shop = await openTestShop();
after(() => shop.close());

const base = shop.parts.find((part) => part.bases.has('user'))!.bases.get('user') as UserBase;
const password = 'a long enough phrase';
const admins = async () =>
  (await shop.sql('select account_id from haat_user.account_role where role_id = 3')).map((row) => row.account_id);
const withSettings = (config: Partial<UserBase['config']>): UserBase => ({
  ...base,
  config: { ...base.config, ...config },
});
const freshEmail = () => `${randomUUID()}@shop.test`;

// A shop without any admin, as after the very first start.
beforeEach(async () => {
  await shop.sql('delete from haat_user.account_role where role_id = 3');
});

async function offeredToken(): Promise<string> {
  const link = await offerFirstAdmin(base);
  assert.ok(link?.startsWith(`${base.common.publicUrl}/admin/setup?token=`));
  return new URL(link!).searchParams.get('token')!;
}
const redeem = (token: string, body: object = {}, headers: Record<string, string> = {}) =>
  shop.request('POST', '/setup/admin', { body: { token, email: freshEmail(), password, ...body }, headers });

test('the link from the log makes one admin, once', async () => {
  const token = await offeredToken();
  const email = freshEmail();
  const { status, body } = await redeem(token, { email, name: 'Asha' });
  assert.deepEqual(
    [status, body.name, body.roles.map((role: { name: string }) => role.name)],
    [201, 'Asha', ['customer', 'admin']],
  );
  assert.equal((await redeem(token)).body.code, 'setup.done');
  assert.equal(await offerFirstAdmin(base), null);
  const { accessToken } = await shop.expect(200, 'POST', '/login', { body: { email, password } });
  await shop.expect(200, 'GET', '/audit', { token: accessToken });
});

test('of ten who use links at the same moment one becomes admin', async () => {
  const tokens = [await offeredToken(), await offeredToken()];
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => redeem(tokens[index % 2]!)));
  assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
  assert.ok(answers.every((answer) => [201, 409, 422].includes(answer.status)));
  assert.equal((await admins()).length, 1);
});

test('a guessed or expired token makes nobody admin', async () => {
  assert.equal((await redeem('x'.repeat(43))).body.code, 'user.token_invalid');
  const token = await offeredToken();
  assert.equal((await redeem(token, { password: 'password1' })).body.code, 'user.password_common');
  await shop.sql(`update haat_user.one_time_token set expires_at = now() - interval '1 second'`);
  assert.equal((await redeem(token)).body.code, 'user.token_invalid');
  assert.deepEqual(await admins(), []);
});

test('a repeated request with its Idempotency-Key gets the same answer', async () => {
  const token = await offeredToken();
  const email = freshEmail();
  const headers = { 'idempotency-key': randomUUID() };
  const first = await redeem(token, { email }, headers);
  const again = await redeem(token, { email }, headers);
  assert.deepEqual([again.status, again.body], [201, first.body]);
});

test('ADMIN_EMAIL and ADMIN_PASSWORD make the first admin, once, however many processes start', async () => {
  const email = freshEmail();
  const settings = withSettings({ ADMIN_EMAIL: email, ADMIN_PASSWORD: password });
  await Promise.all(Array.from({ length: 5 }, () => createConfiguredAdmin(settings)));
  await createConfiguredAdmin(settings);
  assert.equal((await admins()).length, 1);
  await createConfiguredAdmin(withSettings({ ADMIN_EMAIL: freshEmail(), ADMIN_PASSWORD: password }));
  assert.equal((await admins()).length, 1, 'there is an admin, so another setting adds none');
  await shop.expect(200, 'POST', '/login', { body: { email, password } });
});

test('half a setting, a weak or a malformed one stops the start with a sentence', async () => {
  for (const wrong of [
    { ADMIN_EMAIL: 'a@shop.test', ADMIN_PASSWORD: undefined },
    { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: password },
    { ADMIN_EMAIL: 'a@shop.test', ADMIN_PASSWORD: 'short' },
    { ADMIN_EMAIL: 'a@shop.test', ADMIN_PASSWORD: 'password123' },
    { ADMIN_EMAIL: 'nobody', ADMIN_PASSWORD: password },
  ]) {
    await assert.rejects(createConfiguredAdmin(withSettings(wrong)), ConfigError, JSON.stringify(wrong));
  }
});

test('an account is not made admin by a setting that happens to name it', async () => {
  const user = await shop.signUp();
  await createConfiguredAdmin(withSettings({ ADMIN_EMAIL: user.email, ADMIN_PASSWORD: password }));
  assert.deepEqual(await admins(), []);
});

test('admin:create makes an admin, or gives a locked-out account a password, the role and its life back', async () => {
  const email = freshEmail();
  assert.equal(await createAdmin(base, { email, password }), 'created');
  const user = await shop.signUp();
  await shop.sql(`update haat_user.account set status = 'blocked' where id = $1`, [user.id]);
  assert.equal(await createAdmin(base, { email: user.email.toUpperCase(), password: 'another phrase' }), 'promoted');
  const { user: known } = await shop.expect(200, 'POST', '/login', {
    body: { email: user.email, password: 'another phrase' },
  });
  assert.ok(known.roles.some((role: { name: string }) => role.name === 'admin'));
  assert.equal((await shop.request('GET', '/profile', { token: user.token })).status, 401);
  await assert.rejects(createAdmin(base, { email, password: 'password1' }), /password_common/);
});

test('preparing a prepared shop changes nothing, and a permission taken from a built-in role stays taken', async () => {
  await shop.settled();
  await shop.sql(`delete from haat_user.role_permission where role_id = 5 and permission = 'carts.read_all'`);
  const state = async () => [
    await shop.sql(
      `select (select count(*) from haat_user.outbox) as events, (select count(*) from haat_user.account) as accounts`,
    ),
    await shop.sql('select role_id, permission from haat_user.role_permission order by role_id, permission'),
  ];
  const before = await state();
  await Promise.all(Array.from({ length: 4 }, () => prepare(base)));
  assert.deepEqual(await state(), before);
});
