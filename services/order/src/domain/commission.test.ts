/** The nearest rule holds, commission is of what the seller earns, and rounds half up per line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import { commissionOf, commissionPercent } from './commission.ts';

const rule = (seller_id: number, category_id: number, percent: string) => ({ seller_id, category_id, percent });
const terms = (...rules: ReturnType<typeof rule>[]) => ({ percent: '10', rules });
const sold = { sellerId: 7, categoryPath: [1, 4, 9] };

test('a rule that names the seller wins over the category, the nearest category over the others, the default last', () => {
  const all = [rule(7, 4, '1'), rule(7, 0, '2'), rule(0, 9, '3'), rule(0, 1, '4'), rule(0, 0, '5')];
  for (const [index, { percent }] of all.entries()) {
    for (const rules of [all.slice(index), all.slice(index).reverse()]) {
      assert.equal(commissionPercent(sold, terms(...rules)), percent);
    }
  }
  assert.equal(commissionPercent(sold, terms()), '10');
  assert.equal(commissionPercent(sold, terms(rule(8, 9, '1'), rule(0, 5, '1'))), '10', 'of others');
});

test('the house pays itself nothing, whatever the rules say', () => {
  const own = { ...sold, sellerId: HOUSE_SELLER_ID };
  assert.equal(commissionPercent(own, terms(rule(HOUSE_SELLER_ID, 0, '50'), rule(0, 0, '50'))), '0');
});

const line = {
  ...sold,
  lineTotalMinor: 1_000,
  discountMinor: 0,
  houseDiscountMinor: 0,
  taxMinor: 0,
  taxIncluded: false,
};
const commission = (fields: Partial<typeof line>, percent = '10') =>
  commissionOf({ ...line, ...fields }, { percent, rules: [] }).commission_minor;

test('commission is of the price without tax: less what the seller gave away, not less what the shop gave away', () => {
  assert.equal(commission({}), 100);
  assert.equal(commission({ discountMinor: 200 }), 80);
  assert.equal(commission({ discountMinor: 200, houseDiscountMinor: 200 }), 100);
  assert.equal(commission({ discountMinor: 300, houseDiscountMinor: 200 }), 90);
  assert.equal(commission({ taxMinor: 180 }), 100, 'tax on top is none of it');
  assert.equal(commission({ taxMinor: 150, taxIncluded: true }), 85, 'nor is tax in the price');
});

test('half a minor unit counts as a whole one', () => {
  assert.equal(commission({ lineTotalMinor: 5 }), 1);
  assert.equal(commission({ lineTotalMinor: 4 }), 0);
  assert.equal(commission({ lineTotalMinor: 999 }, '12.5'), 125);
});

test('the percentage is kept as it will be shown', () => {
  assert.equal(commissionOf(line, { percent: '7.5', rules: [] }).commission_percent, '7.50');
});
