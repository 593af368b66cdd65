/** A sale's entries say where every unit of its money went, and reversals, in whatever steps, undo exactly that. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import type { Posting } from './accounts.ts';
import { allLeft, amountOf, returned } from './reversal.ts';
import { type CompletedOrder, partsOf, type SalePart, saleOf } from './sale.ts';
import { type GivenBack, reversalPosting, salePosting } from './sale-entries.ts';

const at = '2026-11-05T10:00:00.000Z';
const later = new Date('2026-11-12T10:00:00.000Z');

const line = fc
  .record({
    sellerId: fc.constantFrom(HOUSE_SELLER_ID, 7, 8),
    quantity: fc.integer({ min: 1, max: 5 }),
    unitPriceMinor: fc.integer({ min: 0, max: 5_000 }),
    discount: fc.nat(100),
    house: fc.nat(100),
    tax: fc.nat(28),
    taxIncluded: fc.boolean(),
    commission: fc.nat(40),
  })
  .map(({ discount, house, tax, commission, ...rest }) => {
    const total = rest.quantity * rest.unitPriceMinor;
    const discountMinor = Math.floor((total * discount) / 100);
    const net = total - discountMinor;
    const houseDiscountMinor = Math.floor((discountMinor * house) / 100);
    return {
      ...rest,
      productId: 1,
      variantId: 1,
      variantTitle: null,
      title: 'Thing',
      sku: null,
      hsn: null,
      discountMinor,
      houseDiscountMinor,
      taxMinor: Math.floor((net * tax) / (rest.taxIncluded ? 100 + tax : 100)),
      taxPercent: `${tax}.00`,
      commissionPercent: `${commission}.00`,
      commissionMinor:
        rest.sellerId === HOUSE_SELLER_ID ? 0 : Math.floor(((net + houseDiscountMinor) * commission) / 200),
    };
  });

const completed = fc
  .record({ lines: fc.array(line, { minLength: 1, maxLength: 6 }), shippingMinor: fc.constantFrom(0, 1, 4_900) })
  .map(({ lines, shippingMinor }) => {
    const numbered = lines.map((one, index) => ({ ...one, lineId: index + 1 }));
    const sum = (of: (one: (typeof numbered)[number]) => number) => numbered.reduce((all, one) => all + of(one), 0);
    const itemsMinor = sum(({ quantity, unitPriceMinor }) => quantity * unitPriceMinor);
    const discountMinor = sum((one) => one.discountMinor);
    const taxMinor = sum((one) => (one.taxIncluded ? 0 : one.taxMinor));
    return {
      orderId: 1,
      number: 'HT-1',
      userId: 3,
      paymentId: 9,
      currency: 'INR',
      at,
      lines: numbered,
      shippingMinor,
      itemsMinor,
      discountMinor,
      taxMinor,
      totalMinor: itemsMinor - discountMinor + taxMinor + shippingMinor,
    } as unknown as CompletedOrder;
  });

/** What each account has, debits less credits. */
function balances(postings: readonly Posting[]): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (account: string, by: number) => sums.set(account, (sums.get(account) ?? 0) + by);
  for (const { entries } of postings) {
    for (const { debit, credit, amountMinor } of entries) {
      assert.ok(amountMinor > 0 && debit !== credit);
      add(debit, amountMinor);
      add(credit, -amountMinor);
    }
  }
  return sums;
}

const sale = (order: CompletedOrder) => salePosting(saleOf(order), partsOf(order), later);

test('what buyers paid goes out whole: to sellers with tax, less commission, to the house, and for shipping', () => {
  fc.assert(
    fc.property(completed, (order) => {
      const sums = balances([sale(order)]);
      assert.equal(sums.get('buyers') ?? 0, order.totalMinor);
      assert.equal(
        [...sums.values()].reduce((all, one) => all + one, 0),
        0,
      );
      assert.equal(sums.get('shipping') ?? 0, 0 - order.shippingMinor);
      for (const sellerId of [7, 8]) {
        const own = order.lines.filter((one) => one.sellerId === sellerId);
        const due = own.reduce(
          (all, one) =>
            all +
            one.quantity * one.unitPriceMinor -
            one.discountMinor +
            one.houseDiscountMinor +
            (one.taxIncluded ? 0 : one.taxMinor) -
            one.commissionMinor,
          0,
        );
        assert.equal(sums.get(`seller:${sellerId}`) ?? 0, 0 - due);
      }
    }),
  );
});

