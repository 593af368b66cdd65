/** Every step of a payout, and everybody who is left out of a batch. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PayoutStatus } from '#contracts/payment/payouts.ts';
import type { SellerStatus } from '#contracts/user/schemas.ts';
import { type Payee, planPayout } from './payout-plan.ts';
import { isReturned, type PayoutState, payoutMay, payoutStates, payoutStatesBefore } from './payout-state.ts';

/** By the state it is in, the states that it may take: one letter each. */
const table: Record<PayoutState, string> = {
  //        created sent paid bounced cancelled
  created: '. s . . c',
  sent: '. . p b .',
  paid: '. . . . .',
  bounced: '. . . . .',
  cancelled: '. . . . .',
};

for (const from of payoutStates) {
  test(`a payout that is ${from} moves only along the table`, () => {
    const cells = payoutStates.map((to) => (payoutMay(from, to) ? to[0] : '.'));
    assert.equal(cells.join(' '), table[from]);
  });
}

test('the contract knows the same states, and each is entered from where the table says', () => {
  assert.deepEqual((PayoutStatus as unknown as { enum: string[] }).enum, [...payoutStates]);
  for (const to of payoutStates) {
    assert.deepEqual(
      payoutStatesBefore(to),
      payoutStates.filter((from) => payoutMay(from, to)),
    );
  }
  assert.deepEqual(payoutStates.filter(isReturned), ['bounced', 'cancelled']);
});

const entries = (...amounts: number[]) => amounts.map((amountMinor, index) => ({ id: index + 1, amountMinor }));
const payee = (status: SellerStatus, account: Payee['account'] = 'readable'): Payee => ({ status, account });
const reasonOf = (amounts: number[], who: Payee | undefined): string => {
  const plan = planPayout(entries(...amounts), who, 100);
  return plan.kind === 'left-out' ? plan.reason : plan.kind;
};

test('an approved seller with an account is paid what was given less what was taken', () => {
  assert.deepEqual(planPayout(entries(1_000, -300, 50), payee('approved'), 100), { kind: 'pay', amountMinor: 750 });
  assert.deepEqual(planPayout(entries(100), payee('approved'), 100), { kind: 'pay', amountMinor: 100 });
  assert.equal(reasonOf([70, 30], payee('approved')), 'pay');
});

test('who is left out is named with the first reason that holds, and the balance waits', () => {
  assert.equal(reasonOf([1_000, -1_001], payee('rejected', null)), 'negative');
  assert.equal(reasonOf([99], payee('approved')), 'below_minimum');
  assert.equal(reasonOf([1_000], payee('rejected', null)), 'suspended');
  assert.equal(reasonOf([1_000], payee('pending')), 'suspended');
  assert.equal(reasonOf([1_000], payee('approved', null)), 'no_account');
  assert.equal(reasonOf([1_000], undefined), 'no_account');
  assert.equal(reasonOf([1_000], payee('approved', 'unreadable')), 'account_unreadable');
});

test('who has nothing is not named', () => {
  assert.equal(reasonOf([], payee('approved')), 'nothing');
  assert.equal(reasonOf([500, -500], undefined), 'nothing');
});
