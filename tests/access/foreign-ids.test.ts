/** Ids of others in queries, bodies and lists: they open nothing, and what one may see shows nothing of others. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertProblem } from '../shape.ts';
import { newProduct, order, pay, readOrder, unique } from '../steps.ts';
import { type Cast, cashOrder, deliveredOrder, made, openCast, type PersonName, pictured } from './cast.ts';

let cast: Cast;

before(async () => {
  cast = await openCast();
  await cast.shop.settled();
});
after(() => cast.shop.close());

const read = (by: PersonName, path: string): Promise<any> =>
  cast.shop.expect(200, 'GET', path, { token: cast.people[by].token });
const attempt = (by: PersonName, method: string, path: string, body?: unknown) =>
  cast.shop.request(method, path, { token: cast.people[by].token, body });
const idsOf = (page: any): number[] => page.items.map((item: any) => item.id);

test('a filter by another’s id shows nothing of his', async () => {
  const { people, order: placed, payment, product } = cast;
  const { id: discount } = await made(cast, 'seller', '/discounts', {
    code: unique('C').toUpperCase(),
    kind: 'coupon',
    value: '5',
  });
  const draft = await newProduct(cast.shop, people.seller, { category: cast.category.id, status: 'draft' });
  await cast.shop.expect(200, 'PUT', `/products/${product.id}/stock`, {
    token: people.seller.token,
    body: { lowStockThreshold: 1_000_000 },
  });
  const [shipment] = (await readOrder(cast.shop, people.admin, placed.id)).shipments;
  const looks: { by: PersonName; path: string; hidden: number; sees: PersonName }[] = [
    { by: 'stranger', path: `/orders?userId=${people.customer.id}`, hidden: placed.id, sees: 'admin' },
    { by: 'stranger', path: `/orders?as=all&q=${placed.number}`, hidden: placed.id, sees: 'admin' },
    { by: 'otherSeller', path: `/orders?as=seller&userId=${people.customer.id}`, hidden: placed.id, sees: 'seller' },
    { by: 'stranger', path: `/api/orders?userId=${people.customer.id}`, hidden: placed.id, sees: 'admin' },
    { by: 'stranger', path: `/payments?userId=${people.customer.id}`, hidden: payment.paymentId, sees: 'admin' },
    { by: 'stranger', path: `/payments?as=all&orderId=${placed.id}`, hidden: payment.paymentId, sees: 'admin' },
    { by: 'seller', path: `/payments?orderId=${placed.id}`, hidden: payment.paymentId, sees: 'customer' },
    { by: 'otherSeller', path: `/shipments?orderId=${placed.id}`, hidden: shipment.id, sees: 'seller' },
    { by: 'delivery', path: `/shipments?orderId=${placed.id}&assigned=false`, hidden: shipment.id, sees: 'admin' },
    { by: 'otherSeller', path: `/discounts?sellerId=${people.seller.id}&limit=100`, hidden: discount, sees: 'seller' },
    { by: 'otherSeller', path: `/products?status=draft&seller=${people.seller.id}`, hidden: draft.id, sees: 'seller' },
    { by: 'stranger', path: `/products?status=draft&seller=${people.seller.id}`, hidden: draft.id, sees: 'admin' },
    {
      by: 'otherSeller',
      path: `/users?q=${encodeURIComponent(people.customer.email)}`,
      hidden: people.customer.id,
      sees: 'seller',
    },
  ];
  for (const { by, path, hidden, sees } of looks) {
    assert.ok(idsOf(await read(sees, path)).includes(hidden), `${sees} does not see ${path}`);
    const response = await attempt(by, 'GET', path);
    if (response.status === 200) assert.ok(!idsOf(response.body).includes(hidden), `${by} sees ${path}`);
    else assertProblem(response, undefined);
  }
  const low = await read('otherSeller', `/stock/low?seller=${people.seller.id}`);
  assert.ok(!low.items.some((level: any) => level.productId === product.id));
});

test('an id of another inside a body is unknown', async () => {
  const { product, foreignProduct, people } = cast;
  const foreignVariant = foreignProduct.variants[0].id;
  const { product: pictureOwner, image } = await pictured(cast);
  const other = await newProduct(cast.shop, people.seller, { category: cast.category.id });
  const paid = await order(cast.shop, people.customer, [
    { productId: product.id, quantity: 1 },
    { productId: foreignProduct.id, quantity: 1 },
  ]);
  await pay(cast.shop, people.customer, paid.id);
  const parts = (await readOrder(cast.shop, people.admin, paid.id)).shipments;
  const foreignPart = parts.find((part: any) => part.sellerId === people.otherSeller.id).id;
  const delivered = await deliveredOrder(cast);
  const foreignLine = paid.items[0].id;
  const tries: [PersonName, string, string, unknown][] = [
    ['seller', 'POST', `/products/${product.id}/stock`, { delta: 1, reason: 'x', variantId: foreignVariant }],
    ['seller', 'PUT', `/products/${product.id}/stock`, { lowStockThreshold: 1, variantId: foreignVariant }],
    ['seller', 'PUT', `/products/${other.id}/images`, { imageIds: [image.id] }],
    ['seller', 'PUT', `/products/${other.id}/images/${image.id}`, { alt: 'x' }],
    ['seller', 'DELETE', `/products/${other.id}/images/${image.id}`, undefined],
    ['otherSeller', 'PUT', `/products/${pictureOwner}/images/${image.id}`, { alt: 'x' }],
    ['seller', 'PATCH', `/products/${product.id}`, { variants: [{ id: foreignVariant, options: {}, price: '1' }] }],
    ['seller', 'PUT', `/orders/${paid.id}/status`, { status: 'processing', shipmentId: foreignPart }],
    ['seller', 'PUT', `/orders/${paid.id}/ship`, { shipmentId: foreignPart }],
    ['seller', 'PUT', `/api/orders/${paid.id}/ship`, { shipmentId: foreignPart }],
    ['customer', 'POST', `/orders/${delivered.id}/return`, { items: [{ id: foreignLine, quantity: 1 }], reason: 'x' }],
    ['customer', 'POST', '/cart/items', { productId: product.id, variantId: foreignVariant, quantity: 1 }],
    ['seller', 'POST', '/discounts', { code: unique('C'), kind: 'fixed', value: '1', productId: foreignProduct.id }],
    ['stranger', 'POST', '/payment/service', { orderId: paid.id }],
    ['stranger', 'POST', '/api/payment/initiate', { order_id: paid.id }],
    [
      'otherSeller',
      'POST',
      `/shipments/${parts.find((part: any) => part.id !== foreignPart).id}/assign`,
      { userId: people.delivery.id },
    ],
  ];
  for (const [by, method, path, body] of tries) {
    const response = await attempt(by, method, path, body);
    assert.ok(
      [404, 409, 422].includes(response.status),
      `${by} ${method} ${path}: ${response.status} ${JSON.stringify(response.body)}`,
    );
    assertProblem(response);
  }
  const after = (await readOrder(cast.shop, people.admin, paid.id)).shipments;
  assert.deepEqual(
    after.map((part: any) => part.status),
    ['unfulfilled', 'unfulfilled'],
  );
});

test('a seller reads of an order his own lines, his own shipment, and not how else to reach the buyer', async () => {
  const { product, foreignProduct, people, shop } = cast;
  const placed = await order(shop, people.customer, [
    { productId: product.id, quantity: 1 },
    { productId: foreignProduct.id, quantity: 3 },
  ]);
  const seen = await readOrder(shop, people.seller, placed.id);
  assert.deepEqual(
    seen.items.map((item: any) => item.sellerId),
    [people.seller.id],
  );
  assert.deepEqual(
    seen.shipments.map((part: any) => part.sellerId),
    [people.seller.id],
  );
  assert.equal(seen.itemsPrice, '100.00', 'what others sold is not in his sums');
  assert.doesNotMatch(JSON.stringify(seen), new RegExp(people.customer.email));
  const track = await read('seller', `/orders/${placed.id}/track`);
  assert.deepEqual(
    track.shipments.map((part: any) => part.sellerId),
    [people.seller.id],
  );
});

test('a delivery partner reads of a shipment what the door needs, and not how else to reach the buyer', async () => {
  const { shop, people } = cast;
  const placed = await cashOrder(cast);
  const [{ id }] = (await readOrder(shop, people.admin, placed.id)).shipments;
  await shop.expect(200, 'POST', `/shipments/${id}/assign`, {
    token: people.seller.token,
    body: { userId: people.delivery.id },
  });
  const seen = await read('delivery', `/shipments/${id}`);
  assert.equal(seen.amountDue, placed.totalPrice);
  assert.doesNotMatch(JSON.stringify(seen), new RegExp(people.customer.email));
  assertProblem(await attempt('otherDelivery', 'GET', `/shipments/${id}`), 404, 'shipment.not_found');
  for (const path of [`/orders/${placed.id}`, `/orders/${placed.id}/track`]) {
    assertProblem(await attempt('otherDelivery', 'GET', path), 404, 'order.not_found');
    assert.doesNotMatch(
      JSON.stringify((await attempt('delivery', 'GET', path)).body),
      new RegExp(people.customer.email),
    );
  }
});

test('what shoppers see of a product and its seller holds nothing of the back office', async () => {
  const { shop, product, people } = cast;
  for (const path of [`/products/${product.id}`, `/sellers/${people.seller.id}`]) {
    const text = JSON.stringify(await shop.expect(200, 'GET', path));
    assert.doesNotMatch(text, new RegExp(people.seller.email));
    assert.doesNotMatch(text, /onHand|held|cost|commission|payout|gstin/i);
  }
});
