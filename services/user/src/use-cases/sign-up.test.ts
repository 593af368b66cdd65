import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';

const shop = await openTestShop();
after(() => shop.close());

const password = 'a long enough phrase';
const freshEmail = () => `u${randomUUID().slice(0, 13)}@shop.test`;
const signUp = (body: object, headers: Record<string, string> = {}) =>
  shop.request('POST', '/signup', { body: { email: freshEmail(), password, ...body }, headers });

test('an account tells id, name, e-mail and roles, and nothing of the password', async () => {
  const email = freshEmail();
  const { status, body } = await signUp({ name: 'Meera Iyer', email, roles: ['customer'] });
  assert.equal(status, 201);
  assert.equal(body.name, 'Meera Iyer');
  assert.equal(body.email, email);
  assert.deepEqual(body.roles, [{ id: 1, name: 'customer' }]);
  assert.equal(body.sellerStatus, null);
  assert.doesNotMatch(JSON.stringify(body), /password|hash|argon|version/);
});

test('name and roles may be left out', async () => {
  const { status, body } = await signUp({});
  assert.equal(status, 201);
  assert.equal(body.name, '');
  assert.deepEqual(body.roles, [{ id: 1, name: 'customer' }]);
});

test('roles are also taken by id, in either spelling', async () => {
  for (const field of ['roleIds', 'role_ids']) {
    const { status, body } = await signUp({ [field]: [1] });
    assert.equal(status, 201);
    assert.deepEqual(body.roles, [{ id: 1, name: 'customer' }]);
  }
});

test('who asks to sell is a customer until an admin approves', async () => {
  for (const wish of [{ roles: ['seller'] }, { roleIds: [1, 2] }]) {
    const { status, body } = await signUp({ name: 'Farida', shopName: 'Gulmohar', ...wish });
    assert.equal(status, 201);
    assert.deepEqual(body.roles, [{ id: 1, name: 'customer' }]);
    assert.equal(body.sellerStatus, 'pending');
  }
});

test('staff roles are refused aloud, by name and by id, alone and beside others', async () => {
  for (const wish of [
    { roles: ['admin'] },
    { roles: ['Admin'] },
    { roles: ['customer', 'delivery'] },
    { roleIds: [3] },
    { role_ids: [1, 5] },
    { roles: ['customer'], roleIds: [3] },
  ]) {
    const email = freshEmail();
    const { status, body } = await signUp({ email, ...wish });
    assert.equal(status, 403, JSON.stringify(wish));
    assert.equal(body.code, 'auth.forbidden');
    const [row] = await shop.sql('select count(*)::int as n from haat_user.account where email = $1', [email]);
    assert.equal(row.n, 0);
  }
});

test('an unknown role is named', async () => {
  for (const wish of [{ roles: ['wizard'] }, { roleIds: [99999] }]) {
    const { status, body } = await signUp(wish);
    assert.equal(status, 422);
    assert.equal(body.code, 'role.unknown');
  }
});

test('fields that a visitor may not set have no effect', async () => {
  const { body } = await signUp({ id: 1, status: 'blocked', emailVerified: true, permissions: ['users.manage'] });
  assert.notEqual(body.id, 1);
  assert.equal(body.status, 'active');
  assert.equal(body.emailVerified, false);
  assert.deepEqual(body.permissions, []);
});

test('an e-mail has one account, whatever its case', async () => {
  const email = freshEmail();
  assert.equal((await signUp({ email })).status, 201);
  for (const again of [email, email.toUpperCase()]) {
    const { status, body } = await signUp({ email: again });
    assert.equal(status, 409);
    assert.equal(body.code, 'user.email_taken');
  }
});

test('of twenty sign-ups with one e-mail at the same time exactly one opens an account', async () => {
  const email = freshEmail();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => signUp({ email: index % 2 ? email : email.toUpperCase() })),
  );
  const statuses = answers.map((answer) => answer.status).sort();
  assert.deepEqual(statuses, [201, ...new Array(19).fill(409)]);
  const [row] = await shop.sql('select count(*)::int as n from haat_user.account where email_key = $1', [email]);
  assert.equal(row.n, 1);
});

