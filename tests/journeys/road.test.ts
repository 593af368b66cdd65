/** The whole road of an order, from signing up to the door, told once and walked in every shape that a shop can have. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTestShop, shapeOfTests, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { follow, type Live } from '../live.ts';
import { assertLike, assertProblem, flag, id, money, text, time } from '../shape.ts';
import {
  address,
  decide,
  newCategory,
  newProduct,
  openPayment,
  orderOnce,
  readCart,
  readOrder,
  readProduct,
  unique,
} from '../steps.ts';

/** How long after the logout another process may still take the token. */
const LOGOUT_REACHES_ALL_MS = 2_000;

describe(`the whole road, ${shapeOfTests}`, () => {
  let shop: TestShop;
  let admin: TestUser;
  let partner: TestUser;
  let seller: TestUser;
  let buyer: TestUser;
  let category: any;
  let diya: any;
  let lamp: any;
  let placed: any;
  let live: Live;
  let shipment: any;
  const code = unique('TEN').toUpperCase();
  const shopper = { name: 'Asha Rao', email: `${unique('Asha')}@Shop.Test`, password: 'a quiet river bank' };

  before(async () => {
    shop = await openTestShop();
    admin = await shop.admin();
    partner = await shop.signUp({ roles: ['delivery'], name: 'Ravi Kumar' });
  });
  after(() => shop.close());

  test('who asks to sell waits for approval and sells after it', async () => {
    const account = { name: 'Gulmohar', email: `${unique('g')}@shop.test`, password: 'a quiet river bank' };
    const body = { ...account, roles: ['customer', 'seller'] };
    const { id: sellerId, sellerStatus } = await shop.expect(201, 'POST', '/signup', { body });
    assert.equal(sellerStatus, 'pending');
    const before = await shop.expect(200, 'POST', '/login', { body: account });
    const product = { title: 'Too early', price: '1.00', category: 1 };
    assertProblem(
      await shop.request('POST', '/products', { token: before.accessToken, body: product }),
      403,
      'auth.forbidden',
    );
    const waiting = await shop.expect(200, 'GET', '/sellers?status=pending&limit=100', { token: admin.token });
    assert.ok(waiting.items.some((item: any) => item.id === sellerId));
    await shop.expect(200, 'POST', `/sellers/${sellerId}/approve`, { token: admin.token });
    const answer = await shop.expect(200, 'POST', '/login', { body: account });
    assert.ok(answer.user.roles.some((role: any) => role.name === 'seller'));
    seller = { ...account, id: sellerId, token: answer.accessToken, refreshToken: answer.refreshToken };
  });

  test('a shopper signs up and signs in, whatever the case of the e-mail', async () => {
    const user = await shop.expect(201, 'POST', '/signup', { body: shopper });
    assertLike(user, { id, name: shopper.name, roles: [{ id: 1, name: 'customer' }] });
    const again = await shop.request('POST', '/signup', { body: { ...shopper, email: shopper.email.toUpperCase() } });
    assertProblem(again, 409, 'user.email_taken');
    const body = { email: shopper.email.toLowerCase(), password: shopper.password };
    const answer = await shop.expect(200, 'POST', '/login', { body });
    buyer = { ...shopper, id: user.id, token: answer.accessToken, refreshToken: answer.refreshToken };
  });

  test('a new product is found by list and search in the very next request', async () => {
    const parent = await newCategory(shop, admin, { name: 'Home' });
    category = await newCategory(shop, admin, { name: 'Lamps', parentId: parent.id });
    diya = await newProduct(shop, seller, {
      title: 'Zephyrine brass diya',
      price: '499.50',
      quantity: 10,
      category: category.id,
    });
    const found = await shop.expect(200, 'GET', '/products?q=zephyrine');
    assert.deepEqual(
      found.items.map((item: any) => item.id),
      [diya.id],
    );
    lamp = await newProduct(shop, seller, {
      title: 'Hanging lamp',
      price: '1200',
      quantity: 3,
      category: category.slug,
    });
    const listed = await shop.expect(200, 'GET', `/products?category=${parent.id}&sort=-price`);
    assert.deepEqual(
      listed.items.map((item: any) => item.id),
      [lamp.id, diya.id],
    );
    const misspelt = await shop.expect(200, 'GET', '/products?q=zephirine%20dya');
    assert.equal(misspelt.items[0]?.id, diya.id);
  });

  test('the cart is right to the paisa after every change', async () => {
    const add = { product_id: diya.id, quantity: 1 };
    const first = await shop.expect(201, 'POST', '/api/cart/add', { token: buyer.token, body: add });
    assertLike(first, {
      message: text,
      data: { productId: diya.id, quantity: 1, cartId: id },
      cart: { subtotal: '499.50' },
    });
    const more = await shop.expect(201, 'POST', '/cart/items', {
      token: buyer.token,
      body: { items: [add, { productId: lamp.id, quantity: 2 }] },
    });
    assert.equal(more.cart.subtotal, '3399.00');
    const lampLine = more.cart.items.find((item: any) => item.productId === lamp.id);
    const updated = await shop.expect(200, 'POST', `/api/cart/update/${lampLine.id}`, {
      token: buyer.token,
      body: { quantity: 1 },
    });
    assert.equal(updated.cart.subtotal, '2199.00');
    assert.equal((await readCart(shop, buyer)).subtotal, '2199.00');
    const tooMany = await shop.request('PUT', `/cart/items/${lampLine.id}`, {
      token: buyer.token,
      body: { quantity: 4 },
    });
    assertProblem(tooMany, 409, 'stock.insufficient');
    assertLike(tooMany.body.lines, [{ productId: lamp.id, requested: 4, available: 3 }]);
  });

  test('discount, tax and shipping are reckoned per line, half up', async () => {
    const asAdmin = (body: unknown) => ({ token: admin.token, body });
    await shop.expect(201, 'POST', '/discounts', asAdmin({ code, kind: 'percentage', value: '10', usageLimit: 5 }));
    await shop.expect(201, 'POST', '/tax-rates', asAdmin({ name: 'GST 18%', percent: '18', country: 'IN' }));
    await shop.expect(
      201,
      'POST',
      '/shipping-methods',
      asAdmin({ code: 'road', name: 'By road', price: '49.00', minDays: 2, maxDays: 4 }),
    );
    const applied = await shop.expect(200, 'POST', '/api/cart/apply-discount', {
      token: buyer.token,
      body: { product_id: diya.id, discount_code: code.toLowerCase() },
    });
    assertLike(applied, {
      code,
      kind: 'percentage',
      amount: '219.90',
      product: { id: diya.id, price: '499.50', discountedPrice: '449.55' },
    });
    const quote = await shop.expect(200, 'POST', '/cart/quote', {
      token: buyer.token,
      body: { shippingAddress: address, shippingMethod: 'road' },
    });
    // 18 % of 899.10 is 161.838, of 1080.00 is 194.40.
    assertLike(quote, {
      subtotal: '2199.00',
      discountTotal: '219.90',
      taxTotal: '356.24',
      shippingTotal: '49.00',
      total: '2384.34',
    });
  });

  test('placing takes the stock and empties the cart, once for one Idempotency-Key', async () => {
    const { version } = await shop.expect(200, 'POST', '/cart/quote', {
      token: buyer.token,
      body: { shippingAddress: address, shippingMethod: 'road' },
    });
    const body = { shippingAddress: address, shippingMethod: 'road', cartVersion: version, expectedTotal: '2384.34' };
    const request = { token: buyer.token, body, headers: { 'idempotency-key': unique('key') } };
    placed = await shop.expect(201, 'POST', '/orders', request);
    assertLike(placed, {
      id,
      _id: placed.id,
      number: text,
      status: 'pending',
      paymentStatus: 'pending',
      fulfilmentStatus: 'unfulfilled',
      itemsPrice: '2199.00',
      discountPrice: '219.90',
      taxPrice: '356.24',
      shippingPrice: '49.00',
      totalPrice: '2384.34',
      currency: 'INR',
      user: { id: buyer.id, name: shopper.name },
      shippingAddress: address,
      expiresAt: time,
      paidAt: null,
    });
    assert.deepEqual(
      placed.items.map((item: any) => [item.productId, item.title, item.quantity, item.unitPrice]),
      [
        [diya.id, diya.title, 2, '499.50'],
        [lamp.id, lamp.title, 1, '1200.00'],
      ],
    );
    const replayed = await shop.expect(201, 'POST', '/api/orders', request);
    assert.deepEqual(replayed, placed);
    assert.deepEqual((await readCart(shop, buyer)).items, []);
    assert.equal((await readProduct(shop, diya.id)).quantity, 8);
    assert.equal((await readProduct(shop, lamp.id)).quantity, 2);
    const mine = await shop.expect(200, 'GET', '/api/orders?status=pending', { token: buyer.token });
    assert.deepEqual(
      mine.items.map((item: any) => item.id),
      [placed.id],
    );
  });

  test('a declined payment leaves order and stock as they were', async () => {
    live = await follow(shop, buyer, placed.id);
    const payment = await openPayment(shop, buyer, placed.id);
    assertLike(payment, {
      url: text,
      paymentId: id,
      orderId: placed.id,
      gateway: 'sandbox',
      status: 'pending',
      amount: '2384.34',
      currency: 'INR',
      expiresAt: time,
    });
    assert.equal((await openPayment(shop, buyer, placed.id)).paymentId, payment.paymentId, 'one open payment an order');
    await decide(shop, payment, 'decline');
    await until('the payment has failed', async () => {
      const { status } = await shop.expect(200, 'GET', `/payments/${payment.paymentId}`, { token: buyer.token });
      return status === 'failed';
    });
    await orderOnce(shop, buyer, placed.id, 'known to be unpaid', ({ paymentStatus }) => paymentStatus === 'failed');
    assert.equal((await readOrder(shop, buyer, placed.id)).status, 'pending');
    assert.equal((await readProduct(shop, diya.id)).quantity, 8);
  });

  test('paid at the second try, the order completes by itself', async () => {
    const payment = await openPayment(shop, buyer, placed.id);
    await decide(shop, payment, 'approve');
    const paid = await orderOnce(shop, buyer, placed.id, 'completed', ({ status }) => status === 'completed');
    assertLike(paid, { paymentStatus: 'success', paidAt: time, expiresAt: null, totalPrice: '2384.34' });
    const again = await shop.request('POST', '/payment/service', {
      token: buyer.token,
      body: { orderId: placed.id },
    });
    assertProblem(again, 409, 'payment.already_paid');
    assert.equal((await readProduct(shop, diya.id)).quantity, 8, 'sold is not put back');
    await live.once('says it is paid', ({ data }) => data.status === 'completed');
  });

  test('the seller packs and ships, the partner brings it to the door, and nobody skips a step', async () => {
    [shipment] = (await readOrder(shop, seller, placed.id)).shipments;
    const assign = { token: seller.token, body: { userId: partner.id } };
    await shop.expect(200, 'POST', `/shipments/${shipment.id}/assign`, assign);
    const early = { token: partner.token, body: { status: 'delivered' } };
    assertProblem(await shop.request('PUT', `/shipments/${shipment.id}`, early), 409, 'order.bad_transition');
    await shop.expect(200, 'PUT', `/orders/${placed.id}/status`, {
      token: seller.token,
      body: { status: 'processing' },
    });
    // The shopper closes the page here, and misses two steps.
    await live.once('says it is packed', ({ data }) => data.fulfilmentStatus === 'processing');
    live.close();
    const parcel = { carrier: 'India Post', trackingNumber: 'EE123456789IN', estimatedDelivery: '2027-01-15' };
    const shipped = await shop.expect(200, 'PUT', `/api/orders/${placed.id}/ship`, {
      token: seller.token,
      body: parcel,
    });
    assertLike(shipped, { fulfilmentStatus: 'shipped', shippedAt: time });
    assertProblem(
      await shop.request('PUT', `/orders/${placed.id}/ship`, { token: seller.token, body: parcel }),
      409,
      'order.bad_transition',
    );
    assertProblem(await shop.request('POST', `/orders/${placed.id}/cancel`, { token: buyer.token, body: {} }), 409);
    const out = { token: partner.token, body: { status: 'out_for_delivery' } };
    await shop.expect(200, 'PUT', `/shipments/${shipment.id}`, out);
  });

  test('the live stream told every step, and resumes where it was left', async () => {
    const resumed = await follow(shop, buyer, placed.id, live.news.at(-1)!.id);
    await resumed.once('says what was missed first', ({ data }) => data.fulfilmentStatus === 'shipped');
    await resumed.once('says what was missed last', ({ data }) => data.fulfilmentStatus === 'out_for_delivery');
    const done = { token: partner.token, body: { status: 'delivered' } };
    await shop.expect(200, 'PUT', `/shipments/${shipment.id}`, done);
    await resumed.once('says it is delivered', ({ data }) => data.fulfilmentStatus === 'delivered');
    resumed.close();
    const all = [...live.news, ...resumed.news];
    for (const news of all) {
      assertLike(news, {
        id: text,
        event: 'order.status',
        data: { orderId: placed.id, status: text, fulfilmentStatus: text, at: time },
      });
    }
    assert.equal(new Set(all.map((news) => news.id)).size, all.length, 'nothing is told twice');
    const steps = all.map(({ data }) => data.fulfilmentStatus).filter((step, at, list) => step !== list[at - 1]);
    assert.deepEqual(steps, ['unfulfilled', 'processing', 'shipped', 'out_for_delivery', 'delivered']);
  });

  test('tracking shows each step with its time', async () => {
    const track = await shop.expect(200, 'GET', `/orders/${placed.id}/track`, { token: buyer.token });
    assertLike(track, {
      orderId: placed.id,
      number: placed.number,
      status: 'completed',
      fulfilmentStatus: 'delivered',
      shipments: [
        {
          id: shipment.id,
          sellerId: seller.id,
          status: 'delivered',
          carrier: 'India Post',
          trackingNumber: 'EE123456789IN',
        },
      ],
    });
    const names = ['placed', 'paid', 'processing', 'shipped', 'out_for_delivery', 'delivered'];
    assert.deepEqual(
      track.steps.map((step: any) => step.name),
      names,
    );
    const times = track.steps.map((step: any) => step.at);
    assertLike(times, [time]);
    assert.deepEqual(times, [...times].sort());
    await until('the confirmation was mailed', async () =>
      (await shop.mails()).some((mail) => mail.includes(placed.number)),
    );
  });

  test('after the logout the token is refused by every service, also where none is needed', async () => {
    const open = { token: buyer.token };
    const paths = ['/profile', '/products', '/cart', '/orders', '/payments', '/api/orders'];
    for (const path of paths) await shop.expect(200, 'GET', path, open);
    await shop.expect(200, 'POST', '/logout', open);
    const refusals = () =>
      Promise.all(
        paths.flatMap((path) => Array.from({ length: shop.replicas }, () => shop.request('GET', path, open))),
      );
    await until(
      'all refuse it',
      async () => (await refusals()).every(({ status }) => status === 401),
      shop.apart ? LOGOUT_REACHES_ALL_MS : 0,
    );
    for (const answer of await refusals()) assertProblem(answer, 401, 'auth.session_ended');
    const { refreshToken } = buyer;
    const renewed = await shop.request('POST', '/token/refresh', { body: { refreshToken } });
    assert.equal(renewed.status, 401);
  });

  test('what was sold, what is left and what was paid agree', async () => {
    const history = await shop.expect(200, 'GET', `/products/${diya.id}/stock`, { token: seller.token });
    assertLike(history.levels, [{ productId: diya.id, onHand: 8, held: 0, quantity: 8 }]);
    const { items } = await shop.expect(200, 'GET', `/payments?orderId=${placed.id}`, { token: admin.token });
    assert.deepEqual(items.map((item: any) => item.status).sort(), ['failed', 'success']);
    assertLike(items, [
      {
        id,
        orderId: placed.id,
        gateway: 'sandbox',
        amount: money,
        currency: 'INR',
        refundedAmount: '0.00',
        createdAt: time,
      },
    ]);
    const [discount] = (await shop.expect(200, 'GET', `/discounts?q=${code}`, { token: admin.token })).items;
    assertLike(discount, { code, used: 1, active: flag });
  });
});
