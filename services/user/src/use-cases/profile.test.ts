import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { exampleAddress } from '#contracts/common/address.ts';

const shop = await openTestShop();
after(() => shop.close());

test('a profile changes field by field; what is left out stays', async () => {
  const { token } = await shop.signUp({ name: 'Meera' });
  const put = (body: object) => shop.expect(200, 'PUT', '/profile', { token, body });
  await put({ phone: '+91 90000 00011' });
  await put({ addresses: [exampleAddress, { ...exampleAddress, name: 'Office' }] });
  await put({ preferences: { notifications: { marketing: true } } });
  await put({ preferences: { language: 'hi' } });
  const profile = await put({});
  assert.equal(profile.name, 'Meera');
  assert.equal(profile.phone, '+91 90000 00011');
  assert.deepEqual(profile.addresses, [exampleAddress, { ...exampleAddress, name: 'Office' }]);
  assert.deepEqual(profile.preferences, {
    language: 'hi',
    notifications: { email: true, push: false, inApp: true, marketing: true },
  });
  assert.deepEqual(await shop.expect(200, 'GET', '/profile', { token }), profile);
  assert.deepEqual((await put({ addresses: [], phone: null, name: '' })).addresses, []);
});

test('changes of different preferences at the same time all stand', async () => {
  const { token } = await shop.signUp();
  const wanted = [{ email: false }, { push: true }, { inApp: false }, { marketing: true }];
  await Promise.all(
    wanted.map((notifications) =>
      shop.expect(200, 'PUT', '/profile', { token, body: { preferences: { notifications } } }),
    ),
  );
  const { preferences } = await shop.expect(200, 'GET', '/profile', { token });
  assert.deepEqual(preferences.notifications, { email: false, push: true, inApp: false, marketing: true });
});

test('roles, e-mail, status and id cannot be written through the profile', async () => {
  const user = await shop.signUp();
  const before = await shop.expect(200, 'GET', '/profile', { token: user.token });
  const body = {
    id: 1,
    email: 'other@shop.test',
    status: 'blocked',
    roles: ['admin'],
    roleIds: [3],
    role_ids: [3],
    permissions: ['users.manage'],
    emailVerified: true,
    sellerStatus: 'approved',
  };
  const after = await shop.expect(200, 'PUT', '/profile', { token: user.token, body });
  assert.deepEqual({ ...after, updatedAt: '' }, { ...before, updatedAt: '' });
});

test('bad input names its field', async () => {
  const { token } = await shop.signUp();
  const cases: Array<[object, string]> = [
    [{ name: 7 }, 'name'],
    [{ phone: 'x' }, 'phone'],
    [{ addresses: [{ ...exampleAddress, country: 'India' }] }, 'addresses.0.country'],
    [{ addresses: [{ ...exampleAddress, name: '  ' }] }, 'addresses.0.name'],
    [{ addresses: [{}] }, 'addresses.0'],
    [{ addresses: new Array(21).fill(exampleAddress) }, 'addresses'],
    [{ preferences: { language: 'English please' } }, 'preferences.language'],
    [{ preferences: { notifications: { email: 'yes' } } }, 'preferences.notifications.email'],
  ];
  for (const [body, field] of cases) {
    const { status, body: problem } = await shop.request('PUT', '/profile', { token, body });
    assert.equal(status, 422, JSON.stringify(body));
    assert.ok(problem.errors[0].field.startsWith(field), `${problem.errors[0].field} instead of ${field}`);
  }
});

test('each change is announced with a higher version', async () => {
  const user = await shop.signUp();
  for (const name of ['One', 'Two', 'Three'])
    await shop.expect(200, 'PUT', '/profile', { token: user.token, body: { name } });
  const rows = await shop.sql(
    `select version::int, data->>'name' as name from haat_user.outbox where type = 'user.changed' and entity_id = $1 order by id`,
    [user.id],
  );
  assert.deepEqual(
    rows.map((row: { name: string }) => row.name),
    ['One', 'Two', 'Three'],
  );
  assert.ok(rows[0].version < rows[1].version && rows[1].version < rows[2].version);
});

