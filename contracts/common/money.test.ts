/** Money is exact: what is written is what is read, rounding is half up, parts sum to the whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  exponentOf,
  formatMoney,
  includedIn,
  isCurrency,
  MAX_MINOR,
  moneyFrom,
  parseMoney,
  percentOf,
  ratioOf,
  shareOut,
} from './money.ts';

const amount = fc.integer({ min: 0, max: MAX_MINOR });
const currency = fc.constantFrom('INR', 'USD', 'JPY', 'KWD', 'CLF');

test('every amount survives being formatted and parsed, in every exponent', () => {
  fc.assert(fc.property(amount, currency, (minor, code) => parseMoney(formatMoney(minor, code), code) === minor));
});

test('exponents follow ISO 4217', () => {
  assert.equal(exponentOf('INR'), 2);
  assert.equal(exponentOf('JPY'), 0);
  assert.equal(exponentOf('KWD'), 3);
  assert.equal(isCurrency('XYZ'), false);
  assert.throws(() => exponentOf('inr'), RangeError);
});

test('20, 20.0 and 20.00 are the same price', () => {
  for (const text of ['20', '20.0', '20.00', '20.000']) assert.equal(parseMoney(text, 'INR'), 2000);
  assert.equal(parseMoney('20.00', 'JPY'), 20);
  assert.equal(parseMoney('1.234', 'KWD'), 1234);
  assert.equal(parseMoney('0.10', 'INR'), 10);
});

test('what is not an amount of the currency is refused', () => {
  for (const text of ['', '-1', '+1', '1.', '.5', '1e3', '1,000', ' 1', '1 ', '0x1', 'NaN', '１', '1.005']) {
    assert.equal(parseMoney(text, 'INR'), null, text);
  }
  assert.equal(parseMoney('1.5', 'JPY'), null);
  assert.equal(parseMoney('10000000000.00', 'INR'), MAX_MINOR);
  assert.equal(parseMoney('10000000000.01', 'INR'), null);
  assert.throws(() => moneyFrom('1.005', 'INR', 'price'), { code: 'validation.failed' });
});

test('formatting pads, keeps the sign and refuses what is not whole', () => {
  assert.equal(formatMoney(5, 'INR'), '0.05');
  assert.equal(formatMoney(-5, 'INR'), '-0.05');
  assert.equal(formatMoney(0, 'INR'), '0.00');
  assert.equal(formatMoney(1500, 'JPY'), '1500');
  assert.equal(formatMoney(7, 'KWD'), '0.007');
  assert.throws(() => formatMoney(0.5, 'INR'), RangeError);
  assert.throws(() => formatMoney(Number.NaN, 'INR'), RangeError);
});

test('percentages round half up', () => {
  assert.equal(percentOf(999, '18.00'), 180);
  assert.equal(percentOf(50, '1'), 1);
  assert.equal(percentOf(49, '1'), 0);
  assert.equal(percentOf(150, '1'), 2);
  assert.equal(percentOf(1000, '2.5'), 25);
  assert.equal(percentOf(-50, '1'), -1);
  assert.equal(percentOf(MAX_MINOR, '100'), MAX_MINOR);
  assert.throws(() => percentOf(1, '-5'), RangeError);
});

test('a ratio is within half a unit of the exact one', () => {
  const part = fc.integer({ min: 0, max: 1_000 });
  fc.assert(
    fc.property(amount, part, fc.integer({ min: 1, max: 1_000_000 }), (minor, above, below) => {
      const error = 2n * (BigInt(ratioOf(minor, above, below)) * BigInt(below) - BigInt(minor) * BigInt(above));
      return error <= BigInt(below) && error > -BigInt(below);
    }),
  );
});

test('a result that is no longer exact is refused', () => {
  assert.throws(() => ratioOf(MAX_MINOR, 1_000_000, 1), RangeError);
});

test('the tax in a price is the tax that made it', () => {
  assert.equal(includedIn(11_800, '18'), 1_800);
  assert.equal(includedIn(10_500, '5.00'), 500);
  assert.equal(includedIn(10_000, '0'), 0);
});

test('shares sum to the whole and none is negative', () => {
  const weights = fc.array(fc.integer({ min: 0, max: MAX_MINOR }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(amount, weights, (total, each) => {
      const parts = shareOut(total, each);
      const sum = parts.reduce((all, part) => all + part, 0);
      assert.equal(sum, each.some((weight) => weight > 0) ? total : 0);
      assert.ok(parts.every((part) => part >= 0));
    }),
  );
  assert.deepEqual(shareOut(100, [1, 1, 1]), [33, 34, 33]);
});

test('a share never exceeds its line', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(weights, fc.nat(), (each, seed) => {
      const sum = each.reduce((all, weight) => all + weight, 0);
      const total = sum === 0 ? 0 : seed % (sum + 1);
      return shareOut(total, each).every((part, index) => part <= each[index]!);
    }),
  );
});
