import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_MINOR } from '#contracts/common/money.ts';
import type { AppliedCode } from './discount.ts';
import { placeOf } from './place.ts';
import { type CartToPrice, type LineToPrice, priceCart } from './price.ts';
import type { ShippingRule } from './shipping.ts';
import type { TaxRule } from './tax.ts';

const nowMs = Date.UTC(2026, 0, 15);

const line = (fields: Partial<LineToPrice> = {}): LineToPrice => ({
  productId: 1,
  sellerId: 1,
  categoryPath: [1],
  quantity: 1,
  unitPriceMinor: 10_000,
  weightGrams: 0,
  ...fields,
});

const code = (fields: Partial<AppliedCode> = {}): AppliedCode => ({
  discountId: 1,
  version: 1,
  code: 'CODE',
  kind: 'fixed',
  amountMinor: fields.kind === 'percentage' ? null : 1_000,
  percent: null,
  productId: null,
  categoryId: null,
  sellerId: null,
  minimumMinor: null,
  startsAt: null,
  endsAt: null,
  active: true,
  perUserLimit: null,
  usedUp: false,
  refused: null,
  ...fields,
});

const rule = (fields: Partial<TaxRule> = {}): TaxRule => ({
  percent: '18',
  country: '',
  state: '',
  postalPrefix: '',
  categoryId: 0,
  included: false,
  ...fields,
});

const method = (fields: Partial<ShippingRule> = {}): ShippingRule => ({
  code: 'standard',
  name: 'Standard',
  priceMinor: 4_900,
  freeAboveMinor: null,
  perKgMinor: null,
  tiers: [],
  maxWeightGrams: null,
  countries: [],
  states: [],
  postalPrefixes: [],
  minDays: 3,
  maxDays: 5,
  ...fields,
});

const price = (cart: Partial<CartToPrice>) =>
  priceCart({
    lines: [],
    codes: [],
    taxRules: [],
    shippingRules: [],
    place: placeOf({ country: 'IN' }),
    nowMs,
    ...cart,
  });

test('an empty cart costs nothing, also where shipping and tax are set', () => {
  const priced = price({ taxRules: [rule()], shippingRules: [method()] });
  assert.deepEqual(
    [priced.subtotalMinor, priced.taxMinor, priced.shippingMinor, priced.totalMinor, priced.notShipped],
    [0, 0, 0, 0, false],
  );
});

test('tax is rounded half up per line, not on the sum', () => {
  // unit price, quantity, percent, included → tax
  const table: Array<[number, number, string, boolean, number]> = [
    [999, 1, '18', false, 180], // 179.82
    [250, 1, '5', false, 13], // 12.5 → up
    [249, 1, '5', false, 12], // 12.45
    [1, 1, '50', false, 1], // 0.5 → up
    [1, 1, '49.9999', false, 0],
    [333, 3, '12', false, 120], // 119.88
    [11_800, 1, '18', true, 1_800], // held by the price
    [100, 1, '18', true, 15], // 15.25
    [101, 1, '5', true, 5], // 4.81
    [2_000, 1, '0', false, 0],
    [2_000, 1, '2.125', false, 43], // 42.5 → up
  ];
  for (const [unitPriceMinor, quantity, percent, included, tax] of table) {
    const priced = price({ lines: [line({ unitPriceMinor, quantity })], taxRules: [rule({ percent, included })] });
    assert.equal(priced.lines[0]!.taxMinor, tax, `${quantity} × ${unitPriceMinor} at ${percent}`);
    assert.equal(priced.totalMinor, unitPriceMinor * quantity + (included ? 0 : tax));
  }
  const twice = price({
    lines: [line({ unitPriceMinor: 250 }), line({ unitPriceMinor: 250 })],
    taxRules: [rule({ percent: '5' })],
  });
  assert.equal(twice.taxMinor, 26, 'two halves are both rounded up: 26, where 5 % of the sum would be 25');
});

