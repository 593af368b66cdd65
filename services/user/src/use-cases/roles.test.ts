import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { builtInRoles, permissionNames } from '#contracts/common/permissions.ts';

const shop = await openTestShop();
after(() => shop.close());

const admin = await shop.admin();
const freshName = () => `role-${randomUUID().slice(0, 8)}`;
const as = (token: string) => ({
  request: (method: string, path: string, body?: unknown) => shop.request(method, path, { token, body }),
  role: (permissions: string[], name = freshName()) =>
    shop.expect(201, 'POST', '/roles', { token, body: { name, permissions } }),
  setRoles: (userId: number, roleIds: number[]) =>
    shop.request('POST', `/users/${userId}/roles`, { token, body: { roleIds } }),
});
const boss = as(admin.token);
const isRefused = async (token: string) => (await shop.request('GET', '/profile', { token })).status === 401;

test('the built-in roles have their fixed ids and permissions', async () => {
  const { items, total } = (await boss.request('GET', '/roles?limit=100')).body;
  for (const role of builtInRoles) {
    const found = items.find((item: { id: number }) => item.id === role.id);
    assert.equal(found.name, role.name);
    assert.equal(found.builtIn, true);
    assert.deepEqual(found.permissions, [...role.permissions].sort());
  }
  assert.ok(total >= builtInRoles.length);
  const { items: permissions } = (await boss.request('GET', '/permissions')).body;
  assert.deepEqual(
    permissions.map((item: { name: string }) => item.name),
    permissionNames,
  );
});

test('roles are paged', async () => {
  const first = (await boss.request('GET', '/roles?limit=2')).body;
  const next = (await boss.request('GET', `/roles?limit=2&cursor=${first.nextCursor}`)).body;
  assert.deepEqual(
    [...first.items, ...next.items].map((role: { id: number }) => role.id),
    [1, 2, 3, 4],
  );
  assert.deepEqual((await boss.request('GET', '/roles?limit=2&page=2')).body.items, next.items);
});

test('a role is made, read, changed and deleted', async () => {
  const role = await boss.role(['categories.manage']);
  assert.deepEqual([role.builtIn, role.users, role.permissions], [false, 0, ['categories.manage']]);
  assert.deepEqual((await boss.request('GET', `/roles/${role.id}`)).body, role);
  const name = freshName();
  const changed = (await boss.request('PUT', `/roles/${role.id}`, { name, about: 'x', permissions: ['tax.manage'] }))
    .body;
  assert.deepEqual([changed.name, changed.about, changed.permissions], [name, 'x', ['tax.manage']]);
  assert.deepEqual((await boss.request('PUT', `/roles/${role.id}`, {})).body, changed);
  assert.equal((await boss.request('DELETE', `/roles/${role.id}`)).status, 204);
  for (const method of ['GET', 'PUT', 'DELETE']) {
    assert.equal(
      (await boss.request(method, `/roles/${role.id}`, method === 'PUT' ? {} : undefined)).body.code,
      'role.not_found',
    );
  }
});

test('a name has one role, also when twenty ask for it at once', async () => {
  const name = freshName();
  const answers = await Promise.all(Array.from({ length: 20 }, () => boss.request('POST', '/roles', { name })));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, ...new Array(19).fill(409)]);
  const other = await boss.role([]);
  const renamed = await boss.request('PUT', `/roles/${other.id}`, { name });
  assert.deepEqual([renamed.status, renamed.body.code], [409, 'role.name_taken']);
});

test('bad roles are refused', async () => {
  for (const body of [
    {},
    { name: 'Has Capitals' },
    { name: '' },
    { name: 'a'.repeat(51) },
    { name: 'a', permissions: 'x' },
  ]) {
    assert.equal((await boss.request('POST', '/roles', body)).status, 422, JSON.stringify(body));
  }
  const unknown = await boss.request('POST', '/roles', { name: freshName(), permissions: ['everything'] });
  assert.deepEqual([unknown.status, unknown.body.code], [422, 'role.unknown']);
});

test('built-in roles keep their names and cannot be deleted, and admin keeps all its permissions', async () => {
  for (const id of [1, 2, 3, 4, 5]) {
    assert.equal((await boss.request('DELETE', `/roles/${id}`)).body.code, 'role.built_in');
    assert.equal((await boss.request('PUT', `/roles/${id}`, { name: freshName() })).body.code, 'role.built_in');
  }
  assert.equal((await boss.request('PUT', '/roles/3', { permissions: ['users.read'] })).body.code, 'role.built_in');
});

