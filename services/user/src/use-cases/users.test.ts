import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { rememberBuyers } from '../store/sellers.ts';

const shop = await openTestShop();
after(() => shop.close());

const admin = await shop.admin();
const get = (path: string, token = admin.token) => shop.request('GET', path, { token });

test('an admin reads all users, newest first, paged by cursor and by number', async () => {
  const name = `Paged ${randomUUID()}`;
  const users = [];
  for (let count = 0; count < 5; count += 1) users.push(await shop.signUp({ name }));
  const ids = users.map((user) => user.id).reverse();
  const seen: number[] = [];
  let path = `/users?limit=2&q=${encodeURIComponent(name)}`;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await get(cursor ? `${path}&cursor=${cursor}` : path);
    assert.equal(body.total, 5);
    seen.push(...body.items.map((item: { id: number }) => item.id));
    cursor = body.nextCursor;
  }
  assert.deepEqual(seen, ids);
  path = `${path}&page=2`;
  assert.deepEqual(
    (await get(path)).body.items.map((item: { id: number }) => item.id),
    ids.slice(2, 4),
  );
});

test('users are found by part of name or e-mail, by role and by status, without pattern characters at work', async () => {
  const mark = randomUUID().slice(0, 8);
  const user = await shop.signUp({ name: `Ananya%${mark}_Rao`, roles: ['delivery'] });
  const find = async (query: string) =>
    (await get(`/users?${query}`)).body.items.map((item: { id: number }) => item.id);
  assert.deepEqual(await find(`q=${encodeURIComponent(`ANANYA%${mark}`)}`), [user.id]);
  assert.deepEqual(await find(`q=${user.email.toUpperCase()}`), [user.id]);
  assert.deepEqual(await find(`q=${encodeURIComponent(`ananya_${mark}`)}`), []);
  assert.deepEqual(await find(`q=${mark}&role=delivery&status=active`), [user.id]);
  assert.deepEqual(await find(`q=${mark}&role=seller`), []);
  assert.deepEqual(await find(`q=${mark}&status=blocked`), []);
  assert.deepEqual(await find(`q=${encodeURIComponent("' or 1=1 --")}`), []);
  assert.deepEqual(await find('q=house'), [], 'the house is no person');
});

test('bad queries are 422, never a fault', async () => {
  for (const query of [
    'limit=0',
    'limit=101',
    'limit=x',
    'page=0',
    'page=1e9',
    'cursor=%F0%9F%98%80',
    'cursor=e30',
    'status=gone',
    `q=${'x'.repeat(201)}`,
    'q=%00',
  ]) {
    assert.equal((await get(`/users?${query}`)).status, 422, query);
  }
  for (const id of ['0', '-1', 'abc', '1.5', '99999999999999999999'])
    assert.equal((await get(`/users/${id}`)).status, 422, id);
});

test('oneself always, others never: a stranger’s id looks unknown', async () => {
  const [user, stranger] = [await shop.signUp(), await shop.signUp()];
  assert.equal((await get(`/users/${user.id}`, user.token)).body.email, user.email);
  const foreign = await get(`/users/${stranger.id}`, user.token);
  const unknown = await get('/users/9999999', user.token);
  assert.deepEqual([foreign.status, foreign.body.code], [404, 'user.not_found']);
  assert.deepEqual({ ...foreign.body, requestId: '' }, { ...unknown.body, requestId: '' });
  assert.equal((await get('/users', user.token)).status, 403);
  assert.equal((await shop.request('GET', '/users')).status, 401);
});

