import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { openTestShop } from '#apps/server/src/testing.ts';
import { createJobQueue } from '#platform/events/jobs.ts';
import { handlers as handlersOf } from '../handlers.ts';

const shop = await openTestShop();
after(() => shop.close());

const handlers = handlersOf({ jobs: createJobQueue(() => {}) });

const admin = await shop.admin();
const audit = async (query: string) => (await shop.expect(200, 'GET', `/audit?${query}`, { token: admin.token })).items;
const actions = (items: Array<{ action: string }>) => items.map((item) => item.action);
const record = (data: object, source = 'product') => ({
  id: 1,
  source,
  type: 'audit.recorded',
  entityId: 7,
  version: 1,
  requestId: 'request-1',
  at: new Date(),
  data: {
    actorId: null,
    actorEmail: null,
    action: 'price.changed',
    entity: 'product',
    entityId: 7,
    details: { from: '10.00', to: '12.00' },
    ip: null,
    at: '2026-01-31T10:00:00.000Z',
    ...data,
  },
});

test('sign-up, sign-in, its refusal, password and end of a session are each in the log, with who, whence and which request', async () => {
  const user = await shop.signUp();
  const headers = { 'x-request-id': `trace-${randomUUID()}` };
  await shop.request('POST', '/login', { body: { email: user.email, password: 'not it at all' }, headers });
  await shop.expect(200, 'PUT', '/profile/password', {
    token: user.token,
    body: { currentPassword: user.password, newPassword: 'another long phrase' },
  });
  await shop.expect(200, 'POST', '/logout', { token: user.token });
  const own = await audit(`actorId=${user.id}`);
  assert.deepEqual(actions(own), ['session.ended', 'password.changed', 'login.succeeded', 'user.registered']);
  for (const entry of own) {
    assert.equal(entry.actorEmail, user.email);
    assert.equal(entry.ip, '127.0.0.1');
    assert.equal(entry.service, 'user');
  }
  const [refused] = await audit(`action=login.refused&entityId=${user.id}`);
  assert.equal(refused.requestId, headers['x-request-id']);
  assert.equal(refused.actorId, null);
  assert.ok(!JSON.stringify(refused).includes(user.email), 'a typed-in e-mail is masked');
});

test('a refused sign-in of an unknown e-mail is in the log without that e-mail', async () => {
  const email = `stranger-${randomUUID()}@shop.test`;
  await shop.request('POST', '/login', { body: { email, password: 'not it at all' } });
  const [refused] = await audit('action=login.refused&limit=1');
  assert.deepEqual([refused.entityId, refused.details.email], [null, 'st…@shop.test']);
});

test('changes of roles tell from what to what, and refusals to hand out rights are there too', async () => {
  const user = await shop.signUp({ roles: ['delivery'] });
  const [changed] = await audit(`action=roles.changed&entity=user&entityId=${user.id}`);
  assert.deepEqual(changed.details, { from: ['customer'], to: ['delivery'] });
  assert.equal(changed.actorId, admin.id);
  await shop.request('POST', '/signup', {
    body: { email: `${randomUUID()}@shop.test`, password: 'a long phrase', roles: ['admin'] },
  });
  const [refused] = await audit('action=role.refused&limit=1');
  assert.equal(refused.details.role, 'admin');
});

test('rows can be added and never changed, removed or emptied, whoever asks', async () => {
  const own = shop.database('user').kysely;
  for (const statement of [
    `update haat_user.audit_entry set action = 'nothing'`,
    'delete from haat_user.audit_entry',
    'truncate haat_user.audit_entry',
  ]) {
    await assert.rejects(shop.sql(statement), /append-only/, 'the superuser');
    const { CompiledQuery } = await import('kysely');
    await assert.rejects(
      own.executeQuery(CompiledQuery.raw(statement.replace('haat_user.', ''))),
      /append-only/,
      'the service itself',
    );
  }
});

test('what other services tell is kept once, under their name, with the actor’s e-mail of today', async () => {
  const user = await shop.signUp();
  const { consume } = await import('#platform/events/inbox.ts');
  const database = shop.database('user');
  const event = { ...record({ actorId: user.id, actorEmail: 'old@shop.test', entityId: 4711 }), id: 900_001 };
  await consume(database, handlers, [event]);
  await consume(database, handlers, [event]);
  const entries = await audit('entity=product&entityId=4711');
  assert.equal(entries.length, 1);
  const [{ service, action, actorEmail, details, requestId, at }] = entries;
  assert.deepEqual(
    [service, action, requestId, at],
    ['product', 'price.changed', 'request-1', '2026-01-31T10:00:00.000Z'],
  );
  assert.equal(actorEmail, user.email);
  assert.deepEqual(details, { from: '10.00', to: '12.00' });
});

test('over-long texts from elsewhere are cut, not lost', async () => {
  const { consume } = await import('#platform/events/inbox.ts');
  const event = {
    ...record({ action: 'x'.repeat(300), ip: '1'.repeat(200), actorEmail: 'e'.repeat(400), entityId: 4712 }),
    id: 900_002,
  };
  const { failed } = await consume(shop.database('user'), handlers, [event]);
  assert.deepEqual(failed, []);
  const [entry] = await audit('entity=product&entityId=4712');
  assert.equal(entry.action.length, 100);
});

test('the log is filtered by time and paged, newest first', async () => {
  const none = await audit('from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z');
  assert.deepEqual(none, []);
  const january = await audit('from=2026-01-31T00:00:00Z&to=2026-02-01T00:00:00%2B00:00&entity=product');
  assert.ok(january.length >= 1);
  const first = await shop.expect(200, 'GET', '/audit?limit=3', { token: admin.token });
  const next = await shop.expect(200, 'GET', `/audit?limit=3&cursor=${first.nextCursor}`, { token: admin.token });
  const ids = [...first.items, ...next.items].map((entry: { id: number }) => entry.id);
  assert.deepEqual(
    ids,
    [...ids].sort((a, b) => b - a),
  );
  for (const query of [
    'from=yesterday',
    'from=2026-02-40T00:00:00Z',
    'actorId=x',
    'cursor=x',
    'to=9999-99-99T99:99:99Z',
  ]) {
    assert.equal((await shop.request('GET', `/audit?${query}`, { token: admin.token })).status, 422, query);
  }
});

test('sellers of an order learn of its buyer from the order’s event, each once', async () => {
  const [buyer, one, two] = [
    await shop.signUp(),
    await shop.signUp({ roles: ['seller'] }),
    await shop.signUp({ roles: ['seller'] }),
  ];
  const { consume } = await import('#platform/events/inbox.ts');
  const lines = [one.id, two.id, one.id].map((sellerId, index) => ({ lineId: index + 1, sellerId }));
  const placed = {
    ...record({}, 'order'),
    id: 900_003,
    type: 'order.placed',
    data: { orderId: 1, userId: buyer.id, lines },
  };
  const { failed } = await consume(shop.database('user'), handlers, [placed, { ...placed, id: 900_004 }]);
  assert.deepEqual(failed, []);
  for (const seller of [one, two]) {
    const { items } = await shop.expect(200, 'GET', '/users', { token: seller.token });
    assert.deepEqual(
      items.map((item: { id: number }) => item.id),
      [buyer.id],
    );
  }
});
