/** Many more buyers than units, and than uses of a coupon: as many win as may, and nothing is left unsold. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { newCategory, newProduct, readProduct, unique } from '../steps.ts';
import { type Buyers, buyersOf } from './buyers.ts';
import { BUYERS, COUPONS, REPETITIONS } from './sizes.ts';

let shop: TestShop;
let admin: TestUser;
let buyers: Buyers;
let category: any;

before(async () => {
  shop = await openTestShop();
  admin = await shop.admin();
  buyers = buyersOf(shop);
  category = await newCategory(shop, admin);
});
after(() => shop.close());

const productOf = (quantity: number) => newProduct(shop, admin, { category: category.id, quantity });

async function ordersFor(productId: number): Promise<number> {
  const [row] = await shop.sql<{ units: number }>(
    `select count(*)::int as units from haat_order.order_line l join haat_order.orders o on o.id = l.order_id
     where l.product_id = $1 and o.status = 'pending'`,
    [productId],
  );
  return row!.units;
}

test(`one unit and 200 buyers, ${REPETITIONS} times: ${REPETITIONS} are sold, one each time`, async () => {
  let sold = 0;
  for (let round = 0; round < REPETITIONS; round += 1) {
    const last = await productOf(1);
    const users = await buyers.fill(200, last.id);
    const { placed, refused } = await buyers.placeAll(users);
    assert.deepEqual([placed, refused], [1, { 'stock.insufficient': 199 }]);
    assert.equal((await readProduct(shop, last.id)).quantity, 0);
    sold += await ordersFor(last.id);
  }
  assert.equal(sold, REPETITIONS);
});

test(`${BUYERS / 10} units and ${BUYERS} buyers: all are sold, and not one more`, async () => {
  const units = BUYERS / 10;
  const lamp = await productOf(units);
  const users = await buyers.fill(BUYERS, lamp.id);
  const { placed, refused } = await buyers.placeAll(users);
  assert.deepEqual([placed, refused], [units, { 'stock.insufficient': BUYERS - units }]);
  assert.equal((await readProduct(shop, lamp.id)).quantity, 0);
  assert.equal(await ordersFor(lamp.id), units);
});

test(`a coupon of ${COUPONS / 10} uses and ${COUPONS} buyers: exactly so many orders have it`, async () => {
  const uses = COUPONS / 10;
  const lamp = await productOf(COUPONS);
  const code = unique('GIFT').toUpperCase();
  const body = { code, kind: 'coupon', value: '7', usageLimit: uses };
  const { id } = await shop.expect(201, 'POST', '/discounts', { token: admin.token, body });
  const users = await buyers.fill(COUPONS, lamp.id, code);
  const { placed, refused } = await buyers.placeAll(users);
  assert.deepEqual([placed, refused], [uses, { 'discount.exhausted': COUPONS - uses }]);
  assert.equal((await shop.expect(200, 'GET', `/discounts/${id}`, { token: admin.token })).used, uses);
});

test('one buyer, one key, twenty requests: one order, and each is answered with it or told to wait', async () => {
  const lamp = await productOf(10);
  const [user] = (await buyers.fill(1, lamp.id)) as [number];
  const { placed, refused } = await buyers.placeAll(
    Array.from({ length: 20 }, () => user),
    unique('key'),
  );
  assert.equal(placed + (refused['idempotency.in_progress'] ?? 0), 20, JSON.stringify(refused));
  assert.equal(await ordersFor(lamp.id), 1);
  assert.equal((await readProduct(shop, lamp.id)).quantity, 9);
});
