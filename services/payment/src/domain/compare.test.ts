/** Each way in which a gateway's books can differ from ours is told from agreement, and named. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answered, agrees, type Booked, differenceOf, type Listed } from './compare.ts';

const paidHere: Booked = { capturedMinor: 500, currency: 'INR', refundingMinor: 0, refundedMinor: 0, held: false };
const nothingHere: Booked = { ...paidHere, capturedMinor: 0 };
const inr = (minor: number) => ({ minor, currency: 'INR' });
const paidThere: Listed = { status: 'paid', paid: inr(500), refundedMinor: 0 };
const back = (minor: number, status: 'success' | 'pending' | 'failed' = 'success') => ({ status, money: inr(minor) });
const answered = (more: Partial<Answered> = {}): Answered => ({ status: 'paid', paid: inr(500), refunds: [], ...more });

test('a line of the list agrees where amount, currency and what was given back are the same', () => {
  const cases: Array<[Booked, Listed, boolean]> = [
    [paidHere, paidThere, true],
    [paidHere, { ...paidThere, refundedMinor: null }, true],
    [paidHere, { ...paidThere, paid: null }, true],
    [paidHere, { ...paidThere, paid: inr(499) }, false],
    [paidHere, { ...paidThere, paid: { minor: 500, currency: 'USD' } }, false],
    [paidHere, { ...paidThere, refundedMinor: 1 }, false],
    [{ ...paidHere, refundingMinor: 100 }, { ...paidThere, refundedMinor: 0 }, true],
    [{ ...paidHere, refundingMinor: 100 }, { ...paidThere, refundedMinor: 100 }, true],
    [{ ...paidHere, refundingMinor: 100, refundedMinor: 100 }, { ...paidThere, refundedMinor: 0 }, false],
    [nothingHere, paidThere, false],
    [nothingHere, { ...paidThere, status: 'open', paid: null }, true],
    [paidHere, { ...paidThere, status: 'expired', paid: null }, false],
  ];
  for (const [booked, listed, expected] of cases) {
    assert.equal(agrees(booked, listed), expected, JSON.stringify([booked, listed]));
  }
});

test('what is left after the repair is named by its kind', () => {
  const cases: Array<[Booked, Answered | null, string | null]> = [
    [paidHere, answered(), null],
    [nothingHere, null, null],
    [nothingHere, answered({ status: 'expired', paid: null }), null],
    [paidHere, null, 'missing_there'],
    [paidHere, answered({ status: 'expired', paid: null }), 'missing_there'],
    [nothingHere, answered(), 'unknown_here'],
    [{ ...nothingHere, held: true }, answered(), null],
    [paidHere, answered({ paid: inr(499) }), 'amount_differs'],
    [paidHere, answered({ paid: { minor: 500, currency: 'USD' } }), 'amount_differs'],
    [paidHere, answered({ refunds: [back(100)] }), 'refund_unknown'],
    [paidHere, answered({ refunds: [back(100, 'pending'), back(100, 'failed')] }), null],
    [{ ...paidHere, refundingMinor: 100, refundedMinor: 100 }, answered({ refunds: [back(100)] }), null],
    [{ ...paidHere, refundingMinor: 100, refundedMinor: 100 }, answered(), 'refund_missing'],
  ];
  for (const [booked, answer, expected] of cases) {
    assert.equal(differenceOf(booked, answer)?.kind ?? null, expected, JSON.stringify([booked, answer]));
  }
});
