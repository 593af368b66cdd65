/** Where the road turns: guests, second thoughts, returns, cash, several sellers, moved prices. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTestShop, shapeOfTests, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { assertLike, assertProblem, id, text, time } from '../shape.ts';
import {
  address,
  addToCart,
  deliver,
  newCategory,
  newProduct,
  newSeller,
  openPayment,
  order,
  orderOnce,
  paidOrder,
  place,
  readCart,
  readOrder,
  readProduct,
  setStatus,
  ship,
  tryToPlace,
  unique,
} from '../steps.ts';

describe(`turns of the road, ${shapeOfTests}`, () => {
  let shop: TestShop;
  let admin: TestUser;
  let seller: TestUser;
  let buyer: TestUser;
  let category: any;

  before(async () => {
    shop = await openTestShop();
    [admin, seller, buyer] = await Promise.all([shop.admin(), newSeller(shop, 'Gulmohar'), shop.signUp()]);
    category = await newCategory(shop, admin);
  });
  after(() => shop.close());

  const product = (fields: Record<string, unknown> = {}) =>
    newProduct(shop, seller, { category: category.id, ...fields });

  test('a guest’s cart joins the user’s at sign-in, and is nobody’s afterwards', async () => {
    const [first, second] = await Promise.all([product(), product()]);
    await addToCart(shop, buyer, { productId: first.id, quantity: 1 });
    const added = await shop.request('POST', '/api/cart/add', { body: { productId: first.id, quantity: 2 } });
    assert.equal(added.status, 201, JSON.stringify(added.body));
    const [cookie] = added.headers.getSetCookie();
    assert.match(cookie!, /^haat_guest=.*HttpOnly/i);
    assert.match(cookie!, /SameSite=/i);
    const headers = { cookie: cookie!.split(';')[0]! };
    await shop.expect(201, 'POST', '/cart/items', { headers, body: { productId: second.id, quantity: 3 } });
    assert.equal((await shop.expect(200, 'GET', '/cart', { headers })).items.length, 2);

    const merged = await shop.expect(200, 'GET', '/cart', { token: buyer.token, headers });
    const quantities = (cart: any) => cart.items.map((item: any) => [item.productId, item.quantity]).sort();
    assert.deepEqual(
      quantities(merged),
      [
        [first.id, 3],
        [second.id, 3],
      ].sort(),
    );
    assert.deepEqual(quantities(await readCart(shop, buyer)), quantities(merged));
    assert.deepEqual((await shop.expect(200, 'GET', '/cart', { headers })).items, []);
    assert.deepEqual(
      quantities(await shop.expect(200, 'GET', '/cart', { token: buyer.token, headers })),
      quantities(merged),
      'merged once',
    );
  });

  test('looking at a cart makes none', async () => {
    const count = 'select count(*)::int as carts from haat_cart.cart';
    const [before] = await shop.sql(count);
    assertLike(await shop.expect(200, 'GET', '/cart'), { id: null, items: [], total: '0.00' });
    assert.deepEqual(await shop.sql(count), [before]);
  });

  test('an unpaid order that is cancelled gives back its stock and its coupon, and can be paid no more', async () => {
    const lamp = await product({ quantity: 5 });
    const code = unique('FIVE').toUpperCase();
    const discount = await shop.expect(201, 'POST', '/discounts', {
      token: admin.token,
      body: { code, kind: 'coupon', value: '5', usageLimit: 1 },
    });
    const used = async () => (await shop.expect(200, 'GET', `/discounts/${discount.id}`, { token: admin.token })).used;
    await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
    await addToCart(shop, buyer, { productId: lamp.id, quantity: 2 });
    await shop.expect(200, 'POST', '/api/cart/apply-discount', { token: buyer.token, body: { discountCode: code } });
    const placed = await place(shop, buyer);
    assert.equal(placed.totalPrice, '195.00');
    assert.equal(await used(), 1);
    assert.equal((await readProduct(shop, lamp.id)).quantity, 3);
    const cancelled = await shop.expect(200, 'POST', `/orders/${placed.id}/cancel`, {
      token: buyer.token,
      body: { reason: 'By mistake' },
    });
    assert.equal(cancelled.status, 'cancelled');
    await until(
      'stock and coupon are back',
      async () => (await readProduct(shop, lamp.id)).quantity === 5 && (await used()) === 0,
    );
    const late = await shop.request('POST', '/payment/service', { token: buyer.token, body: { orderId: placed.id } });
    assertProblem(late, 409, 'payment.not_payable');
    const twice = await shop.request('POST', `/orders/${placed.id}/cancel`, { token: buyer.token, body: {} });
    assert.equal(twice.status, 409);
  });

  test('a paid order that is cancelled before shipping is refunded in full and restocked', async () => {
    const lamp = await product({ quantity: 5 });
    const paid = await paidOrder(shop, buyer, { productId: lamp.id, quantity: 2 });
    await shop.expect(200, 'POST', `/orders/${paid.id}/cancel`, { token: buyer.token, body: {} });
    await until('the money is back', async () => {
      const { items } = await shop.expect(200, 'GET', `/payments?orderId=${paid.id}`, { token: buyer.token });
      return items[0].status === 'refunded' && items[0].refundedAmount === paid.totalPrice;
    });
    await until('the stock is back', async () => (await readProduct(shop, lamp.id)).quantity === 5);
    const over = await orderOnce(
      shop,
      buyer,
      paid.id,
      'refunded',
      ({ refundedPrice }) => refundedPrice === paid.totalPrice,
    );
    assert.ok(['cancelled', 'refunded'].includes(over.status), over.status);
    assertProblem(
      await shop.request('PUT', `/orders/${paid.id}/ship`, { token: seller.token, body: {} }),
      409,
      'order.bad_transition',
    );
  });

  test('delivered items come back for what was paid for them, and not more than were bought', async () => {
    const lamp = await product({ quantity: 5 });
    const paid = await paidOrder(shop, buyer, { productId: lamp.id, quantity: 3 });
    const [line] = paid.items;
    const back = (quantity: number) =>
      shop.request('POST', `/orders/${paid.id}/return`, {
        token: buyer.token,
        body: { items: [{ id: line.id, quantity }], reason: 'It does not fit' },
      });
    assertProblem(await back(1), 422, 'order.return_invalid');
    await deliver(shop, seller, paid.id);
    const returned = await back(2);
    assert.equal(returned.status, 200, JSON.stringify(returned.body));
    assertProblem(await back(2), 422, 'order.return_invalid');
    await orderOnce(shop, buyer, paid.id, 'refunded in part', ({ refundedPrice }) => refundedPrice === '200.00');
    await until('two are back in stock', async () => (await readProduct(shop, lamp.id)).quantity === 4);
    assert.equal((await back(1)).status, 200);
    const over = await orderOnce(shop, buyer, paid.id, 'refunded', ({ refundedPrice }) => refundedPrice === '300.00');
    assert.equal(over.fulfilmentStatus, 'returned');
    await until('all are back in stock', async () => (await readProduct(shop, lamp.id)).quantity === 5);
  });

  test('cash on delivery waits for the door: it never expires, opens no payment and completes when delivered', async () => {
    const lamp = await product({ quantity: 5 });
    const placed = await order(shop, buyer, { productId: lamp.id, quantity: 1 }, { paymentMethod: 'cod' });
    assertLike(placed, { status: 'pending', paymentMethod: 'cod', expiresAt: null });
    const open = await shop.request('POST', '/payment/service', { token: buyer.token, body: { orderId: placed.id } });
    assertProblem(open, 409, 'payment.not_payable');
    await ship(shop, seller, placed.id);
    assert.equal((await readOrder(shop, buyer, placed.id)).status, 'pending');
    await setStatus(shop, seller, placed.id, 'out_for_delivery');
    await setStatus(shop, seller, placed.id, 'delivered');
    const done = await orderOnce(shop, buyer, placed.id, 'completed', ({ status }) => status === 'completed');
    assertLike(done, { fulfilmentStatus: 'delivered', deliveredAt: time, paidAt: time });
    await until('the hold is a sale', async () => {
      const { levels } = await shop.expect(200, 'GET', `/products/${lamp.id}/stock`, { token: seller.token });
      return levels[0].held === 0 && levels[0].onHand === 4;
    });
  });

  test('an order of two sellers ships in two parts, and each sees and moves only his own', async () => {
    const [other, partner] = await Promise.all([newSeller(shop, 'Neem'), shop.signUp({ roles: ['delivery'] })]);
    const [mine, theirs] = await Promise.all([
      product(),
      newProduct(shop, other, { category: category.id, price: '70.00' }),
    ]);
    const paid = await paidOrder(shop, buyer, [
      { productId: mine.id, quantity: 1 },
      { productId: theirs.id, quantity: 2 },
    ]);
    assert.equal(paid.totalPrice, '240.00');
    assert.deepEqual(paid.shipments.map((part: any) => part.sellerId).sort(), [seller.id, other.id].sort());
    const partOf = (who: TestUser) => paid.shipments.find((part: any) => part.sellerId === who.id).id;

    const seen = await readOrder(shop, other, paid.id);
    assert.deepEqual(
      seen.items.map((item: any) => item.productId),
      [theirs.id],
    );
    assert.deepEqual(
      seen.shipments.map((part: any) => part.id),
      [partOf(other)],
    );
    const foreign = { token: other.token, body: { status: 'processing' } };
    assertProblem(await shop.request('PUT', `/shipments/${partOf(seller)}`, foreign), 404, 'shipment.not_found');

    await ship(shop, seller, paid.id);
    const half = await readOrder(shop, buyer, paid.id);
    const statusOf = (found: any, who: TestUser) =>
      found.shipments.find((part: any) => part.sellerId === who.id).status;
    assert.equal(statusOf(half, seller), 'shipped');
    assert.equal(statusOf(half, other), 'unfulfilled');

    await shop.expect(200, 'POST', `/shipments/${partOf(seller)}/assign`, {
      token: seller.token,
      body: { userId: partner.id },
    });
    const given = await shop.expect(200, 'GET', '/shipments', { token: partner.token });
    assert.deepEqual(
      given.items.map((part: any) => part.id),
      [partOf(seller)],
    );
    assertLike(given.items[0], {
      id,
      orderId: paid.id,
      shippingAddress: address,
      items: [{ title: text, quantity: 1 }],
      amountDue: '0.00',
    });
    assertProblem(
      await shop.request('PUT', `/shipments/${partOf(other)}`, { token: partner.token, body: { status: 'shipped' } }),
      404,
    );
    for (const status of ['out_for_delivery', 'delivered']) {
      await shop.expect(200, 'PUT', `/shipments/${partOf(seller)}`, { token: partner.token, body: { status } });
    }
    assert.notEqual((await readOrder(shop, buyer, paid.id)).fulfilmentStatus, 'delivered');
    await deliverPart(other, partOf(other));
    const done = await readOrder(shop, buyer, paid.id);
    assert.equal(done.fulfilmentStatus, 'delivered');
  });

  async function deliverPart(who: TestUser, shipmentId: number): Promise<void> {
    for (const status of ['shipped', 'out_for_delivery', 'delivered']) {
      await shop.expect(200, 'PUT', `/shipments/${shipmentId}`, { token: who.token, body: { status } });
    }
  }

  test('a price that moved since it was shown is refused once with the new cart, then charged as shown', async () => {
    const lamp = await product({ price: '100.00' });
    await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
    await addToCart(shop, buyer, { productId: lamp.id, quantity: 2 });
    assert.equal((await readCart(shop, buyer)).total, '200.00');
    await shop.expect(200, 'PATCH', `/products/${lamp.id}`, { token: seller.token, body: { price: '120.00' } });
    const refused = await tryToPlace(shop, buyer);
    assertProblem(refused, 409, 'cart.changed');
    assertLike(refused.body.cart, {
      items: [{ unitPrice: '120.00', addedPrice: '100.00', priceChanged: true }],
      total: '240.00',
    });
    assert.equal((await readProduct(shop, lamp.id)).quantity, 50, 'nothing was taken');
    const placed = await place(shop, buyer);
    assertLike(placed, { totalPrice: '240.00', items: [{ unitPrice: '120.00' }] });
  });

  test('items, prices, total or version that differ from the cart are refused, and nothing is taken', async () => {
    const lamp = await product({ quantity: 5 });
    await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
    await addToCart(shop, buyer, { productId: lamp.id, quantity: 2 });
    const { version } = await readCart(shop, buyer);
    const lies = [
      { expectedTotal: '1.00' },
      { totalPrice: '1.00' },
      { itemsPrice: '1.00' },
      { cartVersion: version + 1 },
      { items: [{ productId: lamp.id, quantity: 1 }] },
      { items: [{ product_id: lamp.id, quantity: 2, price: '1.00' }] },
    ];
    for (const lie of lies) assertProblem(await tryToPlace(shop, buyer, lie), 409, 'cart.changed');
    assert.equal((await readProduct(shop, lamp.id)).quantity, 5);
    const truth = {
      cartVersion: version,
      expectedTotal: '200',
      items: [{ product_id: lamp.id, quantity: 2, price: '100' }],
    };
    assert.equal((await place(shop, buyer, truth)).totalPrice, '200.00');
  });

  test('an empty cart and a line out of stock are refused, and nothing is taken', async () => {
    await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
    assertProblem(await tryToPlace(shop, buyer), 422, 'cart.empty');
    const [scarce, plenty] = await Promise.all([product({ quantity: 2 }), product({ quantity: 5 })]);
    const rival = await shop.signUp();
    for (const who of [buyer, rival]) await addToCart(shop, who, { productId: scarce.id, quantity: 2 });
    await addToCart(shop, buyer, { productId: plenty.id, quantity: 1 });
    await place(shop, rival);
    const refused = await tryToPlace(shop, buyer);
    assertProblem(refused, 409, 'stock.insufficient');
    assertLike(refused.body.lines, [{ productId: scarce.id, requested: 2, available: 0 }]);
    assert.equal((await readProduct(shop, plenty.id)).quantity, 5);
    assert.equal((await readCart(shop, buyer)).items.length, 2, 'the cart is as before');
    const { items } = await shop.expect(200, 'GET', '/orders?status=pending', { token: buyer.token });
    assert.ok(!items.some((item: any) => item.items.some((line: any) => line.productId === plenty.id)));
  });

  test('one call places the cart and opens its payment', async () => {
    const lamp = await product();
    await shop.expect(204, 'DELETE', '/cart', { token: buyer.token });
    await addToCart(shop, buyer, { productId: lamp.id, quantity: 1 });
    const body = { shippingAddress: address, paymentMethod: 'card', gateway: 'sandbox' };
    const answer = await shop.expect(201, 'POST', '/api/orders/place', { token: buyer.token, body });
    assertLike(answer, {
      message: text,
      order: { id, status: 'pending' },
      payment: { url: text, orderId: answer.order.id, status: 'pending' },
    });
    assert.equal((await openPayment(shop, buyer, answer.order.id)).paymentId, answer.payment.paymentId);
  });
});
