/** What each one sees of an order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineRow, OrderRow, ShipmentRow, WholeOrder } from './model.ts';
import { orderStep, parcelsFor, parcelTimes } from './next-step.ts';
import { asPlaced, partOf, viewOf } from './order-view.ts';
import { amountDue } from './shipment-view.ts';
import { trackingOf } from './tracking.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 10, minute));
const address = { name: 'Asha', line1: 'Road 1', city: 'Pune', postalCode: '411001', country: 'IN' };

const order: OrderRow = {
  id: 7,
  number: 'HT-AAAAA-BBBBB',
  user_id: 3,
  user_name: 'Asha',
  user_email: 'asha@shop.test',
  status: 'completed',
  payment_status: 'success',
  fulfilment_status: 'processing',
  version: 4,
  idempotency_key: null,
  fingerprint: '',
  instance_id: '',
  cart_id: 1,
  currency: 'INR',
  items_minor: 5000,
  discount_minor: 500,
  tax_minor: 90,
  tax_included_minor: 100,
  shipping_minor: 400,
  total_minor: 4990,
  refunded_minor: 0,
  discounts: [{ discountId: 1, code: 'SECRET', kind: 'coupon', amountMinor: 500 }],
  shipping_address: address,
  billing_address: { ...address, line1: 'Bank 9' },
  shipping_code: null,
  shipping_name: null,
  estimated_delivery: null,
  buyer_gstin: null,
  payment_method: 'card',
  notes: 'ring',
  cancel_reason: null,
  payment_id: 9,
  attempt_id: 9,
  attempt_version: 2,
  payment_tried: true,
  expires_at: null,
  expiry_asked_at: null,
  paid_at: at(5),
  processing_at: at(6),
  shipped_at: null,
  delivered_at: null,
  cancelled_at: null,
  refunded_at: null,
  created_at: at(0),
  updated_at: at(7),
};

const line = (id: number, seller_id: number, total: number, more: Partial<LineRow> = {}): LineRow => ({
  id,
  order_id: 7,
  product_id: id,
  variant_id: id,
  variant_title: null,
  title: `Thing ${id}`,
  sku: null,
  image: null,
  seller_id,
  category_id: 1,
  quantity: 2,
  returned_quantity: 0,
  unit_price_minor: total / 2,
  line_total_minor: total,
  discount_minor: 0,
  tax_minor: 0,
  tax_percent: '0',
  tax_included: false,
  hsn: null,
  house_discount_minor: 0,
  commission_percent: '0.00',
  commission_minor: 0,
  ...more,
});

const shipment = (id: number, seller_id: number, more: Partial<ShipmentRow> = {}): ShipmentRow => ({
  id,
  order_id: 7,
  seller_id,
  status: 'unfulfilled',
  carrier: null,
  tracking_number: null,
  estimated_delivery: null,
  assignee_id: null,
  assignee_name: null,
  version: 1,
  processing_at: null,
  shipped_at: null,
  out_for_delivery_at: null,
  delivered_at: null,
  returned_at: null,
  created_at: at(0),
  updated_at: at(0),
  ...more,
});

const whole: WholeOrder = {
  order,
  lines: [
    line(1, 10, 3000, { discount_minor: 300, tax_minor: 90 }),
    line(2, 20, 2000, { discount_minor: 200, tax_minor: 100, tax_included: true, returned_quantity: 1 }),
  ],
  shipments: [shipment(100, 10, { status: 'shipped', shipped_at: at(8), processing_at: at(6) }), shipment(200, 20)],
  returns: [
    {
      id: 1,
      reason: 'broken',
      refund_minor: 900,
      created_at: at(9),
      lines: [{ line_id: 2, quantity: 1, amount_minor: 900 }],
    },
  ],
};

test('amounts are decimal text, _id is id, and billing defaults to shipping', () => {
  const view = viewOf(whole);
  assert.equal(view._id, view.id);
  assert.equal(view.totalPrice, '49.90');
  assert.equal(viewOf({ ...whole, order: { ...order, billing_address: null } }).billingAddress, address);
});

test("a seller's part holds own lines and totals, and nothing that is another seller's or the buyer's alone", () => {
  const view = viewOf(partOf(whole, new Set([100])));
  assert.deepEqual(
    view.items.map(({ id }) => id),
    [1],
  );
  assert.deepEqual(
    view.shipments.map(({ id }) => id),
    [100],
  );
  assert.equal(view.itemsPrice, '30.00');
  assert.equal(view.discountPrice, '3.00');
  assert.equal(view.taxPrice, '0.90');
  assert.equal(view.shippingPrice, '0.00');
  assert.equal(view.totalPrice, '27.90');
  assert.equal(view.fulfilmentStatus, 'shipped');
  assert.equal(view.shippedAt, at(8).toISOString());
  assert.deepEqual(view.returns, []);
  const text = JSON.stringify(view);
  for (const secret of ['Thing 2', 'SECRET', 'asha@shop.test', 'Bank 9', 'broken']) {
    assert.ok(!text.includes(secret), secret);
  }
});

test('of a return a seller sees the own part and its own refund', () => {
  const view = viewOf(partOf(whole, new Set([200])));
  assert.deepEqual(
    view.returns.map(({ refundPrice }) => refundPrice),
    ['9.00'],
  );
  assert.equal(view.refundedPrice, '9.00');
  assert.equal(view.taxIncludedPrice, '1.00');
});

test('a repeated placement is answered as the first was, whatever happened since', () => {
  const fresh: WholeOrder = {
    order: {
      ...order,
      status: 'pending',
      payment_status: 'pending',
      fulfilment_status: 'unfulfilled',
      version: 1,
      expires_at: at(30),
      paid_at: null,
      processing_at: null,
      updated_at: at(0),
    },
    lines: whole.lines.map((one) => ({ ...one, returned_quantity: 0 })),
    shipments: [shipment(100, 10), shipment(200, 20)],
    returns: [],
  };
  const later: WholeOrder = {
    ...whole,
    order: { ...order, status: 'cancelled', cancelled_at: at(20), cancel_reason: 'x' },
  };
  assert.deepEqual(viewOf(asPlaced(later, 30)), viewOf(fresh));
});

test('steps show what was reached; a cancelled order ends there, a returned one goes on to it', () => {
  const names = (order: Partial<OrderRow>, shipments = whole.shipments) =>
    trackingOf({ ...whole, shipments, order: { ...whole.order, ...order } }).steps.map(({ name, at: time }) =>
      time ? name : `(${name})`,
    );
  assert.deepEqual(names({}), ['placed', 'paid', 'processing', '(shipped)', '(out_for_delivery)', '(delivered)']);
  assert.deepEqual(names({ status: 'cancelled', paid_at: null, processing_at: null, cancelled_at: at(9) }), [
    'placed',
    'cancelled',
  ]);
  const gone = [shipment(1, 10, { status: 'returned', out_for_delivery_at: at(10) })];
  assert.deepEqual(names({ fulfilment_status: 'returned', shipped_at: at(9), delivered_at: at(11) }, gone), [
    'placed',
    'paid',
    'processing',
    'shipped',
    'out_for_delivery',
    'delivered',
    'returned',
  ]);
});

test('a step moves the parcels that are behind, all of them or none', () => {
  const ids = (parcels: ShipmentRow[] | null) => parcels?.map(({ id }) => id) ?? null;
  const of = (...statuses: ShipmentRow['status'][]) =>
    statuses.map((status, index) => shipment(index, index, { status }));
  assert.deepEqual(ids(parcelsFor('shipped', of('unfulfilled', 'processing'))), [0, 1]);
  assert.deepEqual(ids(parcelsFor('shipped', of('delivered', 'processing'))), [1]);
  assert.equal(parcelsFor('shipped', of('shipped')), null);
  assert.equal(parcelsFor('delivered', of('shipped', 'unfulfilled')), null);
  assert.equal(parcelsFor('processing', of('shipped')), null);
});

test('shipping from the shelf records both times; a time once recorded stays', () => {
  assert.deepEqual(parcelTimes(shipment(1, 1), 'shipped', at(9)), { shipped_at: at(9), processing_at: at(9) });
  assert.deepEqual(parcelTimes(shipment(1, 1, { processing_at: at(2) }), 'shipped', at(9)).processing_at, at(2));
  const step = orderStep(
    { ...order, processing_at: null },
    [shipment(1, 1, { status: 'shipped', estimated_delivery: '2026-01-09' })],
    at(9),
  );
  assert.deepEqual(step, {
    fulfilment_status: 'shipped',
    processing_at: at(9),
    shipped_at: at(9),
    delivered_at: null,
    estimated_delivery: '2026-01-09',
  });
});

test('cash due at the door: the goods of the parcel, with the shipping on the first, and nothing once paid', () => {
  const cash = { ...order, status: 'pending' as const, payment_method: 'cod', paid_at: null };
  const parcel = { order: cash, shipment: shipment(100, 10), lines: [whole.lines[0]!], first: true };
  assert.equal(amountDue(parcel), 3000 - 300 + 90 + 400);
  assert.equal(amountDue({ ...parcel, first: false }), 2790);
  assert.equal(amountDue({ ...parcel, order }), 0);
  assert.equal(amountDue({ ...parcel, shipment: shipment(100, 10, { delivered_at: at(1) }) }), 0);
});
