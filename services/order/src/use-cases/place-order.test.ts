/** Placing an order: stock is taken and the cart emptied, or neither; once for each key; under any concurrency. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { exampleAddress } from '#contracts/common/address.ts';
import { run } from '#platform/sql/database.ts';
import { until } from '#platform/testing/until.ts';
import { orderService } from '../service.ts';
import { brokenOrders, type OrderShop, orderShop } from '../testing.ts';

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

const ordersOf = (userId: number) =>
  shop.sql(`select id, status, number from haat_order.orders where user_id = $1 order by id`, [userId]);

test('a placed order takes the stock, empties the cart, and says what was bought at which price', async () => {
  const lamp = await it.product({ title: 'Brass lamp', price: '749.50', quantity: 5 });
  const vase = await it.product({ price: '10', quantity: 5 });
  const user = await it.shopperWith(lamp, lamp, vase);
  const order = await it.place(user, { paymentMethod: 'card', notes: 'Ring twice' });
  assert.match(order.number, /^HT-[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  assert.equal(order._id, order.id);
  assert.deepEqual([order.status, order.paymentStatus, order.fulfilmentStatus], ['pending', 'pending', 'unfulfilled']);
  assert.deepEqual(
    order.items.map((item: any) => [item.title, item.quantity, item.unitPrice, item.lineTotal]),
    [
      ['Brass lamp', 2, '749.50', '1499.00'],
      [vase.title, 1, '10.00', '10.00'],
    ],
  );
  assert.deepEqual([order.itemsPrice, order.totalPrice], ['1509.00', '1509.00']);
  assert.deepEqual(order.user, { id: user.id, name: 'Asha Rao', email: user.email });
  assert.deepEqual(order.billingAddress, order.shippingAddress);
  assert.equal(new Date(order.expiresAt).getTime() - new Date(order.createdAt).getTime(), 30 * 60_000);
  assert.equal((await it.cartOf(user)).items.length, 0);
  assert.deepEqual([await it.quantityOf(lamp), await it.quantityOf(vase)], [3, 4]);
  assert.deepEqual(await it.order(user, order.id), order);
});

test('the shopper gets one mail for the order', async () => {
  const user = await it.shopperWith(await it.product());
  const order = await it.place(user);
  await shop.settled();
  const mails = (await shop.mails()).filter((mail) => mail.includes(order.number));
  assert.equal(mails.length, 1);
  assert.match(mails[0]!, new RegExp(`To: ${user.email}`));
});

test('who wants no mail gets none', async () => {
  const user = await it.shopperWith(await it.product());
  await shop.expect(200, 'PUT', '/profile', {
    token: user.token,
    body: { preferences: { notifications: { email: false } } },
  });
  await shop.settled();
  const order = await it.place(user);
  await shop.settled();
  assert.deepEqual(
    (await shop.mails()).filter((mail) => mail.includes(order.number)),
    [],
  );
});

test('an empty cart is refused and leaves nothing', async () => {
  const user = await shop.signUp();
  assert.equal(it.said(await it.tryToPlace(user)), '422 cart.empty');
  assert.deepEqual((await shop.expect(200, 'GET', '/orders', { token: user.token })).items, []);
});

test('a line out of stock is named, and nothing of the order is taken', async () => {
  const plenty = await it.product();
  const rare = await it.product({ quantity: 1 });
  const user = await it.shopperWith(plenty, rare);
  await it.place(await it.shopperWith(rare));
  const refused = await it.tryToPlace(user);
  assert.equal(it.said(refused), '409 stock.insufficient');
  assert.deepEqual(refused.body.lines, [{ ...refused.body.lines[0], productId: rare.id, requested: 1, available: 0 }]);
  assert.equal(await it.quantityOf(plenty), 10);
  assert.equal((await it.cartOf(user)).items.length, 2);
  // The cart is free again at once, not only when the event has arrived.
  await it.add(user, plenty);
});

test('a price that moved since it was shown refuses with the new cart, and placing again accepts it', async () => {
  const lamp = await it.product({ price: '20.00' });
  const user = await it.shopperWith(lamp);
  await shop.expect(200, 'PATCH', `/products/${lamp.id}`, { token: it.admin.token, body: { price: '25.00' } });
  const refused = await it.tryToPlace(user);
  assert.equal(it.said(refused), '409 cart.changed');
  assert.equal(refused.body.cart.total, '25.00');
  assert.equal(await it.quantityOf(lamp), 10);
  assert.equal((await it.place(user)).totalPrice, '25.00');
});

test('items, totals and a version that differ from the cart are refused; equal ones pass', async () => {
  const lamp = await it.product({ price: '20.00' });
  const user = await it.shopperWith(lamp);
  const { version } = await it.cartOf(user);
  const wrong = [
    { expectedTotal: '19.99' },
    { totalPrice: '21' },
    { itemsPrice: '0.01' },
    { shippingPrice: '1' },
    { cartVersion: version + 1 },
    { items: [{ productId: lamp.id, quantity: 2 }] },
    { items: [{ product_id: lamp.id, quantity: 1, price: '0.01' }] },
  ];
  for (const body of wrong) {
    assert.equal(it.said(await it.tryToPlace(user, body)), '409 cart.changed', JSON.stringify(body));
  }
  assert.equal(it.said(await it.tryToPlace(user, { expectedTotal: '20', totalPrice: '21' })), '422 validation.failed');
  await it.place(user, {
    expectedTotal: '20.00',
    totalPrice: '20',
    itemsPrice: '20.0',
    cartVersion: (await it.cartOf(user)).version,
    items: [{ product_id: lamp.id, quantity: 1, price: 20 }],
  });
});

test('the same key and body is answered with the same order, whatever happened since', async () => {
  const user = await it.shopperWith(await it.product());
  const key = { 'idempotency-key': 'one' };
  const first = await it.tryToPlace(user, {}, key);
  assert.equal(first.status, 201);
  assert.deepEqual((await it.tryToPlace(user, {}, key)).body, first.body);
  await shop.expect(200, 'POST', `/orders/${first.body.id}/cancel`, { token: user.token, body: {} });
  const again = await it.tryToPlace(user, {}, key);
  assert.equal(again.status, 201);
  assert.deepEqual(again.body, first.body);
});

test('the same key with another body is refused, and another user may use it freely', async () => {
  const [one, other] = [await it.shopperWith(await it.product()), await it.shopperWith(await it.product())];
  const key = { 'idempotency-key': 'shared' };
  const first = await it.tryToPlace(one, {}, key);
  assert.equal(it.said(await it.tryToPlace(one, { notes: 'other' }, key)), '422 idempotency.mismatch');
  const second = await it.tryToPlace(other, {}, key);
  assert.deepEqual([first.status, second.status], [201, 201]);
  assert.notEqual(first.body.id, second.body.id);
});

test('a refusal frees the key: the same request succeeds once its cause is gone', async () => {
  const lamp = await it.product({ quantity: 1 });
  const user = await it.shopperWith(lamp);
  const winner = await it.shopperWith(lamp);
  const { id } = await it.place(winner);
  const key = { 'idempotency-key': 'again' };
  assert.equal(it.said(await it.tryToPlace(user, {}, key)), '409 stock.insufficient');
  await shop.expect(200, 'POST', `/orders/${id}/cancel`, { token: winner.token, body: {} });
  await until('the unit to be free', async () => (await it.quantityOf(lamp)) === 1);
  assert.equal((await it.tryToPlace(user, {}, key)).status, 201);
});

test('twenty equal requests at once make exactly one order', async () => {
  const lamp = await it.product();
  const user = await it.shopperWith(lamp);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => it.tryToPlace(user, {}, { 'idempotency-key': 'twenty' })),
  );
  const placed = answers.filter(({ status }) => status === 201);
  assert.ok(placed.length >= 1);
  assert.equal(new Set(placed.map(({ body }) => body.id)).size, 1);
  for (const answer of answers) {
    if (answer.status !== 201) {
      assert.equal(it.said(answer), '409 idempotency.in_progress');
      assert.ok(Number(answer.headers.get('retry-after')) >= 1);
    }
  }
  assert.deepEqual(
    (await ordersOf(user.id)).map(({ status }) => status),
    ['pending'],
  );
  assert.equal(await it.quantityOf(lamp), 9);
});

test('twenty requests without a key order the cart once', async () => {
  const lamp = await it.product();
  const user = await it.shopperWith(lamp);
  const answers = await Promise.all(Array.from({ length: 20 }, () => it.tryToPlace(user)));
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    assert.match(it.said(answer), /^(409 cart\.claimed|422 cart\.empty)$/);
  }
  assert.equal(await it.quantityOf(lamp), 9);
});

test('the last unit goes to exactly one of many buyers, and the others keep their carts', async () => {
  const lamp = await it.product({ quantity: 1 });
  const users = await Promise.all(Array.from({ length: 8 }, () => it.shopperWith(lamp)));
  const answers = await Promise.all(users.map((user) => it.tryToPlace(user)));
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 201) continue;
    assert.equal(it.said(answer), '409 stock.insufficient');
    assert.equal((await it.cartOf(users[index]!)).items.length, 1);
  }
  assert.equal(await it.quantityOf(lamp), 0);
});

test('placements in one batch answer for themselves: one that cannot stand harms no neighbour', async () => {
  const [plenty, none] = [await it.product({ quantity: 50 }), await it.product({ quantity: 1 })];
  const good = await Promise.all(Array.from({ length: 6 }, () => it.shopperWith(plenty)));
  const bad = await Promise.all(Array.from({ length: 6 }, () => it.shopperWith(none, plenty)));
  await it.place(await it.shopperWith(none));
  const answers = await Promise.all([...good, ...bad].map((user) => it.tryToPlace(user)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [...good.map(() => 201), ...bad.map(() => 409)],
  );
  await shop.settled();
  assert.equal(await it.quantityOf(plenty), 44);
});

/** Runs `meanwhile` while the product's stock is locked, so that a placement waits at its third step. */
const whileStockIsLocked = (product: any, meanwhile: () => Promise<void>): Promise<void> =>
  shop.database('product').tx(async (tx) => {
    await run(tx, 'select 1 from stock where variant_id = $1 for update', [product.variants[0].id]);
    await meanwhile();
  });

