/** Small rules: numbers, payment methods, cursors, periods, amounts sent along. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { cursorOf, offsetOf, placeOf } from './cursor.ts';
import { disagreement } from './expectation.ts';
import { orderNumber } from './number.ts';
import { isCashOnDelivery, mayBeSent, paymentMethodOf } from './payment-method.ts';
import { endOf, startOf } from './period.ts';

test('an order number has no letter that is misread, and 50 random bits', () => {
  const numbers = new Set(Array.from({ length: 2_000 }, () => orderNumber(randomBytes(10))));
  assert.equal(numbers.size, 2_000);
  for (const number of numbers) assert.match(number, /^HT-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
});

test('cash on delivery is one method however it is spelt', () => {
  for (const text of ['cod', 'COD', 'Cash on delivery', 'cash_on_delivery', 'CashOnDelivery', 'pay-on-delivery']) {
    assert.equal(paymentMethodOf(text), 'cod', text);
  }
  assert.equal(paymentMethodOf('card'), 'card');
  assert.equal(paymentMethodOf(undefined), null);
  assert.equal(isCashOnDelivery(null), false);
});

test('only what is paid, or is paid at the door, is sent', () => {
  const cases: [string, string | null, boolean][] = [
    ['pending', null, false],
    ['pending', 'card', false],
    ['pending', 'cod', true],
    ['completed', 'card', true],
    ['completed', 'cod', true],
    ['cancelled', 'cod', false],
    ['cancelled', 'card', false],
    ['refunded', 'card', false],
  ];
  for (const [status, payment_method, expected] of cases) {
    assert.equal(mayBeSent({ status, payment_method }), expected, `${status} ${payment_method}`);
  }
});

test('a cursor comes back as it went, and anything else is refused by name', () => {
  assert.deepEqual(placeOf(cursorOf(12, 7), 2), [12, 7]);
  for (const cursor of [
    '',
    'x',
    '%%%',
    cursorOf(1),
    cursorOf(1, 2, 3),
    btoa('-1.2'),
    btoa('1.2e3'),
    btoa('0.1'),
    btoa(`${2 ** 60}.1`),
  ]) {
    assert.throws(() => placeOf(cursor, 2), { code: 'validation.failed' }, cursor);
  }
});

test('a cursor goes before a page number', () => {
  assert.equal(offsetOf({ limit: 20 }), 0);
  assert.equal(offsetOf({ limit: 20, page: 3 }), 40);
  assert.equal(offsetOf({ limit: 20, page: 3, cursor: 'x' }), 0);
});

test('a day is meant whole, a moment includes itself, and days that do not exist are refused', () => {
  assert.equal(startOf('2026-02-01', 'from').toISOString(), '2026-02-01T00:00:00.000Z');
  assert.equal(endOf('2026-02-01', 'to').toISOString(), '2026-02-02T00:00:00.000Z');
  assert.equal(endOf('2026-02-01T10:00:00Z', 'to').toISOString(), '2026-02-01T10:00:00.001Z');
  assert.throws(() => startOf('2026-13-01', 'from'), { code: 'validation.failed' });
});

test('two totals that differ are a mistake of the client, two spellings of one are not', () => {
  const body = { shippingAddress: {} as never };
  assert.equal(disagreement({ ...body, expectedTotal: '20', totalPrice: '20.00' }), null);
  assert.equal(disagreement({ ...body, totalPrice: '20.00' }), null);
  assert.equal(disagreement({ ...body, expectedTotal: '20', totalPrice: '20.01' }), 'totalPrice');
});