test('GST slabs: each line has the rate of its nearest category', () => {
  const taxRules = [
    rule({ percent: '18' }),
    rule({ percent: '5', categoryId: 10 }),
    rule({ percent: '12', categoryId: 11 }),
    rule({ percent: '0', categoryId: 20 }),
  ];
  const priced = price({
    lines: [
      line({ unitPriceMinor: 10_000, categoryPath: [1] }),
      line({ unitPriceMinor: 10_000, categoryPath: [10] }),
      line({ unitPriceMinor: 10_000, categoryPath: [10, 11] }),
      line({ unitPriceMinor: 10_000, categoryPath: [20, 21] }),
    ],
    taxRules,
  });
  assert.deepEqual(
    priced.lines.map((priced) => priced.taxMinor),
    [1_800, 500, 1_200, 0],
  );
  assert.equal(priced.totalMinor, 43_500);
});

test('prices that hold their tax and prices that do not stand in one cart', () => {
  const priced = price({
    lines: [line({ unitPriceMinor: 11_800, categoryPath: [1] }), line({ unitPriceMinor: 10_000, categoryPath: [2] })],
    taxRules: [rule({ categoryId: 1, included: true }), rule({ categoryId: 2 })],
  });
  assert.deepEqual([priced.taxIncludedMinor, priced.taxMinor, priced.totalMinor], [1_800, 1_800, 23_600]);
});

test('tax is on what is left after discounts', () => {
  const priced = price({ lines: [line()], codes: [code({ kind: 'percentage', percent: '10' })], taxRules: [rule()] });
  assert.deepEqual([priced.discountMinor, priced.taxMinor, priced.totalMinor], [1_000, 1_620, 10_620]);
});

test('an amount off is spread over the lines to the minor unit', () => {
  const priced = price({
    lines: [333, 333, 334].map((unitPriceMinor) => line({ unitPriceMinor })),
    codes: [code({ amountMinor: 100 })],
  });
  const parts = priced.lines.map((priced) => priced.discountMinor);
  assert.equal(parts[0]! + parts[1]! + parts[2]!, 100);
  for (const part of parts) assert.ok(part === 33 || part === 34);
});

test('an amount larger than the cart takes it to zero and no further', () => {
  const priced = price({
    lines: [line({ unitPriceMinor: 500 })],
    codes: [code({ kind: 'coupon', amountMinor: 10_000 })],
    taxRules: [rule()],
  });
  assert.deepEqual([priced.discountMinor, priced.taxMinor, priced.totalMinor], [500, 0, 0]);
});

test('shipping: the first method that serves is taken unless one is chosen; a chosen one that does not serve is said', () => {
  const shippingRules = [
    method(),
    method({ code: 'express', priceMinor: 12_900 }),
    method({ code: 'abroad', countries: ['US'] }),
  ];
  const cart = { lines: [line()], shippingRules };
  assert.equal(price(cart).shippingMinor, 4_900);
  assert.equal(price({ ...cart, shippingMethod: 'express' }).shippingMinor, 12_900);
  assert.equal(price({ ...cart, shippingMethod: 'abroad' }).notShipped, true);
  assert.equal(price({ ...cart, shippingMethod: 'unknown' }).notShipped, true);
  assert.deepEqual(
    price(cart).offers.map((offer) => offer.rule.code),
    ['standard', 'express'],
  );
  assert.deepEqual([price({ lines: [line()] }).notShipped, price({ lines: [line()] }).shippingMinor], [false, 0]);
});

test('a total beyond what the shop can charge is flagged and stays an exact number', () => {
  const priced = price({
    lines: Array.from({ length: 200 }, () => line({ unitPriceMinor: MAX_MINOR, quantity: 10_000 })),
    taxRules: [rule({ percent: '100' })],
  });
  assert.equal(priced.tooMuch, true);
  assert.ok(Number.isSafeInteger(priced.totalMinor));
});

const lines = fc.array(
  fc.record({
    productId: fc.integer({ min: 1, max: 5 }),
    sellerId: fc.integer({ min: 1, max: 3 }),
    categoryPath: fc.constantFrom<number[]>([1], [1, 2], [1, 2, 3], [4]),
    quantity: fc.integer({ min: 1, max: 50 }),
    unitPriceMinor: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 5_000_000 })),
    weightGrams: fc.integer({ min: 0, max: 5_000 }),
  }),
  { maxLength: 8 },
);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const percent = fc.constantFrom('0.01', '2.5', '5', '10', '12.3456', '33.3333', '50', '99.9999', '100');
const codes = fc
  .array(
    fc.record({
      kind: fc.constantFrom('fixed' as const, 'percentage' as const, 'coupon' as const),
      amountMinor: fc.integer({ min: 1, max: 100_000 }),
      percent,
      productId: orNull(fc.integer({ min: 1, max: 5 })),
      categoryId: orNull(fc.integer({ min: 1, max: 4 })),
      sellerId: orNull(fc.integer({ min: 1, max: 3 })),
      minimumMinor: orNull(fc.integer({ min: 0, max: 200_000 })),
    }),
    { maxLength: 5 },
  )
  .map((list) =>
    list.map(({ amountMinor, percent, ...fields }, index) =>
      code({
        ...fields,
        discountId: index + 1,
        amountMinor: fields.kind === 'percentage' ? null : amountMinor,
        percent: fields.kind === 'percentage' ? percent : null,
      }),
    ),
  );
