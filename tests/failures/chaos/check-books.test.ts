import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences } from './check-books.ts';

const there = (id: string, change: object = {}): any => ({
  gateway: 'stripe',
  id,
  names: [id, 'ours'],
  status: 'paid',
  amountMinor: 500,
  refundedMinor: 0,
  ...change,
});
const here = { id: '1', reference: 'ours', status: 'success', captured_minor: '500', refunded_minor: '0' };

test('books that agree say nothing, and neither does what nobody paid', () => {
  assert.deepEqual(differences([there('a')], [here]), []);
  assert.deepEqual(differences([there('a', { status: 'open' })], [{ ...here, captured_minor: '0' }]), []);
});

test('money that was taken and is not known, in part given back, or given back twice is told', () => {
  for (const [theirs, ours] of [
    [there('a'), []],
    [there('a'), [{ ...here, captured_minor: '0' }]],
    [there('a', { refundedMinor: 200 }), [here]],
    [there('a'), [{ ...here, refunded_minor: '200' }]],
    [there('a', { status: 'cancelled' }), [here]],
  ]) {
    assert.equal(differences([theirs], ours).length, 1);
  }
});

test('an unpaid page beside the paid one of the same name is nobody’s loss; alone it does not stand for money', () => {
  const unpaid = there('a', { status: 'open' });
  assert.deepEqual(differences([unpaid, there('b')], [here]), []);
  assert.equal(differences([unpaid], [here]).length, 1);
});

test('a second payment under one name has to be given back whole', () => {
  const [first, second] = [there('a'), there('b')];
  assert.equal(differences([first, second], [here]).length, 1);
  assert.deepEqual(differences([first, { ...second, refundedMinor: 500 }], [here]), []);
});
