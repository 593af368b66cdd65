/** Every cell of the table: what a payment is × what the gateway reports × what the order allows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PaymentStatus } from '#contracts/payment/schemas.ts';
import { type GatewayStatus, judge, type Report, type Room, type Verdict } from './judge.ts';
import { movesForward, payableStates, statesBefore } from './payable-states.ts';

const money = { minor: 149_900, currency: 'INR' };
const statuses = (PaymentStatus as unknown as { enum: PaymentStatus[] }).enum;
const reports: GatewayStatus[] = ['open', 'processing', 'approved', 'paid', 'failed', 'expired', 'cancelled'];
const open: Room = { state: 'open', paidBy: null };

const asked = (status: PaymentStatus) => ({ status, reference: 'ours', money });
const report = (status: GatewayStatus): Report => ({
  status,
  reference: 'ours',
  paid: status === 'paid' ? money : null,
});

/** One letter a cell: `.` unchanged, S success, F failed, C cancelled, E cancelled because it ran out. */
const table: Record<PaymentStatus, string> = {
  //          open processing approved paid failed expired cancelled
  pending: '. . . S F E C',
  failed: '. . . S . . .',
  cancelled: '. . . S . . .',
  success: '. . . . . . .',
  refunded: '. . . . . . .',
  reconciled: '. . . . . . .',
};

const letter = (verdict: Verdict): string => {
  switch (verdict.kind) {
    case 'unchanged':
      return '.';
    case 'success':
      return 'S';
    case 'failed':
      return 'F';
    case 'held':
      return 'H';
    case 'cancelled':
      return verdict.expired ? 'E' : 'C';
  }
};

for (const status of statuses) {
  test(`a ${status} payment moves only along the table`, () => {
    const cells = reports.map((name) => letter(judge(asked(status), open, report(name))));
    assert.equal(cells.join(' '), table[status]);
  });
}

test('the first success pays the order; a second goes back, and so does one for a cancelled order', () => {
  const success = (room: Room) => judge(asked('pending'), room, report('paid'));
  for (const state of ['open', 'closing', 'closed'] as const) {
    assert.deepEqual(success({ state, paidBy: null }), { kind: 'success', first: true, giveBack: null });
  }
  assert.deepEqual(success({ state: 'cancelled', paidBy: null }), { kind: 'success', first: true, giveBack: 'late' });
  assert.deepEqual(success({ state: 'settled', paidBy: null }), {
    kind: 'success',
    first: false,
    giveBack: 'duplicate',
  });
  for (const state of payableStates) {
    assert.deepEqual(success({ state, paidBy: 1 }), { kind: 'success', first: false, giveBack: 'duplicate' });
  }
});

test('another amount, currency or reference is held for a person, whatever the order allows', () => {
  const wrong: Array<Partial<Report>> = [
    { paid: { minor: 149_899, currency: 'INR' } },
    { paid: { minor: 149_901, currency: 'INR' } },
    { paid: { minor: 149_900, currency: 'USD' } },
    { paid: null },
    { reference: 'somebody else’s' },
  ];
  for (const change of wrong) {
    for (const state of payableStates) {
      const verdict = judge(asked('pending'), { state, paidBy: null }, { ...report('paid'), ...change });
      assert.equal(verdict.kind, 'held', JSON.stringify(change));
    }
  }
  const keepsNoReference = { ...report('paid'), reference: null };
  assert.equal(judge(asked('pending'), open, keepsNoReference).kind, 'success');
});

test('whatever the order of reports, a payment that is paid stays paid', () => {
  const next = (status: PaymentStatus, verdict: Verdict): PaymentStatus =>
    verdict.kind === 'unchanged' || verdict.kind === 'held' ? status : verdict.kind;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...reports), { maxLength: 20 }), (row) => {
      let status: PaymentStatus = 'pending';
      for (const name of row) status = next(status, judge(asked(status), open, report(name)));
      assert.equal(status === 'success', row.includes('paid'));
    }),
  );
});

test('what an order allows only shrinks', () => {
  assert.deepEqual(statesBefore('open'), []);
  assert.deepEqual(statesBefore('cancelled'), ['open', 'closing', 'closed', 'settled']);
  for (const from of payableStates) {
    for (const to of payableStates) assert.ok(!(movesForward(from, to) && movesForward(to, from)));
  }
});