const taxRules = fc.array(
  fc.record({
    percent: fc.constantFrom('0', '3', '5', '12', '18', '28', '33.3333', '100'),
    country: fc.constantFrom('', 'IN', 'US'),
    state: fc.constant(''),
    postalPrefix: fc.constant(''),
    categoryId: fc.integer({ min: 0, max: 4 }),
    included: fc.boolean(),
  }),
  { maxLength: 6 },
);
const shippingRules = fc.constantFrom<ShippingRule[]>(
  [],
  [method()],
  [method({ freeAboveMinor: 50_000, perKgMinor: 700 })],
);
const carts = fc.record({ lines, codes, taxRules, shippingRules });

const check = (property: fc.IProperty<any>) => fc.assert(property, { numRuns: 500 });

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

test('no line and no total is ever negative, and no line loses more than it is worth', () => {
  check(
    fc.property(carts, (cart) => {
      const priced = price(cart);
      for (const { totalMinor, discountMinor, taxMinor } of priced.lines) {
        assert.ok(discountMinor >= 0 && discountMinor <= totalMinor && taxMinor >= 0);
      }
      for (const effect of priced.codes) assert.ok(effect.amountMinor >= 0 && effect.byLine.every((part) => part >= 0));
      assert.ok(priced.totalMinor >= 0 && priced.shippingMinor >= 0);
    }),
  );
});

test('every total is the exact sum of its lines, and the total of its parts', () => {
  check(
    fc.property(carts, (cart) => {
      const priced = price(cart);
      assert.equal(sum(priced.lines.map((line) => line.totalMinor)), priced.subtotalMinor);
      assert.equal(sum(priced.lines.map((line) => line.discountMinor)), priced.discountMinor);
      assert.equal(sum(priced.codes.map((effect) => effect.amountMinor)), priced.discountMinor);
      assert.equal(sum(priced.lines.map((line) => line.taxMinor)), priced.taxMinor + priced.taxIncludedMinor);
      assert.equal(
        priced.totalMinor,
        priced.subtotalMinor - priced.discountMinor + priced.taxMinor + priced.shippingMinor,
      );
      for (const amount of [priced.subtotalMinor, priced.discountMinor, priced.taxMinor, priced.totalMinor]) {
        assert.ok(Number.isSafeInteger(amount));
      }
    }),
  );
});

test('the order in which codes were applied changes nothing', () => {
  check(
    fc.property(
      carts.chain((cart) =>
        fc.record({
          cart: fc.constant(cart),
          shuffled: fc.shuffledSubarray(cart.codes, { minLength: cart.codes.length }),
        }),
      ),
      ({ cart, shuffled }) => {
        assert.deepEqual(price({ ...cart, codes: shuffled }), price(cart));
      },
    ),
  );
});

test('one more code never makes a cart dearer, but for a minor unit of rounding a line', () => {
  check(
    fc.property(carts, (cart) => {
      const before = price({ ...cart, codes: cart.codes.slice(1) });
      assert.ok(price(cart).totalMinor <= before.totalMinor + 2 * cart.lines.length);
    }),
  );
});

test('a code touches no line outside its scope', () => {
  check(
    fc.property(carts, (cart) => {
      for (const { code, byLine } of price(cart).codes) {
        byLine.forEach((part, index) => {
          const line = cart.lines[index]!;
          if (code.sellerId !== null && line.sellerId !== code.sellerId) assert.equal(part, 0);
          if (code.kind === 'coupon') return;
          if (code.productId !== null && line.productId !== code.productId) assert.equal(part, 0);
          if (code.categoryId !== null && !line.categoryPath.includes(code.categoryId)) assert.equal(part, 0);
        });
      }
    }),
  );
});