test('a role that somebody has is not deleted', async () => {
  const role = await boss.role(['tax.manage']);
  const user = await shop.signUp({ roles: [role.name] });
  assert.deepEqual((await boss.request('DELETE', `/roles/${role.id}`)).body.code, 'role.in_use');
  assert.equal((await boss.setRoles(user.id, [1])).status, 200);
  assert.equal((await boss.request('DELETE', `/roles/${role.id}`)).status, 204);
});

test('new roles replace the old ones, end the sessions and are in the next token', async () => {
  const user = await shop.signUp();
  const { status, body } = await boss.setRoles(user.id, [1, 4]);
  assert.equal(status, 200);
  assert.deepEqual(body.roles, [
    { id: 1, name: 'customer' },
    { id: 4, name: 'delivery' },
  ]);
  assert.ok(await isRefused(user.token));
  const again = await shop.expect(200, 'POST', '/login', { body: user });
  const { user: known } = await shop.expect(200, 'GET', '/validate-token', { token: again.accessToken });
  assert.deepEqual(known.roles, ['customer', 'delivery']);
  const roles = (await boss.request('GET', `/users/${user.id}/roles`)).body;
  assert.deepEqual([roles.id, roles.roles, roles.items], [user.id, body.roles, body.roles]);
});

test('roles are taken as role_ids too, and unknown ones, strangers and the house are refused', async () => {
  const user = await shop.signUp();
  const snake = await shop.request('POST', `/users/${user.id}/roles`, {
    token: admin.token,
    body: { role_ids: [1, 5] },
  });
  assert.deepEqual(
    snake.body.roles.map((role: { id: number }) => role.id),
    [1, 5],
  );
  assert.equal((await boss.setRoles(user.id, [999_999])).body.code, 'role.unknown');
  assert.equal((await boss.setRoles(9_999_999, [1])).body.code, 'user.not_found');
  assert.equal((await boss.setRoles(1, [1])).body.code, 'user.not_found');
  assert.equal((await boss.request('GET', '/users/9999999/roles')).body.code, 'user.not_found');
  assert.equal((await boss.request('POST', `/users/${user.id}/roles`, { roleIds: [1, 1] })).status, 422);
});

test('a change of a role’s permissions ends its users’ sessions and is in their next token', async () => {
  const role = await boss.role(['tax.manage']);
  const user = await shop.signUp({ roles: [role.name] });
  await boss.request('PUT', `/roles/${role.id}`, { about: 'only words' });
  assert.equal(await isRefused(user.token), false);
  await boss.request('PUT', `/roles/${role.id}`, { permissions: ['shipping.manage'] });
  assert.ok(await isRefused(user.token));
  const { user: known } = await shop.expect(200, 'POST', '/login', { body: user });
  assert.deepEqual(known.permissions, ['shipping.manage']);
});

test('a sign-in that races with a change of roles never keeps the old rights', async () => {
  for (let round = 0; round < 3; round += 1) {
    const user = await shop.signUp({ roles: ['support'] });
    const [, ...logins] = await Promise.all([
      boss.setRoles(user.id, [1]),
      ...Array.from({ length: 4 }, () => shop.request('POST', '/login', { body: user })),
    ]);
    for (const { body } of logins) {
      const kept = body.user.permissions.includes('users.read');
      if (kept) assert.ok(await isRefused(body.accessToken));
    }
  }
});

test('the same for a refresh', async () => {
  for (let round = 0; round < 3; round += 1) {
    const user = await shop.signUp({ roles: ['support'] });
    const [, refreshed] = await Promise.all([
      boss.setRoles(user.id, [1]),
      shop.request('POST', '/token/refresh', { body: { refreshToken: user.refreshToken } }),
    ]);
    if (refreshed.status === 200) assert.ok(await isRefused(refreshed.body.accessToken));
  }
});

test('customers, sellers, support and delivery partners reach none of it', async () => {
  const users = await Promise.all([
    shop.signUp(),
    shop.signUp({ roles: ['seller'] }),
    shop.signUp({ roles: ['delivery'] }),
    shop.signUp({ roles: ['support'] }),
  ]);
  const attempts: Array<[string, string, unknown?]> = [
    ['POST', '/roles', { name: freshName() }],
    ['PUT', '/roles/1', { permissions: permissionNames }],
    ['DELETE', '/roles/1'],
    ['POST', '/users', { email: 'x@shop.test', password: 'a long enough phrase', roles: ['admin'] }],
    ['PUT', `/users/${admin.id}`, { status: 'blocked' }],
    ['POST', `/users/${admin.id}/erase`],
    ['POST', `/sellers/${admin.id}/approve`],
    ['GET', '/audit'],
  ];
  for (const user of users) {
    for (const [method, path, body] of [...attempts, ['POST', `/users/${user.id}/roles`, { roleIds: [3] }] as const]) {
      const { status } = await as(user.token).request(method, path, body);
      assert.equal(status, 403, `${method} ${path}`);
    }
  }
  for (const [method, path, body] of attempts) assert.equal((await shop.request(method, path, { body })).status, 401);
});