const waitingFor = (userId: number) =>
  until('the placement to wait for stock', async () => {
    const [row] = await shop.sql(`select id from haat_order.orders where user_id = $1 and status = 'placing'`, [
      userId,
    ]);
    const [claim] = row ? await shop.sql(`select 1 from haat_cart.claim where order_id = $1`, [row.id]) : [];
    return claim && row;
  });

test('while an order is being placed its key answers "in progress", nobody sees it, and the cart takes no change', async () => {
  const lamp = await it.product();
  const user = await it.shopperWith(lamp);
  const key = { 'idempotency-key': 'slow' };
  let first!: ReturnType<typeof it.tryToPlace>;
  await whileStockIsLocked(lamp, async () => {
    first = it.tryToPlace(user, {}, key);
    const { id } = await waitingFor(user.id);
    const second = await it.tryToPlace(user, {}, key);
    assert.equal(it.said(second), '409 idempotency.in_progress');
    assert.equal(second.headers.get('retry-after'), '1');
    await shop.expect(404, 'GET', `/orders/${id}`, { token: user.token });
    await shop.expect(404, 'GET', `/orders/${id}`, { token: it.admin.token });
    assert.deepEqual((await shop.expect(200, 'GET', '/orders', { token: user.token })).items, []);
    await shop.expect(409, 'POST', '/cart/items', { token: user.token, body: { productId: lamp.id, quantity: 1 } });
    assert.equal(it.said(await it.tryToPlace(user)), '409 cart.claimed');
  });
  assert.equal((await first).status, 201);
});

