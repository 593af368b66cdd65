/** The steps of a placement by themselves: each can be repeated, and exactly one of placing and rejecting wins. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import type { ClaimedCart } from '#contracts/cart/schemas.ts';
import { exampleAddress } from '#contracts/common/address.ts';
import type { OrderService } from '../base.ts';
import { orderNumber } from '../domain/number.ts';
import { keepCommissionRules } from '../store/commission-rules.ts';
import type { NewIntent } from '../store/intents.ts';
import { brokenOrders } from '../testing.ts';
import { openWriters, type Writers } from './writers.ts';

let shop: TestShop;
let writers: Writers;
let instanceId: string;

before(async () => {
  // Nothing is claimed or held for these orders.
  shop = await openTestShop({ skipInvariants: true });
  const base = shop.parts.find(({ bases }) => bases.has('order'))!.bases.get('order')!;
  instanceId = 'test';
  await shop.sql(`insert into haat_order.instance values ('test', 'elsewhere', 1, null, now() + interval '1 hour')`);
  const commissions = keepCommissionRules(base);
  writers = openWriters({ ...base, commissions, live: { changed() {} } } as unknown as OrderService);
});
after(async () => {
  const broken = await brokenOrders(shop);
  await shop.close();
  assert.deepEqual(broken, []);
});

const draft = (fields: Partial<NewIntent> = {}): NewIntent => ({
  number: orderNumber(randomBytes(10)),
  userId: 7,
  userName: 'Asha',
  userEmail: 'asha@shop.test',
  idempotencyKey: null,
  fingerprint: '',
  instanceId,
  paymentMethod: null,
  shippingAddress: exampleAddress,
  billingAddress: null,
  gstin: null,
  notes: null,
  ...fields,
});

const line = (variantId: number, sellerId: number) => ({
  cartItemId: variantId,
  productId: variantId,
  variantId,
  variantTitle: null,
  title: `Thing ${variantId}`,
  sku: null,
  image: null,
  sellerId,
  categoryId: 1,
  categoryPath: [1],
  hsn: null,
  quantity: 1,
  unitPriceMinor: 1000,
  discountMinor: 0,
  houseDiscountMinor: 0,
  taxMinor: 0,
  taxPercent: '0.00',
  taxIncluded: false,
  lineTotalMinor: 1000,
});

const cart: ClaimedCart = {
  cartId: 1,
  version: 1,
  currency: 'INR',
  lines: [line(3, 20), line(1, 10), line(2, 20)],
  discounts: [],
  subtotalMinor: 3000,
  discountMinor: 0,
  taxMinor: 0,
  taxIncludedMinor: 0,
  shippingMinor: 0,
  totalMinor: 3000,
  shippingMethod: null,
};

const place = (intent: NonNullable<Awaited<ReturnType<Writers['insertIntent']>>>, claimed = cart) =>
  writers.place({ intent, cart: claimed, requestId: 'test' });
const reject = (id: number) => writers.reject({ id, reason: 'test', requestId: 'test' });
const eventsOf = async (id: number) =>
  (await shop.sql(`select type from haat_order.outbox where entity_id = $1 order by id`, [id])).map(({ type }) => type);

test('lines keep the order of the cart, each seller has one parcel, ids are those of the rows', async () => {
  const { order, lines, shipments } = await place((await writers.insertIntent(draft()))!);
  assert.deepEqual(
    lines.map(({ variant_id }) => variant_id),
    [3, 1, 2],
  );
  assert.deepEqual(shipments.map(({ seller_id }) => seller_id).sort(), [10, 20]);
  const rows = await shop.sql('select id, variant_id from haat_order.order_line where order_id = $1 order by id', [
    order.id,
  ]);
  assert.deepEqual(
    rows.map(({ id, variant_id }) => [Number(id), Number(variant_id)]),
    lines.map((row) => [row.id, row.variant_id]),
  );
});

test('many at once, each with lines of its own', async () => {
  const intents = await Promise.all(Array.from({ length: 40 }, () => writers.insertIntent(draft())));
  const placed = await Promise.all(intents.map((intent) => place(intent!)));
  assert.equal(new Set(placed.map(({ order }) => order.id)).size, 40);
  assert.equal(new Set(placed.flatMap(({ lines }) => lines.map(({ id }) => id))).size, 120);
  for (const { order, lines } of placed) assert.ok(lines.every((row) => row.order_id === order.id));
});

test('placing again, as after a lost answer to COMMIT, answers the same order and makes nothing twice', async () => {
  const intent = (await writers.insertIntent(draft()))!;
  const first = await place(intent);
  const again = await place(intent);
  assert.deepEqual(
    [again.order.id, again.lines.map(({ id }) => id)],
    [first.order.id, first.lines.map(({ id }) => id)],
  );
  assert.deepEqual(await eventsOf(intent.id), ['order.placed']);
});

test('an order that stands is not ended by a rejection that comes late', async () => {
  const intent = (await writers.insertIntent(draft({ idempotencyKey: 'stands' })))!;
  await place(intent);
  assert.equal(await reject(intent.id), false);
  const [row] = await shop.sql('select status, idempotency_key from haat_order.orders where id = $1', [intent.id]);
  assert.deepEqual(row, { status: 'pending', idempotency_key: 'stands' });
  assert.deepEqual(await eventsOf(intent.id), ['order.placed']);
});

test('a rejected intent cannot be placed, is told once, and leaves no lines', async () => {
  const intent = (await writers.insertIntent(draft({ idempotencyKey: 'freed' })))!;
  assert.deepEqual([await reject(intent.id), await reject(intent.id)], [true, false]);
  await assert.rejects(place(intent), { code: 'order.rejected' });
  assert.deepEqual(await eventsOf(intent.id), ['order.rejected']);
  assert.deepEqual(await shop.sql('select 1 from haat_order.order_line where order_id = $1', [intent.id]), []);
  assert.ok(await writers.insertIntent(draft({ idempotencyKey: 'freed' })), 'the key is free');
});

test('of placing and rejecting at the same moment exactly one happens', async () => {
  const intents = await Promise.all(Array.from({ length: 20 }, () => writers.insertIntent(draft())));
  const outcomes = await Promise.all(
    intents.map(async (intent) => {
      const [placed, rejected] = await Promise.allSettled([place(intent!), reject(intent!.id)]);
      return [placed.status === 'fulfilled', rejected.status === 'fulfilled' && rejected.value];
    }),
  );
  for (const [placed, rejected] of outcomes) assert.notEqual(placed, rejected);
  for (const intent of intents) assert.equal((await eventsOf(intent!.id)).length, 1);
});

test('of equal keys in one batch one is taken, of others all', async () => {
  const same = await Promise.all(
    Array.from({ length: 10 }, () => writers.insertIntent(draft({ idempotencyKey: 'same' }))),
  );
  assert.equal(same.filter(Boolean).length, 1);
  const users = await Promise.all(
    [8, 9].map((userId) => writers.insertIntent(draft({ userId, idempotencyKey: 'same' }))),
  );
  assert.equal(users.filter(Boolean).length, 2);
});

test('an order whose sum does not hold cannot be stored, and its neighbours can', async () => {
  const [good, bad] = [(await writers.insertIntent(draft()))!, (await writers.insertIntent(draft()))!];
  const [first, second] = await Promise.allSettled([place(good), place(bad, { ...cart, totalMinor: 2999 })]);
  assert.deepEqual([first.status, second.status], ['fulfilled', 'rejected']);
  assert.equal(await reject(bad.id), true);
});
