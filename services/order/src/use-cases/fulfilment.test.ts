/** Parcels: who moves them, along which steps, and what their order shows. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import { brokenOrders, type OrderShop, orderShop, type Person } from '../testing.ts';

let shop: TestShop;
let it: OrderShop;
let [one, two, partner, stranger]: Person[] = [];

before(async () => {
  shop = await openTestShop();
  it = await orderShop(shop);
  one = await shop.signUp({ roles: ['seller'], name: 'Seller One' });
  two = await shop.signUp({ roles: ['seller'], name: 'Seller Two' });
  partner = await shop.signUp({ roles: ['delivery'], name: 'Dev Partner' });
  stranger = await shop.signUp({ roles: ['delivery'] });
  await shop.settled();
});
after(async () => {
  const broken = await brokenOrders(shop);
  await shop.close();
  assert.deepEqual(broken, []);
});

const put = (who: Person, path: string, body: object = {}) => shop.request('PUT', path, { token: who.token, body });
const move = (who: Person, id: number, status: string, more: object = {}) =>
  put(who, `/orders/${id}/status`, { status, ...more });
const ship = (who: Person, id: number, body: object = {}) => put(who, `/orders/${id}/ship`, body);
const said = (response: Parameters<OrderShop['said']>[0]) => it.said(response);

/** A paid order of both sellers' products. */
async function sharedOrder(): Promise<{ user: Person; order: any }> {
  return it.paidOrder(await it.product({}, one), await it.product({}, two));
}

const shipmentOf = (order: any, seller: Person): number =>
  order.shipments.find((shipment: any) => shipment.sellerId === seller.id).id;

test('an order goes from the shelf to the door, each step with its time, and a mail for the buyer', async () => {
  const { user, order } = await it.paidOrder(await it.product({}, one));
  const facts = { carrier: 'India Post', trackingNumber: 'EE1', estimatedDelivery: '2026-12-01' };
  const shipped = (await ship(one!, order.id, facts)).body;
  assert.deepEqual([shipped.status, shipped.fulfilmentStatus], ['completed', 'shipped']);
  assert.ok(shipped.shippedAt);
  assert.equal(shipped.processingAt, shipped.shippedAt);
  assert.equal((await move(one!, order.id, 'out_for_delivery')).status, 200);
  assert.equal((await move(one!, order.id, 'delivered')).body.fulfilmentStatus, 'delivered');
  const track = await shop.expect(200, 'GET', `/orders/${order.id}/track`, { token: user.token });
  assert.deepEqual(
    track.steps.map(({ name, at }: any) => [name, at !== null]),
    ['placed', 'paid', 'processing', 'shipped', 'out_for_delivery', 'delivered'].map((name) => [name, true]),
  );
  assert.deepEqual(
    [track.shipments[0].carrier, track.shipments[0].trackingNumber, track.estimatedDelivery],
    ['India Post', 'EE1', '2026-12-01'],
  );
  await shop.settled();
  const subjects = (await shop.mails())
    .filter((mail) => mail.includes(order.number))
    .map((mail) => /Subject: (.*)/.exec(mail)![1]);
  assert.deepEqual(subjects.map((subject) => subject!.replace(order.number, 'N').trim()).sort(), [
    'Payment received for order N',
    'We have your order N',
    'Your order N arrives today',
    'Your order N has been delivered',
    'Your order N is on its way',
  ]);
});

test('steps that the table does not hold are 409 and change nothing', async () => {
  const { order } = await it.paidOrder(await it.product({}, one));
  const refused = ['out_for_delivery', 'delivered', 'unfulfilled', 'pending', 'completed', 'refunded'];
  for (const status of refused) {
    const answer = await move(it.admin, order.id, status);
    assert.equal(said(answer), '409 order.bad_transition', status);
    assert.equal(answer.body.to, status);
  }
  await ship(one!, order.id);
  assert.equal(said(await ship(one!, order.id)), '409 order.bad_transition');
  assert.equal(said(await move(one!, order.id, 'processing')), '409 order.bad_transition');
  assert.equal(said(await move(one!, order.id, 'shipped')), '409 order.bad_transition');
});