test('a process that was taken for dead cannot place the order that recovery has ended', async () => {
  const lamp = await it.product();
  const user = await it.shopperWith(lamp);
  const base = shop.parts.find((part) => part.bases.has('order'))!.bases.get('order')!;
  const other = await orderService.start({ ...base, instanceId: 'another-process' });
  const recover = other.schedules!.find(({ name }) => name === 'order.recover')!;
  let first!: ReturnType<typeof it.tryToPlace>;
  await whileStockIsLocked(lamp, async () => {
    first = it.tryToPlace(user);
    const { id } = await waitingFor(user.id);
    await until('the other to take it for dead', async () => {
      await shop.sql(`delete from haat_order.instance where id <> 'another-process'`);
      await recover.run();
      const [row] = await shop.sql('select status from haat_order.orders where id = $1', [id]);
      return row.status === 'rejected';
    });
  });
  assert.equal(it.said(await first), '409 order.rejected');
  await other.stop!();
  await shop.settled();
  assert.equal(await it.quantityOf(lamp), 10);
  await it.place(user);
});

test('cash on delivery does not expire, however it is spelt', async () => {
  const order = await it.place(await it.shopperWith(await it.product()), { paymentMethod: 'Cash on Delivery' });
  assert.deepEqual([order.paymentMethod, order.expiresAt, order.status], ['cod', null, 'pending']);
});

test('an order with nothing to pay is completed by being placed', async () => {
  const lamp = await it.product({ price: '0.00' });
  const user = await it.shopperWith(lamp);
  const order = await it.place(user);
  assert.deepEqual([order.status, order.paymentStatus, order.totalPrice], ['completed', 'success', '0.00']);
  assert.deepEqual(await it.order(user, order.id), order);
});

test('what cannot be read is refused by name, and strangers are', async () => {
  const user = await shop.signUp();
  const { country: _, ...address } = exampleAddress;
  const refused = await shop.request('POST', '/orders', { token: user.token, body: { shippingAddress: address } });
  assert.equal(it.said(refused), '422 validation.failed');
  assert.equal(refused.body.errors[0].field, 'shippingAddress.country');
  await shop.expect(401, 'POST', '/orders', { body: { shippingAddress: exampleAddress } });
});
