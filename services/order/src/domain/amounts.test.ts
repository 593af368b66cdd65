/** Sums hold, shares of a refund make the whole, and nothing comes back that was not delivered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LineRow, ShipmentRow } from './model.ts';
import { paidFor, refundShare } from './refund-share.ts';
import { emptiedParcels, planReturn } from './return-plan.ts';
import { faultIn } from './totals.ts';

const line = {
  quantity: 2,
  unitPriceMinor: 500,
  lineTotalMinor: 1000,
  discountMinor: 100,
  houseDiscountMinor: 40,
  taxMinor: 90,
  taxIncluded: false,
};
const included = {
  ...line,
  quantity: 1,
  unitPriceMinor: 300,
  lineTotalMinor: 300,
  discountMinor: 0,
  houseDiscountMinor: 0,
  taxMinor: 40,
  taxIncluded: true,
};
const cart = {
  lines: [line, included],
  subtotalMinor: 1300,
  discountMinor: 100,
  taxMinor: 90,
  taxIncludedMinor: 40,
  shippingMinor: 50,
  totalMinor: 1340,
};

test('a cart whose sums hold has no fault', () => assert.equal(faultIn(cart), null));

test('any amount that is off by one is found', () => {
  for (const name of [
    'subtotalMinor',
    'discountMinor',
    'taxMinor',
    'taxIncludedMinor',
    'shippingMinor',
    'totalMinor',
  ] as const) {
    for (const by of [1, -1]) assert.notEqual(faultIn({ ...cart, [name]: cart[name] + by }), null, `${name} ${by}`);
  }
  for (const name of ['quantity', 'unitPriceMinor', 'lineTotalMinor', 'discountMinor', 'taxMinor'] as const) {
    assert.notEqual(faultIn({ ...cart, lines: [{ ...line, [name]: line[name] + 1 }, included] }), null, name);
  }
  assert.notEqual(faultIn({ ...cart, lines: [{ ...line, taxIncluded: true }, included] }), null);
});

test('a discount of which the house bears more than there is, is found', () => {
  assert.match(faultIn({ ...cart, lines: [{ ...line, houseDiscountMinor: 101 }, included] }) ?? '', /by the house/);
});

test('a line discounted below zero is found, also where the sums hold', () => {
  const below = { ...line, discountMinor: 1100 };
  assert.match(
    faultIn({ ...cart, lines: [below, included], discountMinor: 1100, totalMinor: 340 }) ?? '',
    /below zero/,
  );
});

const paidLine = fc
  .record({
    quantity: fc.integer({ min: 1, max: 50 }),
    unit: fc.integer({ min: 0, max: 100_000 }),
    discount: fc.nat(),
    tax_minor: fc.integer({ min: 0, max: 50_000 }),
    tax_included: fc.boolean(),
  })
  .map(({ quantity, unit, discount, ...tax }) => {
    const total = quantity * unit;
    return { quantity, line_total_minor: total, discount_minor: total === 0 ? 0 : discount % (total + 1), ...tax };
  });

test('however a line is returned, in whatever steps, exactly what was paid for it goes back', () => {
  fc.assert(
    fc.property(paidLine, fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (bought, steps) => {
      let returned = 0;
      let refunded = 0;
      for (const step of steps) {
        const quantity = Math.min(step, bought.quantity - returned);
        const share = refundShare(bought, returned, quantity);
        assert.ok(share >= 0);
        refunded += share;
        returned += quantity;
        if (returned === bought.quantity) break;
      }
      return refunded === paidFor(bought);
    }),
  );
});

test('tax on top is given back, tax within the price is not given twice', () => {
  const bought = { quantity: 1, line_total_minor: 1000, discount_minor: 100, tax_minor: 90, tax_included: false };
  assert.equal(paidFor(bought), 990);
  assert.equal(paidFor({ ...bought, tax_included: true }), 900);
});

const row = (id: number, seller_id: number, quantity: number, returned_quantity = 0) =>
  ({
    id,
    seller_id,
    quantity,
    returned_quantity,
    line_total_minor: quantity * 100,
    discount_minor: 0,
    tax_minor: 0,
    tax_included: true,
  }) as LineRow;
const parcel = (id: number, seller_id: number, status: ShipmentRow['status']) =>
  ({ id, seller_id, status }) as ShipmentRow;

const lines = [row(1, 10, 3, 1), row(2, 10, 1), row(3, 20, 2)];
const shipments = [parcel(100, 10, 'delivered'), parcel(200, 20, 'shipped')];

test('only delivered units that are still with the buyer can be returned', () => {
  const refused = (wanted: { id: number; quantity: number }[]) => {
    const plan = planReturn(wanted, lines, shipments);
    return 'refusedIndex' in plan ? plan.refusedIndex : null;
  };
  assert.equal(refused([{ id: 1, quantity: 2 }]), null);
  assert.equal(refused([{ id: 1, quantity: 3 }]), 0);
  assert.equal(
    refused([
      { id: 2, quantity: 1 },
      { id: 3, quantity: 1 },
    ]),
    1,
    'not delivered',
  );
  assert.equal(refused([{ id: 9, quantity: 1 }]), 0, 'not of this order');
  assert.equal(
    refused([
      { id: 1, quantity: 1 },
      { id: 1, quantity: 2 },
    ]),
    1,
    'the same line twice is summed',
  );
});

test('a line named twice is one line of the return', () => {
  const plan = planReturn(
    [
      { id: 1, quantity: 1 },
      { id: 1, quantity: 1 },
    ],
    lines,
    shipments,
  );
  assert.ok(!('refusedIndex' in plan));
  assert.deepEqual(
    plan.map(({ line: { id }, quantity, amountMinor }) => [id, quantity, amountMinor]),
    [[1, 2, 200]],
  );
});

test('a parcel counts as returned once all of it is back', () => {
  const back = (wanted: { id: number; quantity: number }[]) => {
    const plan = planReturn(wanted, lines, shipments);
    assert.ok(!('refusedIndex' in plan));
    return emptiedParcels(plan, lines, shipments).map(({ id }) => id);
  };
  assert.deepEqual(back([{ id: 1, quantity: 2 }]), []);
  assert.deepEqual(
    back([
      { id: 1, quantity: 2 },
      { id: 2, quantity: 1 },
    ]),
    [100],
  );
});