test('an export holds all that this service knows of oneself, and no secret', async () => {
  const user = await shop.signUp({ roles: ['seller'] });
  await shop.expect(200, 'PUT', '/profile', { token: user.token, body: { addresses: [exampleAddress] } });
  const all = await shop.expect(200, 'GET', '/profile/export', { token: user.token });
  assert.equal(all.user.email, user.email);
  assert.deepEqual(all.user.addresses, [exampleAddress]);
  assert.equal(all.seller.shopName, 'Asha Rao');
  assert.ok(all.sessions.length >= 1);
  assert.ok(all.audit.some((entry: { action: string }) => entry.action === 'login.succeeded'));
  assert.doesNotMatch(JSON.stringify(all), /argon2|refresh_hash|password_hash/);
});

test('an erasure needs the password, signs out, and leaves nothing of the person', async () => {
  const user = await shop.signUp({ name: 'Erasmus Unique-Name', roles: ['seller'] });
  await shop.expect(200, 'PUT', '/profile', {
    token: user.token,
    body: { phone: '+91 90000 99999', addresses: [{ ...exampleAddress, line1: 'Unique Lane 1' }] },
  });
  await shop.expect(200, 'PUT', '/sellers/me', { token: user.token, body: { about: 'unique about text' } });
  const wrong = await shop.request('POST', '/profile/erase', {
    token: user.token,
    body: { password: 'not it at all' },
  });
  assert.equal(wrong.body.code, 'user.password_wrong');
  await shop.expect(202, 'POST', '/profile/erase', { token: user.token, body: { password: user.password } });
  assert.equal((await shop.request('GET', '/profile', { token: user.token })).status, 401);
  assert.equal((await shop.request('POST', '/login', { body: user })).status, 401);
  for (const table of ['account', 'seller', 'session', 'one_time_token', 'audit_entry']) {
    const rows = await shop.sql(`select * from haat_user.${table}`);
    const text = JSON.stringify(rows);
    for (const trace of [user.email, 'Unique-Name', '90000 99999', 'Unique Lane', 'unique about']) {
      assert.ok(!text.includes(trace), `${trace} in ${table}`);
    }
  }
  const admin = await shop.admin();
  const erased = await shop.expect(200, 'GET', `/users/${user.id}`, { token: admin.token });
  assert.deepEqual([erased.status, erased.name, erased.roles, erased.addresses], ['erased', '', [], []]);
  const events = await shop.sql(`select type from haat_user.outbox where entity_id = $1 order by id`, [user.id]);
  const types = events.map((event: { type: string }) => event.type);
  assert.equal(types.filter((type: string) => type === 'user.erased').length, 1);
  assert.ok(types.includes('seller.rejected'));
  await shop.expect(201, 'POST', '/signup', { body: { email: user.email, password: user.password } });
});

test('an admin erases on request; twice is once, and the last admin stays', async () => {
  const [admin, user] = [await shop.admin(), await shop.signUp()];
  await shop.expect(202, 'POST', `/users/${user.id}/erase`, { token: admin.token });
  assert.equal(
    (await shop.request('POST', `/users/${user.id}/erase`, { token: admin.token })).body.code,
    'user.not_found',
  );
  const last = await shop.request('POST', `/users/${admin.id}/erase`, { token: admin.token });
  assert.deepEqual([last.status, last.body.code], [409, 'user.last_admin']);
  const own = await shop.request('POST', '/profile/erase', { token: admin.token, body: { password: admin.password } });
  assert.equal(own.body.code, 'user.last_admin');
  const house = await shop.request('POST', '/users/1/erase', { token: admin.token });
  assert.equal(house.body.code, 'user.not_found');
});

test('contacts give e-mail and wishes to peers, and leave the erased and the unknown out', async () => {
  const [user, gone, admin] = [await shop.signUp(), await shop.signUp(), await shop.admin()];
  await shop.expect(202, 'POST', `/users/${gone.id}/erase`, { token: admin.token });
  const { contacts } = await import('./contacts.ts');
  const base = shop.parts.find((part) => part.bases.has('user'))!.bases.get('user') as never;
  const { items } = await contacts(base, [user.id, user.id, gone.id, 1, 9_999_999]);
  assert.deepEqual(
    items.map((item) => [item.userId, item.email]),
    [[user.id, user.email]],
  );
});
