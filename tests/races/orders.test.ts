/** Many at once at the same unit, the same key, the same coupon, the same order: exactly as many win as may. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { assertProblem } from '../shape.ts';
import {
  addToCart,
  decide,
  newCategory,
  newProduct,
  openPayment,
  order,
  pay,
  readCart,
  readOrder,
  readProduct,
  tryToPlace,
  unique,
} from '../steps.ts';
import { crowd, tally, times } from './crowd.ts';

const BUYERS = 100;
const USES = 5;

let shop: TestShop;
let admin: TestUser;
let buyers: TestUser[];
let category: any;

before(async () => {
  shop = await openTestShop();
  [admin, buyers] = await Promise.all([shop.admin(), crowd(shop, BUYERS)]);
  category = await newCategory(shop, admin);
});
after(() => shop.close());

const product = (fields = {}) => newProduct(shop, admin, { category: category.id, ...fields });

async function refill(who: readonly TestUser[], productId: number): Promise<void> {
  await Promise.all(
    who.map(async (buyer) => {
      await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
      await addToCart(shop, buyer, { productId, quantity: 1 });
    }),
  );
}

test('one unit, a hundred carts, two hundred tries: exactly one order, and the others keep their carts', async () => {
  const last = await product({ quantity: 1 });
  await refill(buyers, last.id);
  const tries = await Promise.all([...buyers, ...buyers].map((buyer) => tryToPlace(shop, buyer)));
  const counts = tally(tries);
  assert.equal(counts['201'], 1, JSON.stringify(counts));
  for (const { status, body } of tries.filter((one) => one.status !== 201)) {
    assert.ok(
      ['stock.insufficient', 'cart.claimed', 'cart.empty'].includes(body.code),
      `${status} ${JSON.stringify(body)}`,
    );
  }
  assert.ok(counts['409 stock.insufficient']! >= BUYERS - 1, JSON.stringify(counts));
  await shop.settled();
  assert.equal((await readProduct(shop, last.id)).quantity, 0);
  const carts = await Promise.all(buyers.map((buyer) => readCart(shop, buyer)));
  assert.equal(carts.filter(({ items }) => items.length === 1).length, BUYERS - 1);
  const loser = buyers[carts.findIndex(({ items }) => items.length === 1)]!;
  await shop.expect(204, 'DELETE', '/cart', { token: loser.token });
});

test('ten units, a hundred buyers: exactly ten orders', async () => {
  const scarce = await product({ quantity: 10 });
  await refill(buyers, scarce.id);
  const counts = tally(await Promise.all(buyers.map((buyer) => tryToPlace(shop, buyer))));
  assert.deepEqual(counts, { 201: 10, '409 stock.insufficient': 90 });
  await shop.settled();
  assert.equal((await readProduct(shop, scarce.id)).quantity, 0);
});

test('carts that share products in other orders never wait for each other for ever', async () => {
  const pair = await Promise.all([product({ quantity: 500 }), product({ quantity: 500 })]);
  const some = buyers.slice(0, 40);
  await Promise.all(
    some.map(async (buyer, index) => {
      await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
      const items = pair.map(({ id: productId }) => ({ productId, quantity: 1 }));
      await shop.expect(201, 'POST', '/cart/items', { token: buyer.token, body: index % 2 ? items : items.reverse() });
    }),
  );
  assert.deepEqual(tally(await Promise.all(some.map((buyer) => tryToPlace(shop, buyer)))), { 201: 40 });
  for (const { id } of pair) assert.equal((await readProduct(shop, id)).quantity, 460);
});

test('twenty equal requests with one Idempotency-Key: one order, one answer', async () => {
  const [buyer] = buyers as [TestUser];
  const lamp = await product();
  await refill([buyer], lamp.id);
  const headers = { 'idempotency-key': unique('key') };
  const answers = await times(20, () =>
    until('the order is answered', async () => {
      const response = await tryToPlace(shop, buyer, {}, headers);
      if (response.status === 201) return response.body;
      assertProblem(response, 409, 'idempotency.in_progress');
      assert.ok(Number(response.headers.get('retry-after')) >= 1);
      return undefined;
    }),
  );
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  const { items } = await shop.expect(200, 'GET', '/orders?limit=100', { token: buyer.token });
  assert.equal(items.filter((found: any) => found.items[0].productId === lamp.id).length, 1);
  assert.equal((await readProduct(shop, lamp.id)).quantity, 49);
});

test('twenty requests without a key for one cart: one order', async () => {
  const [buyer] = buyers as [TestUser];
  const lamp = await product();
  await refill([buyer], lamp.id);
  const counts = tally(await times(20, () => tryToPlace(shop, buyer)));
  assert.equal(counts['201'], 1, JSON.stringify(counts));
  assert.equal(
    Object.values(counts).reduce((sum, count) => sum + count, 0),
    20,
  );
  assert.deepEqual(
    Object.keys(counts).filter((name) => !/^201|409 cart\.claimed|422 cart\.empty/.test(name)),
    [],
  );
  assert.equal((await readProduct(shop, lamp.id)).quantity, 49);
});

test(`a coupon of ${USES} uses, forty buyers: exactly ${USES} orders have it, and the next go without`, async () => {
  const lamp = await product({ quantity: 500 });
  const code = unique('GIFT').toUpperCase();
  const body = { code, kind: 'coupon', value: '7', usageLimit: USES };
  const discount = await shop.expect(201, 'POST', '/discounts', { token: admin.token, body });
  const some = buyers.slice(0, 40);
  await refill(some, lamp.id);
  await Promise.all(
    some.map(({ token }) =>
      shop.expect(200, 'POST', '/api/cart/apply-discount', { token, body: { discountCode: code } }),
    ),
  );
  const tries = await Promise.all(some.map((buyer) => tryToPlace(shop, buyer)));
  assert.deepEqual(tally(tries), { 201: USES, '422 discount.exhausted': 40 - USES });
  for (const { status, body: placed } of tries) if (status === 201) assert.equal(placed.discountPrice, '7.00');

  const losers = some.filter((_, index) => tries[index]!.status !== 201);
  const cart = await readCart(shop, losers[0]!);
  assert.deepEqual(
    cart.discounts.map((one: any) => [one.code, one.amount]),
    [[code, '0.00']],
    'it stays, at 0',
  );
  const second = await Promise.all(losers.map((buyer) => tryToPlace(shop, buyer)));
  assert.deepEqual(tally(second), { 201: losers.length });
  for (const { body: placed } of second) assert.equal(placed.discountPrice, '0.00');
  const { used } = await shop.expect(200, 'GET', `/discounts/${discount.id}`, { token: admin.token });
  assert.equal(used, USES);
  assert.equal((await readProduct(shop, lamp.id)).quantity, 460);
});

test('a price that moves while forty are ordering is charged to nobody who was not shown it', async () => {
  const lamp = await product({ quantity: 500 });
  const some = buyers.slice(0, 40);
  await refill(some, lamp.id);
  const [tries] = await Promise.all([
    Promise.all(some.map((buyer) => tryToPlace(shop, buyer))),
    shop.expect(200, 'PATCH', `/products/${lamp.id}`, { token: admin.token, body: { price: '120' } }),
  ]);
  for (const { status, body } of tries) {
    if (status === 201) assert.deepEqual([body.totalPrice, body.items[0].unitPrice], ['100.00', '100.00']);
    else assert.deepEqual([body.code, body.cart?.total], ['cart.changed', '120.00'], JSON.stringify(body));
  }
  const refused = some.filter((_, index) => tries[index]!.status !== 201);
  for (const { status, body } of await Promise.all(refused.map((buyer) => tryToPlace(shop, buyer)))) {
    assert.deepEqual([status, body.totalPrice], [201, '120.00']);
  }
});

test('paid and cancelled in the same moment: completed, or cancelled with the money given back', async () => {
  const lamp = await product({ quantity: 500 });
  const outcomes = await times(10, async (index) => {
    const buyer = buyers[index]!;
    const placed = await order(shop, buyer, { productId: lamp.id, quantity: 1 });
    const payment = await openPayment(shop, buyer, placed.id);
    const path = new URL(payment.url).pathname;
    await Promise.all([
      shop.request('POST', path, { body: { action: 'approve' } }),
      shop.request('POST', `/orders/${placed.id}/cancel`, { token: buyer.token, body: {} }),
    ]);
    return { buyer, placed };
  });
  for (const { buyer, placed } of outcomes) {
    await until(`order ${placed.id} and its money agree`, async () => {
      const { status } = await readOrder(shop, buyer, placed.id);
      const { items } = await shop.expect(200, 'GET', `/payments?orderId=${placed.id}`, { token: buyer.token });
      const paid = items.filter((one: any) => one.status === 'success');
      if (status === 'completed') return paid.length === 1;
      return (
        (status === 'cancelled' || status === 'refunded') &&
        paid.length === 0 &&
        items.every((one: any) => one.status !== 'pending')
      );
    });
  }
  await shop.settled();
  const lost = await Promise.all(outcomes.map(({ buyer, placed }) => readOrder(shop, buyer, placed.id)));
  const sold = lost.filter(({ status }) => status === 'completed').length;
  await until('the stock agrees', async () => (await readProduct(shop, lamp.id)).quantity === 500 - sold);
});

test('approved ten times at once, an order is paid once', async () => {
  const [buyer] = buyers as [TestUser];
  const lamp = await product();
  const placed = await order(shop, buyer, { productId: lamp.id, quantity: 1 });
  const opened = await times(10, () => openPayment(shop, buyer, placed.id));
  assert.equal(new Set(opened.map(({ paymentId }) => paymentId)).size, 1, 'one open payment');
  await Promise.allSettled(opened.map((payment) => decide(shop, payment, 'approve')));
  await until('it is completed', async () => (await readOrder(shop, buyer, placed.id)).status === 'completed');
  await shop.settled();
  const { items } = await shop.expect(200, 'GET', `/payments?orderId=${placed.id}`, { token: buyer.token });
  assert.deepEqual(
    items.map((one: any) => [one.status, one.refundedAmount]),
    [['success', '0.00']],
  );
});

test('refunded ten times at once, the money goes back once', async () => {
  const [buyer] = buyers as [TestUser];
  const lamp = await product();
  const placed = await order(shop, buyer, { productId: lamp.id, quantity: 1 });
  const { paymentId } = await pay(shop, buyer, placed.id);
  const path = `/payments/${paymentId}/refund`;
  const whole = await times(10, () => shop.request('POST', path, { token: admin.token, body: { amount: '60' } }));
  assert.equal(tally(whole)['201'], 1, JSON.stringify(tally(whole)));
  await until('the refund is through', async () => {
    const found = await shop.expect(200, 'GET', `/payments/${paymentId}`, { token: admin.token });
    return found.refundedAmount === '60.00';
  });
});

test('stock that is corrected while it is sold is never counted twice', async () => {
  const lamp = await product({ quantity: 30 });
  const some = buyers.slice(0, 40);
  await refill(some, lamp.id);
  const [orders, corrections] = await Promise.all([
    Promise.all(some.map((buyer) => tryToPlace(shop, buyer))),
    times(10, (index) =>
      shop.request('POST', `/products/${lamp.id}/stock`, {
        token: admin.token,
        body: { delta: index % 2 ? 2 : -2, reason: 'Counted' },
      }),
    ),
  ]);
  const sold = orders.filter(({ status }) => status === 201).length;
  const added = corrections.reduce((sum, { status }, index) => sum + (status === 201 ? (index % 2 ? 2 : -2) : 0), 0);
  await shop.settled();
  assert.equal((await readProduct(shop, lamp.id)).quantity, 30 + added - sold);
  assert.ok(sold <= 40 && 30 + added - sold >= 0);
});
