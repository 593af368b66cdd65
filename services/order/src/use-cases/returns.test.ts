/** Cancelling and returning: what is given back, to whom, and never more than was taken. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { brokenOrders, type OrderShop, orderShop, type Person } from '../testing.ts';

let shop: TestShop;
let it: OrderShop;

before(async () => {
  shop = await openTestShop();
  it = await orderShop(shop);
});
after(async () => {
  const broken = await brokenOrders(shop);
  await shop.close();
  assert.deepEqual(broken, []);
});

const cancel = (who: Person, id: number, body: object = {}, headers = {}) =>
  shop.request('POST', `/orders/${id}/cancel`, { token: who.token, body, headers });
const giveBack = (who: Person, id: number, items: object[], headers = {}) =>
  shop.request('POST', `/orders/${id}/return`, {
    token: who.token,
    body: { items, reason: 'It does not fit' },
    headers,
  });
const said = (response: Parameters<OrderShop['said']>[0]) => it.said(response);
const eventsOf = (id: number, type: string) =>
  shop.sql(`select data from haat_order.outbox where entity_id = $1 and type = $2 order by id`, [id, type]);

/** Two units each of these, paid and delivered. */
async function deliveredOrder(...products: any[]): Promise<{ user: Person; order: any }> {
  const { user, order } = await it.paidOrder(...products, ...products);
  await shop.expect(200, 'PUT', `/orders/${order.id}/ship`, { token: it.admin.token, body: {} });
  const body = { status: 'delivered' };
  await shop.expect(200, 'PUT', `/orders/${order.id}/status`, { token: it.admin.token, body });
  return { user, order: await it.order(user, order.id) };
}

test('a buyer cancels an unpaid order: its stock comes back, and no refund is asked for', async () => {
  const lamp = await it.product();
  const user = await it.shopperWith(lamp);
  const { id } = await it.place(user);
  const cancelled = (await cancel(user, id, { reason: 'Changed my mind' })).body;
  assert.deepEqual(
    [cancelled.status, cancelled.paymentStatus, cancelled.cancelReason, cancelled.expiresAt],
    ['cancelled', 'cancelled', 'Changed my mind', null],
  );
  await until('the stock', async () => (await it.quantityOf(lamp)) === 10);
  assert.deepEqual(await eventsOf(id, 'order.refund_requested'), []);
  assert.equal(said(await cancel(user, id)), '409 order.bad_transition');
});

test('a paid order that is cancelled is refunded whole, and stays cancelled', async () => {
  const lamp = await it.product();
  const { user, order } = await it.paidOrder(lamp);
  assert.equal((await cancel(user, order.id)).body.status, 'cancelled');
  const refunded = await until('the refund', async () => {
    const now = await it.order(user, order.id);
    return now.paymentStatus === 'refunded' && now;
  });
  assert.deepEqual([refunded.status, refunded.refundedPrice], ['cancelled', '20.00']);
  await until('the stock', async () => (await it.quantityOf(lamp)) === 10);
  const [asked] = await eventsOf(order.id, 'order.refund_requested');
  assert.equal(asked.data.amountMinor, 2000);
  assert.deepEqual(
    (await eventsOf(order.id, 'order.cancelled')).map(({ data }) => data.wasCompleted),
    [true],
  );
});

test('once a parcel is on its way the order cannot be cancelled, also where another is still at home', async () => {
  const seller = await shop.signUp({ roles: ['seller'] });
  const { user, order } = await it.paidOrder(await it.product(), await it.product({}, seller));
  await shop.expect(200, 'PUT', `/orders/${order.id}/ship`, { token: seller.token, body: {} });
  assert.equal(said(await cancel(user, order.id)), '409 order.not_cancellable');
  assert.equal(said(await cancel(it.admin, order.id)), '409 order.not_cancellable');
});

test('an admin cancels for the buyer; a stranger finds nothing', async () => {
  const user = await it.shopperWith(await it.product());
  const { id } = await it.place(user);
  assert.equal(said(await cancel(await shop.signUp(), id)), '404 order.not_found');
  const body = { status: 'cancelled', reason: 'Fraud' };
  const answer = await shop.expect(200, 'PUT', `/orders/${id}/status`, { token: it.admin.token, body });
  assert.deepEqual([answer.status, answer.cancelReason], ['cancelled', 'Fraud']);
  const { body: silent } = await cancel(it.admin, (await it.place(await it.shopperWith(await it.product()))).id);
  assert.equal(silent.cancelReason, 'cancelled by the staff');
});

test('cancelling twice at once, and again with the same key, cancels once', async () => {
  const lamp = await it.product();
  const { user, order } = await it.paidOrder(lamp);
  const key = { 'idempotency-key': 'cancel' };
  const answers = await Promise.all([
    cancel(user, order.id, {}, key),
    cancel(user, order.id),
    cancel(it.admin, order.id),
  ]);
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  if (answers[0]!.status === 200) assert.deepEqual((await cancel(user, order.id, {}, key)).body, answers[0]!.body);
  assert.equal((await eventsOf(order.id, 'order.refund_requested')).length, 1);
  await shop.settled();
  assert.equal(await it.quantityOf(lamp), 10);
});