test('an unpaid order is not sent, a cash-on-delivery order is, and its delivery pays it', async () => {
  const lamp = await it.product({}, one);
  const unpaid = await it.place(await it.shopperWith(lamp));
  assert.equal(said(await ship(one!, unpaid.id)), '409 order.bad_transition');
  assert.equal(said(await move(one!, unpaid.id, 'processing')), '409 order.bad_transition');

  const user = await it.shopperWith(lamp);
  const { id } = await it.place(user, { paymentMethod: 'cod' });
  assert.equal((await ship(one!, id)).body.status, 'pending');
  const [shipment] = (await shop.expect(200, 'GET', `/shipments?orderId=${id}`, { token: one!.token })).items;
  assert.equal(shipment.amountDue, '20.00');
  const delivered = (await move(one!, id, 'delivered')).body;
  assert.deepEqual([delivered.status, delivered.paymentStatus], ['completed', 'success']);
  assert.ok(delivered.paidAt);
  await shop.settled();
  const [sold] = await shop.sql(`select state from haat_product.hold where order_id = $1`, [id]);
  assert.equal(sold.state, 'sold');
});

test('cash on delivery from two sellers is paid when the last parcel has arrived', async () => {
  const user = await it.shopperWith(await it.product({}, one), await it.product({}, two));
  const { id } = await it.place(user, { paymentMethod: 'cod' });
  await ship(it.admin, id);
  await move(one!, id, 'delivered');
  assert.equal((await it.order(user, id)).status, 'pending');
  await move(two!, id, 'delivered');
  const order = await it.order(user, id);
  assert.deepEqual([order.status, order.fulfilmentStatus], ['completed', 'delivered']);
});

test('each seller ships the own part; the order is shipped when both are', async () => {
  const { user, order } = await sharedOrder();
  const own = (await ship(one!, order.id, { carrier: 'Own van' })).body;
  assert.deepEqual([own.fulfilmentStatus, own.items.length, own.shipments.length], ['shipped', 1, 1]);
  const between = await it.order(user, order.id);
  assert.deepEqual([between.fulfilmentStatus, between.shippedAt], ['processing', null]);
  assert.deepEqual(between.items.map((item: any) => item.fulfilmentStatus).sort(), ['shipped', 'unfulfilled']);
  await ship(two!, order.id);
  assert.equal((await it.order(user, order.id)).fulfilmentStatus, 'shipped');
  const told = await shop.sql(
    `select data from haat_order.outbox where type = 'shipment.updated' and (data->>'orderId')::bigint = $1`,
    [order.id],
  );
  assert.deepEqual(
    told.filter(({ data }) => data.status === 'shipped').map(({ data }) => data.lines.length),
    [1, 1],
    'each parcel is told with its own lines',
  );
});

test('an admin who names no shipment ships all that is left, and with a name just that', async () => {
  const { user, order } = await sharedOrder();
  const first = shipmentOf(order, one!);
  await ship(it.admin, order.id, { shipmentId: first });
  assert.equal((await it.order(user, order.id)).fulfilmentStatus, 'processing');
  assert.equal((await ship(it.admin, order.id)).body.fulfilmentStatus, 'shipped');
});

