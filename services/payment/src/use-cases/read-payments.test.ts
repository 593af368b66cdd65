/** Who sees which payments, and in pages. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTill, type Till } from '../testing.ts';

let till: Till;
let ids: number[];

before(async () => {
  till = await openTill();
  ids = [];
  for (const userId of [7, 7, 7, 8]) {
    const { orderId } = till.order({ userId });
    const { body } = await till.request('POST', '/payment/service', { as: userId, body: { orderId } });
    ids.push(body.paymentId);
  }
});
after(() => till.close());

const list = (query: string, as = 7, admin = false) => till.request('GET', `/payments?${query}`, { as, admin });
const idsOf = async (query: string, as = 7, admin = false) =>
  (await list(query, as, admin)).body.items.map((payment: { id: number }) => payment.id);

test('one sees one’s own payments, newest first; who may read all sees all', async () => {
  assert.deepEqual(await idsOf('', 7), [ids[2], ids[1], ids[0]]);
  assert.deepEqual(await idsOf('', 8), [ids[3]]);
  assert.deepEqual(await idsOf('', 1, true), [...ids].reverse());
  assert.deepEqual(await idsOf('as=buyer', 1, true), []);
  assert.deepEqual(await idsOf('userId=8', 1, true), [ids[3]]);
  assert.deepEqual(await idsOf('userId=8', 7), []);
});

test('somebody else’s payment is as unknown as one that does not exist', async () => {
  const [foreign, unknown] = await Promise.all([
    till.request('GET', `/payments/${ids[3]}`, { as: 7 }),
    till.request('GET', '/payments/999999', { as: 7 }),
  ]);
  assert.deepEqual([foreign.status, foreign.body.code], [404, 'payment.not_found']);
  assert.deepEqual({ ...foreign.body, requestId: '' }, { ...unknown.body, requestId: '' });
  assert.equal((await till.request('GET', `/payments/${ids[3]}`, { as: 1, admin: true })).status, 200);
  assert.equal((await till.request('GET', '/payments')).status, 401);
});

test('pages follow each other without gap or repetition, by cursor and by number', async () => {
  const first = (await list('limit=2')).body;
  const second = (await list(`limit=2&cursor=${first.nextCursor}`)).body;
  assert.deepEqual(
    [...first.items, ...second.items].map((payment) => payment.id),
    [ids[2], ids[1], ids[0]],
  );
  assert.equal(second.nextCursor, null);
  assert.deepEqual(await idsOf('limit=2&page=2'), [ids[0]]);
});

test('filters narrow the list', async () => {
  assert.deepEqual(await idsOf('orderId=2'), [ids[1]]);
  assert.deepEqual((await idsOf('status=pending&gateway=SANDBOX')).length, 3);
  assert.deepEqual(await idsOf('status=success'), []);
  const today = new Date().toISOString().slice(0, 10);
  assert.equal((await idsOf(`from=${today}&to=${today}`)).length, 3);
  assert.deepEqual(await idsOf('to=2020-01-01'), []);
});

test('a filter or cursor that cannot be is refused by name', async () => {
  for (const [query, field] of [
    ['cursor=%21', 'cursor'],
    ['cursor=YTpi', 'cursor'],
    ['status=paid', 'status'],
    ['from=2026-13-41', 'from'],
    ['limit=0', 'limit'],
    ['orderId=9007199254740993', 'orderId'],
  ] as const) {
    const { status, body } = await list(query);
    assert.deepEqual([status, body.code, body.errors?.[0].field], [422, 'validation.failed', field], query);
  }
});