test('a seller sees the buyers of his own orders and nobody else, and of them only who they are', async () => {
  const [seller, other] = [await shop.signUp({ roles: ['seller'] }), await shop.signUp({ roles: ['seller'] })];
  const [buyer, stranger] = [await shop.signUp({ name: 'Buying Person' }), await shop.signUp()];
  await shop.expect(200, 'PUT', '/profile', { token: buyer.token, body: { phone: '+91 90000 12345' } });
  const rows = shop.database('user').kysely as never;
  const pair = { sellerId: seller.id, buyerId: buyer.id };
  await rememberBuyers(rows, [pair, pair]);
  await rememberBuyers(rows, [pair]);

  const list = (await get('/users', seller.token)).body;
  assert.deepEqual(
    list.items.map((item: { id: number }) => item.id),
    [buyer.id],
  );
  assert.equal(list.total, 1);
  const one = (await get(`/users/${buyer.id}`, seller.token)).body;
  assert.deepEqual([one.name, one.email], ['Buying Person', buyer.email]);
  assert.deepEqual([one.phone, one.addresses, one.roles, one.permissions], [null, [], [], []]);
  assert.equal((await get(`/users/${stranger.id}`, seller.token)).status, 404);
  assert.equal((await get(`/users/${admin.id}`, seller.token)).status, 404);
  assert.deepEqual((await get('/users', other.token)).body.items, []);
  assert.equal((await get(`/users/${buyer.id}`, other.token)).status, 404);
  // Filters tell him nothing about roles.
  assert.deepEqual((await get('/users?role=admin', seller.token)).body.items.length, 1);
});

test('an admin creates users with any roles; a seller made so is approved', async () => {
  const create = (body: object) =>
    shop.request('POST', '/users', {
      token: admin.token,
      body: { email: `${randomUUID()}@shop.test`, password: 'a long enough phrase', ...body },
    });
  const partner = await create({ roles: ['delivery'] });
  assert.deepEqual([partner.status, partner.body.roles], [201, [{ id: 4, name: 'delivery' }]]);
  const seller = await create({ roles: ['customer', 'seller'], shopName: 'Made by hand' });
  assert.equal(seller.body.sellerStatus, 'approved');
  assert.equal((await get(`/sellers/${seller.body.id}`)).body.shopName, 'Made by hand');
  assert.equal((await create({ roles: ['admin'] })).status, 201);
  assert.equal((await create({ email: admin.email })).body.code, 'user.email_taken');
  assert.equal((await create({ password: 'password1' })).body.code, 'user.password_common');
  assert.equal((await create({ roles: ['nobody'] })).body.code, 'role.unknown');
});

test('a blocked user is out at once and cannot come in; unblocked he can', async () => {
  const user = await shop.signUp();
  const put = (body: object) => shop.request('PUT', `/users/${user.id}`, { token: admin.token, body });
  assert.equal((await put({ status: 'blocked' })).body.status, 'blocked');
  assert.equal((await get('/profile', user.token)).status, 401);
  assert.equal((await shop.request('POST', '/login', { body: user })).body.code, 'auth.invalid_credentials');
  const refresh = await shop.request('POST', '/token/refresh', { body: { refreshToken: user.refreshToken } });
  assert.equal(refresh.status, 401);
  assert.equal((await put({ status: 'active', name: 'Renamed' })).body.name, 'Renamed');
  await shop.expect(200, 'POST', '/login', { body: user });
  assert.equal((await put({ status: 'erased' })).status, 422);
  const unknown = await shop.request('PUT', '/users/9999999', { token: admin.token, body: { name: 'x' } });
  assert.equal(unknown.body.code, 'user.not_found');
});

test('a sign-in that races with a block never leaves a living session', async () => {
  for (let round = 0; round < 4; round += 1) {
    const user = await shop.signUp();
    const [, ...logins] = await Promise.all([
      shop.expect(200, 'PUT', `/users/${user.id}`, { token: admin.token, body: { status: 'blocked' } }),
      ...Array.from({ length: 5 }, () => shop.request('POST', '/login', { body: user })),
    ]);
    for (const { status, body } of logins) {
      if (status === 200) assert.equal((await get('/profile', body.accessToken)).status, 401);
    }
  }
});