test('who manages roles without being admin gives only what he holds, and takes from nobody who holds more', async () => {
  const role = await boss.role(['roles.manage', 'users.read', 'tax.manage']);
  const clerk = await shop.signUp({ roles: [role.name] });
  const user = await shop.signUp();
  const desk = as(clerk.token);
  assert.equal((await desk.setRoles(clerk.id, [3])).status, 403, 'himself an admin');
  assert.equal((await desk.setRoles(user.id, [3])).status, 403, 'a friend an admin');
  assert.equal((await desk.setRoles(admin.id, [1])).status, 403, 'an admin no more');
  assert.equal(
    (await desk.request('POST', '/roles', { name: freshName(), permissions: ['payments.refund'] })).status,
    403,
  );
  assert.equal((await desk.request('PUT', `/roles/${role.id}`, { permissions: permissionNames })).status, 403);
  assert.equal((await desk.request('PUT', '/roles/1', { permissions: ['users.manage'] })).status, 403);
  assert.equal((await desk.request('PUT', '/roles/2', { permissions: [] })).status, 403, 'the sellers’ rights');
  assert.equal((await desk.setRoles(user.id, [1, role.id])).status, 200, 'his own');
  assert.equal((await desk.request('POST', '/roles', { name: freshName(), permissions: ['tax.manage'] })).status, 201);
  const { items } = (await boss.request('GET', `/audit?action=rights.refused&actorId=${clerk.id}`)).body;
  assert.equal(items.length, 7, 'each refusal is in the audit log');
});

test('who manages users without managing roles makes customers only, and touches nobody who holds more', async () => {
  const role = await boss.role(['users.manage', 'users.read']);
  const clerk = await shop.signUp({ roles: [role.name] });
  const desk = as(clerk.token);
  const make = (wish: object) =>
    desk.request('POST', '/users', { email: `${randomUUID()}@shop.test`, password: 'a long enough phrase', ...wish });
  assert.equal((await make({ roles: ['admin'] })).status, 403);
  assert.equal((await make({ roleIds: [role.id] })).status, 403);
  assert.equal((await make({ roles: ['delivery'] })).status, 403);
  assert.equal((await make({})).status, 201);
  assert.equal((await desk.request('PUT', `/users/${admin.id}`, { status: 'blocked' })).status, 403);
  assert.equal((await desk.request('POST', `/users/${admin.id}/erase`)).status, 403);
  await shop.expect(200, 'GET', '/profile', { token: admin.token });
});

test('the last admin can neither lose the role nor be blocked', async () => {
  assert.equal((await boss.setRoles(admin.id, [1])).body.code, 'user.last_admin');
  assert.equal((await boss.request('PUT', `/users/${admin.id}`, { status: 'blocked' })).body.code, 'user.last_admin');
  await shop.expect(200, 'GET', '/profile', { token: admin.token });
});

test('two admins who remove each other at the same moment leave one', async () => {
  for (let round = 0; round < 3; round += 1) {
    const other = await shop.signUp({ roles: ['admin'] });
    const first = await shop.admin();
    const answers = await Promise.all([
      as(first.token).setRoles(other.id, [1]),
      as(other.token).setRoles(first.id, [1]),
      as(first.token).request('PUT', `/users/${other.id}`, { status: 'blocked' }),
    ]);
    const [row] = await shop.sql(
      `select count(*)::int as n from haat_user.account_role r join haat_user.account a on a.id = r.account_id
       where r.role_id = 3 and a.status = 'active'`,
    );
    assert.ok(row.n >= 1, JSON.stringify(answers.map((answer) => answer.body.code)));
    // Back to the one admin that the other tests sign in as.
    await shop.sql(`delete from haat_user.account_role where role_id = 3 and account_id <> $1`, [first.id]);
    await shop.sql('insert into haat_user.account_role values ($1, 3) on conflict do nothing', [first.id]);
  }
});