test("a seller sees only own lines and amounts, and another seller's parcel does not exist for him", async () => {
  const { user, order } = await sharedOrder();
  const seen = await it.order(one!, order.id);
  assert.equal(seen.items.length, 1);
  assert.ok(seen.items.every((item: any) => item.sellerId === one!.id));
  assert.equal(seen.totalPrice, '20.00');
  assert.equal(seen.user.email, '');
  assert.ok(!JSON.stringify(seen).includes(`"sellerId":${two!.id}`));
  const track = await shop.expect(200, 'GET', `/orders/${order.id}/track`, { token: one!.token });
  assert.deepEqual(
    track.shipments.map((shipment: any) => shipment.sellerId),
    [one!.id],
  );

  const parcel = await shop.expect(200, 'GET', `/shipments/${shipmentOf(order, one!)}`, { token: one!.token });
  assert.deepEqual(
    parcel.items.map(({ id }: any) => id),
    seen.items.map(({ id }: any) => id),
  );

  const foreign = shipmentOf(order, two!);
  assert.equal(said(await put(one!, `/shipments/${foreign}`, { status: 'shipped' })), '404 shipment.not_found');
  assert.equal(said(await ship(one!, order.id, { shipmentId: foreign })), '404 shipment.not_found');
  await shop.expect(404, 'GET', `/shipments/${foreign}`, { token: one!.token });
  await shop.expect(404, 'POST', `/shipments/${foreign}/assign`, { token: one!.token, body: { userId: partner!.id } });
  const listed = await shop.expect(200, 'GET', '/orders?limit=100', { token: one!.token });
  assert.ok(listed.items.every((listed: any) => listed.items.every((item: any) => item.sellerId === one!.id)));
  assert.equal((await it.order(user, order.id)).items.length, 2);
});

test('strangers find nothing, and a role without power is refused', async () => {
  const { user, order } = await it.paidOrder(await it.product({}, one));
  const shipment = order.shipments[0].id;
  for (const who of [two!, stranger!]) {
    assert.equal(said(await ship(who, order.id)), '404 order.not_found');
    assert.equal(said(await put(who, `/shipments/${shipment}`, { status: 'shipped' })), '404 shipment.not_found');
    await shop.expect(404, 'GET', `/orders/${order.id}`, { token: who.token });
    await shop.expect(404, 'GET', `/orders/${order.id}/track`, { token: who.token });
  }
  // The buyer is no seller: the route itself is closed.
  assert.equal(said(await ship(user, order.id)), '403 auth.forbidden');
  assert.equal(said(await move(one!, order.id, 'cancelled')), '403 auth.forbidden');
  await ship(one!, order.id);
  await move(one!, order.id, 'delivered');
  assert.equal(said(await move(one!, order.id, 'returned')), '403 auth.forbidden');
});

test('a partner moves the parcels given to them, and only these', async () => {
  const { order } = await sharedOrder();
  const mine = shipmentOf(order, one!);
  assert.equal(said(await ship(partner!, order.id)), '404 order.not_found');
  const given = await shop.expect(200, 'POST', `/shipments/${mine}/assign`, {
    token: one!.token,
    body: { userId: partner!.id },
  });
  assert.deepEqual([given.assigneeId, given.assigneeName], [partner!.id, 'Dev Partner']);
  const own = await shop.expect(200, 'GET', '/shipments', { token: partner!.token });
  assert.deepEqual(
    own.items.map(({ id }: any) => id),
    [mine],
  );
  assert.equal(own.items[0].shippingAddress.city, 'Bengaluru');
  assert.equal(said(await move(partner!, order.id, 'processing')), '403 auth.forbidden');
  const shipped = await ship(partner!, order.id, { trackingNumber: 'P1' });
  assert.equal(shipped.status, 200);
  assert.equal(shipped.body.items.length, 1);
  const done = await shop.expect(200, 'PUT', `/shipments/${mine}`, {
    token: partner!.token,
    body: { status: 'delivered' },
  });
  assert.equal(done.status, 'delivered');
  assert.equal(done.trackingNumber, 'P1');
  assert.equal((await it.order(it.admin, order.id)).fulfilmentStatus, 'processing');
});

