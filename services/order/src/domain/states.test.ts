/** The state tables, cell by cell: an × is a step that is allowed, a dot one that is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fulfilmentOf, fulfilmentStatuses, hasArrived, isAtHome, mayMove } from './fulfilment.ts';
import { isVisible, mayBecome, orderStatuses } from './order-state.ts';
import { isNewer, mayTurn, paymentStatuses } from './payment-status.ts';
import { mayStep, powers, powersOver } from './roles.ts';

/** Every cell of a table, named in the failure. */
function checkTable<From extends string, To extends string>(
  columns: readonly To[],
  rows: Record<From, string>,
  allowed: (from: From, to: To) => boolean,
): void {
  for (const [from, cells] of Object.entries(rows) as [From, string][]) {
    const marks = cells.replaceAll(' ', '');
    assert.equal(marks.length, columns.length, from);
    for (const [index, to] of columns.entries()) {
      assert.equal(allowed(from, to), marks[index] === '×', `${from} → ${to}`);
    }
  }
}

test('an order takes exactly the steps of its table', () => {
  assert.deepEqual(orderStatuses, ['placing', 'rejected', 'pending', 'completed', 'cancelled', 'refunded']);
  checkTable(
    orderStatuses,
    {
      placing: '.  ×  ×  .  .  .',
      rejected: '.  .  .  .  .  .',
      pending: '.  .  .  ×  ×  .',
      completed: '.  .  .  .  ×  ×',
      cancelled: '.  .  .  .  .  .',
      refunded: '.  .  .  .  .  .',
    },
    mayBecome,
  );
});

test('an intent and what came of a failed one are seen by nobody', () => {
  assert.deepEqual(orderStatuses.filter(isVisible), ['pending', 'completed', 'cancelled', 'refunded']);
});

test('a parcel takes exactly the steps of its table', () => {
  checkTable(
    fulfilmentStatuses,
    {
      unfulfilled: '.  ×  ×  .  .  .',
      processing: '.  .  ×  .  .  .',
      shipped: '.  .  .  ×  ×  .',
      out_for_delivery: '.  .  .  .  ×  .',
      delivered: '.  .  .  .  .  ×',
      returned: '.  .  .  .  .  .',
    },
    mayMove,
  );
});

test('each role may do exactly its steps', () => {
  checkTable(
    fulfilmentStatuses,
    {
      customer: '.  .  .  .  .  .',
      seller: '.  ×  ×  ×  ×  .',
      partner: '.  .  ×  ×  ×  .',
      admin: '.  ×  ×  ×  ×  ×',
    },
    (power, to) => mayStep([power], to),
  );
  for (const to of fulfilmentStatuses) assert.equal(mayStep([], to), false);
});

test('one has power over a parcel by its ids and never by the permission alone', () => {
  const parcel = { seller_id: 5, assignee_id: 9 };
  const cases: [number, string[], string[]][] = [
    [5, ['orders.fulfil'], ['seller']],
    [6, ['orders.fulfil'], []],
    [5, [], []],
    [9, ['shipments.deliver'], ['partner']],
    [8, ['shipments.deliver'], []],
    [9, ['orders.fulfil'], []],
    [5, ['shipments.deliver'], []],
    [1, ['orders.manage'], ['admin']],
    [1, ['orders.read_all'], []],
    [5, ['orders.manage', 'orders.fulfil'], ['admin', 'seller']],
  ];
  for (const [userId, names, expected] of cases) {
    assert.deepEqual(powersOver({ userId, permissions: new Set(names) }, parcel), expected, `${userId} ${names}`);
  }
  assert.deepEqual(
    powersOver({ userId: 9, permissions: new Set(['shipments.deliver']) }, { ...parcel, assignee_id: null }),
    [],
  );
  assert.equal(powers.length, 4);
});

test('money takes exactly the steps of its table', () => {
  checkTable(
    paymentStatuses,
    {
      pending: '.  ×  ×  ×  .  .',
      success: '.  .  .  .  ×  ×',
      failed: '×  ×  .  ×  .  .',
      cancelled: '×  ×  ×  .  .  .',
      refunded: '.  .  .  .  .  .',
      reconciled: '.  .  .  .  ×  .',
    },
    mayTurn,
  );
});

test('news of an attempt counts once, in order, and never about an older attempt', () => {
  const known = { attempt_id: 7, attempt_version: 3 };
  assert.equal(isNewer({ paymentId: 7, version: 3 }, known), false);
  assert.equal(isNewer({ paymentId: 7, version: 4 }, known), true);
  assert.equal(isNewer({ paymentId: 6, version: 9 }, known), false);
  assert.equal(isNewer({ paymentId: 8, version: 1 }, known), true);
  assert.equal(isNewer({ paymentId: 1, version: 1 }, { attempt_id: null, attempt_version: 0 }), true);
});

const parcels = fc.array(fc.constantFrom(...fulfilmentStatuses), { minLength: 1, maxLength: 5 });
const rank = (status: (typeof fulfilmentStatuses)[number]) => fulfilmentStatuses.indexOf(status);

test('an order of one parcel is where its parcel is', () => {
  for (const status of fulfilmentStatuses) assert.equal(fulfilmentOf([status]), status);
  assert.equal(fulfilmentOf([]), 'unfulfilled');
});

test('an order of two parcels is as far as the slower one, and in work as soon as one is', () => {
  const order = fulfilmentStatuses;
  for (const a of order) {
    for (const b of order) {
      const slower = rank(a) < rank(b) ? a : b;
      const expected = slower === 'unfulfilled' && a !== b ? 'processing' : slower;
      assert.equal(fulfilmentOf([a, b]), expected, `${a}, ${b}`);
      assert.equal(fulfilmentOf([b, a]), expected, `${b}, ${a}`);
    }
  }
});

test('no step of a parcel ever takes the order back', () => {
  fc.assert(
    fc.property(parcels, fc.nat(), fc.constantFrom(...fulfilmentStatuses), (before, seed, to) => {
      const index = seed % before.length;
      fc.pre(mayMove(before[index]!, to));
      return rank(fulfilmentOf(before.with(index, to))) >= rank(fulfilmentOf(before));
    }),
  );
});

test('what is at home and what has arrived', () => {
  assert.deepEqual(fulfilmentStatuses.filter(isAtHome), ['unfulfilled', 'processing']);
  assert.deepEqual(fulfilmentStatuses.filter(hasArrived), ['delivered', 'returned']);
});