test('bad input names its field', async () => {
  const cases: Array<[object, string]> = [
    [{ email: undefined }, 'email'],
    [{ email: 'not an e-mail' }, 'email'],
    [{ email: 'a@b' }, 'email'],
    [{ email: 'two words@example.com' }, 'email'],
    [{ email: `${'a'.repeat(250)}@example.com` }, 'email'],
    // Grows beyond the column when it is put in lower case.
    [{ email: `${'İ'.repeat(200)}@example.com` }, 'email'],
    [{ email: 'a\u0000b@example.com' }, 'email'],
    [{ email: 'a,b@example.com' }, 'email'],
    [{ email: 'a<b@example.com' }, 'email'],
    [{ email: '"a"@example.com' }, 'email'],
    [{ email: ['a@example.com'] }, 'email'],
    [{ email: { $gt: '' } }, 'email'],
    [{ password: undefined }, 'password'],
    [{ password: 'short' }, 'password'],
    [{ password: 'x'.repeat(201) }, 'password'],
    [{ password: 12345678 }, 'password'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'a\u0007b' }, 'name'],
    [{ phone: 'call me' }, 'phone'],
    [{ roles: 'customer' }, 'roles'],
    [{ roleIds: [1.5] }, 'roleIds'],
    [{ roleIds: ['1; drop table account'] }, 'roleIds'],
    [{ roleIds: [2 ** 60] }, 'roleIds'],
  ];
  for (const [body, field] of cases) {
    const { status, body: problem } = await signUp(body);
    assert.equal(status, 422, JSON.stringify(body));
    assert.equal(problem.code, 'validation.failed');
    assert.ok(problem.errors[0].field.startsWith(field), `${problem.errors[0].field} for ${JSON.stringify(body)}`);
  }
});

test('names of all scripts, quotes and markup are stored as they are', async () => {
  for (const name of [
    "Robert'); drop table account;--",
    '<script>alert(1)</script>',
    'अनन्या राव',
    '李小龍 👩‍🚀',
    '%_\\',
  ]) {
    const { status, body } = await signUp({ name });
    assert.equal(status, 201);
    assert.equal(body.name, name);
  }
});

test('passwords that guessers try first are refused', async () => {
  const email = freshEmail();
  for (const common of ['password1', 'PASSWORD1', 'qwertyuiop', 'iloveyou1', '11111111', email]) {
    const { status, body } = await signUp({ email, password: common });
    assert.equal(status, 422, common);
    assert.equal(body.code, 'user.password_common');
  }
});

test('any other password of 8 to 200 characters is taken as it is, spaces and all', async () => {
  for (const odd of ['  spaced out  ', 'ünï¢ödé pässwörd', 'x y'.repeat(66), '👍👎👍👎👍👎👍👎']) {
    const email = freshEmail();
    assert.equal((await signUp({ email, password: odd })).status, 201);
    await shop.expect(200, 'POST', '/login', { body: { email, password: odd } });
    await shop.expect(401, 'POST', '/login', { body: { email, password: `!${odd}`.slice(0, 200) } });
  }
});

test('a repeated Idempotency-Key opens one account and answers the same', async () => {
  const email = freshEmail();
  const headers = { 'idempotency-key': randomUUID() };
  const first = await signUp({ email }, headers);
  const again = await signUp({ email }, headers);
  assert.equal(again.status, 201);
  assert.deepEqual(again.body, first.body);
  assert.equal((await signUp({ email, password: 'another phrase' }, headers)).status, 422);
});

test('the stored fingerprint of a request does not let its password be guessed', async () => {
  const email = freshEmail();
  await signUp({ email }, { 'idempotency-key': `known-${email}` });
  const { fingerprintOf } = await import('#platform/service/idempotency.ts');
  const [row] = await shop.sql('select fingerprint from haat_user.idempotency where key = $1', [`known-${email}`]);
  assert.notEqual(row.fingerprint, fingerprintOf({ email, password }));
});

test('passwords are stored as argon2id of today’s strength', async () => {
  const email = freshEmail();
  await signUp({ email });
  const [row] = await shop.sql('select password_hash from haat_user.account where email = $1', [email]);
  assert.match(row.password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('sign-up is announced once, with the state that it left', async () => {
  const { body } = await signUp({ name: 'Meera', roles: ['seller'] });
  const rows = await shop.sql(
    `select version, data from haat_user.outbox where type = 'user.registered' and entity_id = $1`,
    [body.id],
  );
  assert.equal(rows.length, 1);
  assert.equal(rows[0].data.userId, body.id);
  assert.deepEqual(rows[0].data.roles, ['customer']);
  assert.equal(rows[0].data.sellerStatus, 'pending');
});