test('who sells elsewhere and delivers a parcel here is its partner', async () => {
  const both = await shop.signUp({ roles: ['seller', 'delivery'] });
  const { order } = await sharedOrder();
  await shop.expect(200, 'POST', `/shipments/${shipmentOf(order, one!)}/assign`, {
    token: one!.token,
    body: { userId: both.id },
  });
  const note = await shop.expect(201, 'POST', `/orders/${order.id}/notes`, {
    token: both.token,
    body: { text: 'at the door' },
  });
  const [row] = await shop.sql('select author_kind from haat_order.order_note where id = $1', [note.id]);
  assert.equal(row.author_kind, 'partner');
  assert.equal((await it.order(both, order.id)).items.length, 1);
});

test('a parcel is given only to who delivers, and can be taken back', async () => {
  const { user, order } = await it.paidOrder(await it.product({}, one));
  const assign = (userId: number | null) =>
    shop.request('POST', `/shipments/${order.shipments[0].id}/assign`, { token: one!.token, body: { userId } });
  for (const nobody of [user.id, two!.id, 999_999])
    assert.equal(said(await assign(nobody)), '422 shipment.assignee_invalid');
  assert.equal((await assign(stranger!.id)).body.assigneeId, stranger!.id);
  assert.equal((await assign(null)).body.assigneeId, null);
  await shop.expect(404, 'GET', `/shipments/${order.shipments[0].id}`, { token: stranger!.token });
});

test('carrier and tracking number can be told at any time, and are no step', async () => {
  const { user, order } = await it.paidOrder(await it.product({}, one));
  const [{ id }] = order.shipments;
  await shop.expect(200, 'PUT', `/shipments/${id}`, {
    token: one!.token,
    body: { carrier: 'Post', trackingNumber: 'T' },
  });
  const cleared = await shop.expect(200, 'PUT', `/shipments/${id}`, { token: one!.token, body: { carrier: '' } });
  assert.deepEqual([cleared.carrier, cleared.trackingNumber, cleared.status], [null, 'T', 'unfulfilled']);
  assert.equal((await it.order(user, order.id)).fulfilmentStatus, 'unfulfilled');
  const wrong = await put(one!, `/shipments/${id}`, { estimatedDelivery: '2026-99-99' });
  assert.equal(said(wrong), '422 validation.failed');
});

test('of two who ship at the same moment one succeeds', async () => {
  const { order } = await it.paidOrder(await it.product({}, one));
  const answers = await Promise.all([ship(one!, order.id), ship(it.admin, order.id), ship(one!, order.id)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
});

test('shipments are listed page by page, each once, by status and order', async () => {
  const all: number[] = [];
  let cursor: string | null = '';
  do {
    const page: any = await shop.expect(200, 'GET', `/shipments?limit=3${cursor ? `&cursor=${cursor}` : ''}`, {
      token: it.admin.token,
    });
    all.push(...page.items.map(({ id }: any) => id));
    cursor = page.nextCursor;
  } while (cursor);
  assert.equal(new Set(all).size, all.length);
  const rows = await shop.sql(
    `select count(*) as n from haat_order.shipment s join haat_order.orders o on o.id = s.order_id where o.status <> 'cancelled'`,
  );
  assert.equal(all.length, Number(rows[0].n));
  const delivered = await shop.expect(200, 'GET', '/shipments?status=delivered', { token: one!.token });
  assert.ok(delivered.items.length > 0);
  assert.ok(delivered.items.every((item: any) => item.status === 'delivered' && item.sellerId === one!.id));
  await shop.expect(422, 'GET', '/shipments?cursor=nonsense', { token: it.admin.token });
});

test('what staff does to an order stands in the audit log', async () => {
  const { order } = await it.paidOrder(await it.product({}, one));
  await ship(it.admin, order.id);
  await until('the audit log', async () => {
    const rows = await shop.sql(
      `select 1 from haat_order.outbox where type = 'audit.recorded' and entity_id = $1 and data->>'action' = 'order.shipped'`,
      [order.id],
    );
    return rows.length === 1;
  });
});
