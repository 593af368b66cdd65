import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import { until } from '#platform/testing/until.ts';

const shop = await openTestShop();
after(() => shop.close());

const admin = await shop.admin();
const decide = (id: number, word: 'approve' | 'reject', body?: object) =>
  shop.request('POST', `/sellers/${id}/${word}`, { token: admin.token, body });
const profile = { shopName: 'Indigo Courtyard', about: 'Block prints', gstin: '08ADEMO0001A1ZO' };
const payoutAccount = { kind: 'bank', holder: 'Farida Khatri', account: '123456789012', bankCode: 'DEMO0000001' };

async function applicant(body: object = profile) {
  const user = await shop.signUp({ name: 'Farida Khatri' });
  const seller = await shop.expect(201, 'POST', '/sellers', { token: user.token, body });
  return { user, seller };
}

test('who asks to sell waits, and is in the list of those who wait', async () => {
  const { user, seller } = await applicant();
  assert.deepEqual([seller.id, seller.userId, seller.status, seller.decidedAt], [user.id, user.id, 'pending', null]);
  const again = await shop.request('POST', '/sellers', { token: user.token, body: profile });
  assert.deepEqual([again.status, again.body.code], [409, 'seller.exists']);
  const { items } = await shop.expect(200, 'GET', '/sellers?status=pending&q=indigo&limit=100', { token: admin.token });
  assert.ok(items.some((item: { id: number }) => item.id === user.id));
  assert.equal((await shop.request('GET', `/sellers/${user.id}`)).status, 404, 'shoppers see him only once approved');
  assert.equal((await shop.request('GET', '/sellers', { token: user.token })).status, 403);
});

test('approval gives the role, ends the old sessions, shows the shop and mails the seller', async () => {
  const { user } = await applicant();
  const approved = await decide(user.id, 'approve');
  assert.deepEqual([approved.status, approved.body.status], [200, 'approved']);
  assert.equal((await shop.request('GET', '/profile', { token: user.token })).status, 401);
  const { user: known } = await shop.expect(200, 'POST', '/login', { body: user });
  assert.deepEqual(
    known.roles.map((role: { name: string }) => role.name),
    ['customer', 'seller'],
  );
  assert.ok(known.permissions.includes('products.write'));
  const shown = await shop.expect(200, 'GET', `/sellers/${user.id}`);
  assert.deepEqual(Object.keys(shown).sort(), ['about', 'id', 'shopName', 'since']);
  const [event] = await shop.sql(
    `select data from haat_user.outbox where type = 'seller.approved' and entity_id = $1`,
    [user.id],
  );
  assert.deepEqual([event.data.sellerId, event.data.shopName], [user.id, 'Indigo Courtyard']);
  await until('the mail', async () =>
    (await shop.mails()).some((mail) => mail.includes(user.email) && mail.includes('You may sell now')),
  );
});

test('a rejected seller hears why, loses the role and the shop page, and can be approved later', async () => {
  const { user } = await applicant();
  await decide(user.id, 'approve');
  const { accessToken } = await shop.expect(200, 'POST', '/login', { body: user });
  const rejected = await decide(user.id, 'reject', { reason: 'Wrong tax number.' });
  assert.deepEqual([rejected.body.status, rejected.body.reason], ['rejected', 'Wrong tax number.']);
  assert.equal((await shop.request('GET', '/profile', { token: accessToken })).status, 401);
  assert.equal((await shop.request('GET', `/sellers/${user.id}`)).status, 404);
  const { user: known } = await shop.expect(200, 'POST', '/login', { body: user });
  assert.deepEqual(known.permissions, []);
  assert.equal((await decide(user.id, 'approve')).status, 200);
});

test('a decision is made once: of ten approvals at the same moment one counts', async () => {
  const { user } = await applicant();
  const answers = await Promise.all(Array.from({ length: 10 }, () => decide(user.id, 'approve')));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, ...new Array(9).fill(409)]);
  assert.equal(answers.find((answer) => answer.status === 409)!.body.code, 'seller.bad_transition');
  const events = await shop.sql(`select 1 from haat_user.outbox where type = 'seller.approved' and entity_id = $1`, [
    user.id,
  ]);
  assert.equal(events.length, 1);
});

test('nobody is decided on who never asked', async () => {
  const user = await shop.signUp();
  for (const id of [user.id, 9_999_999]) {
    for (const word of ['approve', 'reject'] as const)
      assert.equal((await decide(id, word)).body.code, 'seller.not_found');
  }
  assert.equal((await shop.request('GET', '/sellers/me', { token: user.token })).body.code, 'seller.not_found');
  const put = await shop.request('PUT', '/sellers/me', { token: user.token, body: { shopName: 'x' } });
  assert.equal(put.body.code, 'seller.not_found');
});