test('delivered items come back: put on the shelf, refunded to the last paisa in whatever steps', async () => {
  const lamp = await it.product({ price: '33.33' });
  const { user, order } = await deliveredOrder(lamp);
  const [{ id }] = order.items;
  const first = await giveBack(user, order.id, [{ id, quantity: 1 }]);
  assert.equal(first.status, 200);
  assert.deepEqual([first.body.fulfilmentStatus, first.body.items[0].returnedQuantity], ['delivered', 1]);
  assert.deepEqual(
    first.body.returns.map((one: any) => [one.items, one.refundPrice]),
    [[[{ id, quantity: 1 }], '33.33']],
  );
  const second = (await giveBack(user, order.id, [{ id, quantity: 1 }])).body;
  assert.deepEqual([second.fulfilmentStatus, second.items[0].fulfilmentStatus], ['returned', 'returned']);
  const refunded = await until('both refunds', async () => {
    const now = await it.order(user, order.id);
    return now.status === 'refunded' && now;
  });
  assert.equal(refunded.refundedPrice, '66.66');
  await until('the stock', async () => (await it.quantityOf(lamp)) === 10);
  const track = await shop.expect(200, 'GET', `/orders/${order.id}/track`, { token: user.token });
  assert.equal(track.steps.at(-1).name, 'returned');
});

test('more than was bought, what is not delivered and what is not of the order cannot be returned', async () => {
  const { user, order } = await deliveredOrder(await it.product());
  const [{ id }] = order.items;
  const other = (await deliveredOrder(await it.product())).order;
  assert.equal(said(await giveBack(user, order.id, [{ id, quantity: 3 }])), '422 order.return_invalid');
  assert.equal(
    said(
      await giveBack(user, order.id, [
        { id, quantity: 2 },
        { id, quantity: 1 },
      ]),
    ),
    '422 order.return_invalid',
  );
  assert.equal(
    said(await giveBack(user, order.id, [{ id: other.items[0].id, quantity: 1 }])),
    '422 order.return_invalid',
  );
  assert.equal(said(await giveBack(await shop.signUp(), order.id, [{ id, quantity: 1 }])), '404 order.not_found');
  assert.equal(said(await giveBack(user, other.id, [{ id, quantity: 1 }])), '404 order.not_found');

  const paid = await it.paidOrder(await it.product());
  const unsent = [{ id: paid.order.items[0].id, quantity: 1 }];
  assert.equal(said(await giveBack(paid.user, paid.order.id, unsent)), '422 order.return_invalid');
  const unpaid = await it.shopperWith(await it.product());
  const { id: unpaidId, items } = await it.place(unpaid);
  assert.equal(said(await giveBack(unpaid, unpaidId, [{ id: items[0].id, quantity: 1 }])), '409 order.bad_transition');
});

test('ten returns at once of two units take back two', async () => {
  const lamp = await it.product();
  const { user, order } = await deliveredOrder(lamp);
  const [{ id }] = order.items;
  const answers = await Promise.all(Array.from({ length: 10 }, () => giveBack(user, order.id, [{ id, quantity: 1 }])));
  assert.deepEqual(answers.map(said).sort(), [
    '200',
    '200',
    ...Array.from({ length: 8 }, () => '422 order.return_invalid'),
  ]);
  await shop.settled();
  assert.equal(await it.quantityOf(lamp), 10);
  assert.equal((await it.order(user, order.id)).refundedPrice, '40.00');
});

test('a return with a key is made once', async () => {
  const { user, order } = await deliveredOrder(await it.product());
  const items = [{ id: order.items[0].id, quantity: 1 }];
  const key = { 'idempotency-key': 'back' };
  const [first, ...rest] = await Promise.all(Array.from({ length: 4 }, () => giveBack(user, order.id, items, key)));
  for (const answer of [first!, ...rest]) assert.match(said(answer), /^(200|409 idempotency\.in_progress)$/);
  assert.equal((await giveBack(user, order.id, items, key)).body.returns.length, 1);
});

test('an admin books a delivered order as returned: all that is out comes back and is refunded', async () => {
  const lamp = await it.product();
  const { user, order } = await deliveredOrder(lamp);
  await giveBack(user, order.id, [{ id: order.items[0].id, quantity: 1 }]);
  const back = await shop.expect(200, 'PUT', `/orders/${order.id}/status`, {
    token: it.admin.token,
    body: { status: 'returned' },
  });
  assert.equal(back.fulfilmentStatus, 'returned');
  await until('the refund', async () => (await it.order(user, order.id)).refundedPrice === '40.00');
  await until('the stock', async () => (await it.quantityOf(lamp)) === 10);
});

test('shipping is not given back with the goods, but it is when the order is cancelled', async () => {
  const body = { code: `post${Date.now()}`, name: 'Post', price: '5.00', minDays: 1, maxDays: 3 };
  await shop.expect(201, 'POST', '/shipping-methods', { token: it.admin.token, body });
  const place = async () => {
    const user = await it.shopperWith(await it.product());
    const order = await it.place(user, { shippingMethod: body.code });
    assert.deepEqual(
      [order.shippingPrice, order.totalPrice, order.shippingMethod],
      ['5.00', '25.00', { code: body.code, name: 'Post' }],
    );
    assert.ok(order.estimatedDelivery);
    await it.pay(user, order.id);
    return { user, order };
  };
  const cancelled = await place();
  await cancel(cancelled.user, cancelled.order.id);
  const [asked] = await eventsOf(cancelled.order.id, 'order.refund_requested');
  assert.equal(asked.data.amountMinor, 2500);
  const returned = await place();
  for (const status of ['shipped', 'delivered']) {
    await shop.expect(200, 'PUT', `/orders/${returned.order.id}/status`, { token: it.admin.token, body: { status } });
  }
  await giveBack(returned.user, returned.order.id, [{ id: returned.order.items[0].id, quantity: 1 }]);
  const [goods] = await eventsOf(returned.order.id, 'order.refund_requested');
  assert.deepEqual([goods.data.amountMinor, goods.data.lines[0].amountMinor], [2000, 2000]);
  await shop.settled();
  assert.equal((await it.order(returned.user, returned.order.id)).status, 'completed');
});
