import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AppliedCode, type DiscountableLine, type NotApplying, takeOff } from './discount.ts';

const now = Date.UTC(2026, 0, 15);

const line = (fields: Partial<DiscountableLine> = {}): DiscountableLine => ({
  productId: 1,
  sellerId: 1,
  categoryPath: [1, 2],
  totalMinor: 10_000,
  ...fields,
});

const code = (fields: Partial<AppliedCode> = {}): AppliedCode => ({
  discountId: 1,
  version: 1,
  code: 'CODE',
  kind: 'fixed',
  amountMinor: 1_000,
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

const percentage = (percent: string, fields: Partial<AppliedCode> = {}) =>
  code({ kind: 'percentage', percent, amountMinor: null, ...fields });

test('each hindrance is named, and the first that holds is said', () => {
  const table: Array<[Partial<AppliedCode>, NotApplying | null]> = [
    [{}, null],
    [{ active: false }, 'off'],
    [{ startsAt: now + 1 }, 'not_begun'],
    [{ startsAt: now }, null],
    [{ endsAt: now }, 'ended'],
    [{ endsAt: now + 1 }, null],
    [{ usedUp: true }, 'used_up'],
    [{ refused: 'used_up' }, 'used_up'],
    [{ refused: 'not_for_guests' }, 'not_for_guests'],
    [{ refused: 'ended', active: false }, 'ended'],
    [{ productId: 2 }, 'out_of_scope'],
    [{ productId: 1 }, null],
    [{ categoryId: 3 }, 'out_of_scope'],
    [{ categoryId: 1 }, null],
    [{ categoryId: 2 }, null],
    [{ sellerId: 2 }, 'out_of_scope'],
    [{ sellerId: 1, productId: 1, categoryId: 2 }, null],
    [{ minimumMinor: 10_001 }, 'below_minimum'],
    [{ minimumMinor: 10_000 }, null],
    [{ usedUp: true, endsAt: now }, 'ended'],
  ];
  for (const [fields, reason] of table) {
    const [effect] = takeOff([line()], [code(fields)], now);
    assert.equal(effect!.reason, reason, JSON.stringify(fields));
    assert.equal(effect!.amountMinor, reason === null ? 1_000 : 0);
  }
  assert.equal(takeOff([line({ totalMinor: 0 })], [code()], now)[0]!.reason, 'nothing_left');
});

test('a percentage is rounded half up per line', () => {
  const [effect] = takeOff(
    [line({ totalMinor: 5 }), line({ totalMinor: 15 }), line({ totalMinor: 14 })],
    [percentage('10')],
    now,
  );
  assert.deepEqual(effect!.byLine, [1, 2, 1]);
});

test('fixed comes off the lines in scope only, once and not for each unit', () => {
  const [effect] = takeOff([line(), line({ productId: 2 })], [code({ productId: 2 })], now);
  assert.deepEqual(effect!.byLine, [0, 1_000]);
});

test('a coupon comes off the whole cart once something in its scope is there', () => {
  const [effect] = takeOff([line(), line({ productId: 2 })], [code({ kind: 'coupon', productId: 2 })], now);
  assert.deepEqual(effect!.byLine, [500, 500]);
});

test("a seller's coupon never takes from another seller", () => {
  const [effect] = takeOff(
    [line(), line({ sellerId: 2 })],
    [code({ kind: 'coupon', sellerId: 2, amountMinor: 90_000 })],
    now,
  );
  assert.deepEqual(effect!.byLine, [0, 10_000]);
});

test('the minimum is measured on the lines that the code takes from', () => {
  const lines = [line({ totalMinor: 90_000 }), line({ sellerId: 2, totalMinor: 5_000 })];
  assert.equal(takeOff(lines, [code({ sellerId: 2, minimumMinor: 10_000 })], now)[0]!.reason, 'below_minimum');
  assert.equal(takeOff(lines, [code({ minimumMinor: 95_000 })], now)[0]!.reason, null);
});

test('percentages come before amounts, whatever order they were entered in', () => {
  const both = [code({ discountId: 1, amountMinor: 1_000 }), percentage('10', { discountId: 2 })];
  const effects = takeOff([line()], both, now);
  assert.deepEqual(
    effects.map((effect) => [effect.code.discountId, effect.amountMinor]),
    [
      [2, 1_000],
      [1, 1_000],
    ],
  );
});

test('the second percentage is of what the first left', () => {
  const effects = takeOff([line()], [percentage('50', { discountId: 1 }), percentage('50', { discountId: 2 })], now);
  assert.deepEqual(
    effects.map((effect) => effect.amountMinor),
    [5_000, 2_500],
  );
});