test('a seller approves nobody, not even himself', async () => {
  const { user } = await applicant();
  const seller = await shop.signUp({ roles: ['seller'] });
  for (const token of [user.token, seller.token]) {
    assert.equal((await shop.request('POST', `/sellers/${user.id}/approve`, { token })).status, 403);
  }
  const changed = await shop.expect(200, 'PUT', '/sellers/me', {
    token: user.token,
    body: { status: 'approved', id: seller.id, userId: seller.id, about: 'mine' },
  });
  assert.deepEqual([changed.id, changed.status, changed.about], [user.id, 'pending', 'mine']);
});

test('the seller role and an approved profile come and go together', async () => {
  const user = await shop.signUp();
  const setRoles = (roleIds: number[]) =>
    shop.expect(200, 'POST', `/users/${user.id}/roles`, { token: admin.token, body: { roleIds } });
  assert.equal((await setRoles([1, 2])).sellerStatus, 'approved');
  assert.equal((await setRoles([1])).sellerStatus, 'rejected');
  assert.equal((await setRoles([2])).sellerStatus, 'approved');
  const types = await shop.sql(
    `select type from haat_user.outbox where entity_id = $1 and type like 'seller.%' order by id`,
    [user.id],
  );
  assert.deepEqual(
    types.map((row: { type: string }) => row.type),
    ['seller.approved', 'seller.rejected', 'seller.approved'].flatMap((type) => [type, 'seller.payee_changed']),
  );
});

test('a GSTIN is checked by its check character', async () => {
  const user = await shop.signUp();
  for (const gstin of ['08ADEMO0001A1ZX', '08ADEMO0001A1Z', 'not a number', '080DEMO0001A1ZO']) {
    const { status, body } = await shop.request('POST', '/sellers', { token: user.token, body: { ...profile, gstin } });
    assert.equal(status, 422, gstin);
    assert.equal(body.errors[0].field, 'gstin');
  }
});

test('the payout account changes with the password only, and is never shown whole', async () => {
  const { user } = await applicant();
  const put = (body: object) => shop.request('PUT', '/sellers/me', { token: user.token, body });
  const without = await put({ payoutAccount });
  assert.deepEqual([without.status, without.body.errors[0].field], [422, 'password']);
  assert.equal((await put({ payoutAccount, password: 'not it at all' })).body.code, 'user.password_wrong');
  assert.equal((await put({ payoutAccount: null })).status, 422, 'nor is it removed without');
  const { status, body } = await put({ payoutAccount, password: user.password });
  assert.equal(status, 200);
  assert.equal(body.payoutAccount.account, '••••••••9012');
  const sentBack = await put({ payoutAccount: body.payoutAccount, password: user.password });
  assert.equal(sentBack.status, 422, 'what we masked is not taken for an account');
  const [row] = await shop.sql('select payout_account from haat_user.seller where account_id = $1', [user.id]);
  assert.equal(row.payout_account.account, payoutAccount.account);
  const own = await shop.expect(200, 'GET', '/sellers/me', { token: user.token });
  const listed = await shop.expect(200, 'GET', '/sellers?status=pending&limit=100', { token: admin.token });
  assert.ok(!JSON.stringify([own, listed]).includes(payoutAccount.account));
  const entries = await shop.expect(200, 'GET', `/audit?action=payout_account.changed&entityId=${user.id}`, {
    token: admin.token,
  });
  assert.equal(entries.items.length, 1);
  assert.ok(!JSON.stringify(entries).includes(payoutAccount.account));
});

test('the house sells from the start, cannot be stopped, and nobody signs in as it', async () => {
  const house = await shop.expect(200, 'GET', `/sellers/${HOUSE_SELLER_ID}`);
  assert.equal(house.id, HOUSE_SELLER_ID);
  for (const word of ['approve', 'reject'] as const) {
    assert.equal((await decide(HOUSE_SELLER_ID, word)).body.code, 'seller.bad_transition');
  }
  const [row] = await shop.sql('select password_hash, email from haat_user.account where id = 1');
  assert.equal(row.password_hash, null);
  await shop.expect(202, 'POST', '/reset-password', { body: { email: row.email } });
  await until('the job to be done', async () => {
    const [job] = await shop.sql(`select status from haat_user.job where data->>'email' = $1`, [row.email]);
    return job.status === 'done';
  });
  const tokens = await shop.sql('select 1 from haat_user.one_time_token where account_id = 1');
  assert.equal(tokens.length, 0);
});

test('sellers are listed newest first, paged, with the house among them', async () => {
  const first = await shop.expect(200, 'GET', '/sellers?limit=2', { token: admin.token });
  const next = await shop.expect(200, 'GET', `/sellers?limit=2&cursor=${first.nextCursor}`, { token: admin.token });
  const ids = [...first.items, ...next.items].map((item: { id: number }) => item.id);
  assert.deepEqual(
    ids,
    [...ids].sort((a, b) => b - a),
  );
  assert.equal(new Set(ids).size, 4);
  assert.equal((await shop.request('GET', '/sellers?cursor=zzz', { token: admin.token })).status, 422);
});