const apply = (parts: SalePart[], given: readonly GivenBack[]) => {
  for (const { part, to } of given) {
    assert.ok(to > part.reversed && to <= part.whole, 'forward, and never beyond the whole');
    parts.find(({ position }) => position === part.position)!.reversed = to;
  }
};

const step = fc.oneof(
  fc.record({ amount: fc.integer({ min: 1, max: 3_000 }) }),
  fc.record({
    line: fc.integer({ min: 1, max: 6 }),
    quantity: fc.integer({ min: 1, max: 5 }),
    amount: fc.nat(3_000),
  }),
);

test('however it is given back, by amounts and by lines, exactly the amount goes back each time, and in the end all', () => {
  fc.assert(
    fc.property(completed, fc.array(step, { maxLength: 8 }), (order, steps) => {
      const parts = partsOf(order).map((part) => ({ ...part }));
      const postings = [sale(order)];
      const left = () => parts.reduce((all, part) => all + (part.paid_minor === 0 ? 0 : part.whole - part.reversed), 0);
      const giveBack = (given: readonly GivenBack[], cause: string) => {
        const before = left();
        const frozen = given.map(({ part, to }) => ({ part: { ...part }, to }));
        apply(parts, given);
        const posting = reversalPosting(saleOf(order), frozen, { cause, at: new Date(at), availableAt: later });
        assert.equal(0 - (balances([posting]).get('buyers') ?? 0), before - left());
        postings.push(posting);
        return before - left();
      };
      for (const [index, one] of steps.entries()) {
        const amount = Math.min(one.amount, left());
        const given =
          'line' in one
            ? returned(parts, [{ lineId: one.line, quantity: one.quantity, amountMinor: amount }])
            : amountOf(parts, amount);
        assert.equal(giveBack(given, `step:${index}`), amount);
      }
      giveBack(allLeft(parts), 'rest');
      assert.deepEqual(
        [...balances(postings)].filter(([, sum]) => sum !== 0),
        [],
      );
    }),
  );
});

test('a returned line takes back its own seller’s money and commission, and no other’s', () => {
  const order = {
    orderId: 1,
    number: 'HT-1',
    userId: 3,
    paymentId: 9,
    currency: 'INR',
    at,
    shippingMinor: 100,
    totalMinor: 1_100,
    lines: [7, 8].map((sellerId, index) => ({
      lineId: index + 1,
      sellerId,
      title: 'Thing',
      quantity: 1,
      unitPriceMinor: 500,
      discountMinor: 0,
      houseDiscountMinor: 0,
      taxMinor: 50,
      taxIncluded: true,
      commissionMinor: 45,
    })),
  } as unknown as CompletedOrder;
  const given = returned(partsOf(order), [{ lineId: 2, quantity: 1, amountMinor: 500 }]);
  const sums = balances([reversalPosting(saleOf(order), given, { cause: 'x', at: new Date(at), availableAt: later })]);
  assert.deepEqual(Object.fromEntries(sums), { 'seller:8': 455, buyers: -500, commission: 45 });
});

test('shipping is shared by what was paid for each seller’s lines, and sums to what the order says', () => {
  fc.assert(
    fc.property(completed, (order) => {
      const shares = partsOf(order).filter(({ kind }) => kind === 'shipping');
      return shares.reduce((all, { paid_minor }) => all + paid_minor, 0) === order.shippingMinor;
    }),
  );
});

test('a reversal waits with the sale that still waits, and counts at once where it does not', () => {
  fc.assert(
    fc.property(completed, (order) => {
      const given = allLeft(partsOf(order));
      for (const now of [new Date(at), new Date('2027-01-01T00:00:00.000Z')]) {
        const { entries } = reversalPosting(saleOf(order), given, { cause: 'x', at: now, availableAt: later });
        for (const { availableAt, debit, credit } of entries) {
          const ofSeller = debit.startsWith('seller:') || credit.startsWith('seller:');
          assert.deepEqual(availableAt, ofSeller ? (now < later ? later : now) : null);
        }
      }
    }),
  );
});
