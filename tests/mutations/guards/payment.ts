import type { Guards } from '../guards.ts';

const PAYOUTS = 'tests/payouts/payouts.test.ts';
const PAYEES = 'services/payment/src/use-cases/make-payout-batch.test.ts';
const EXPORTS = 'tests/payouts/exports.test.ts';
const SAME_KEY = 'the same key pays once, moves once and answers the same';

export const paymentGuards: Guards = {
  'services/payment/src/store/undone-refunds.ts': {
    'undoRefund state status': [
      'services/payment/src/use-cases/returned-refund.test.ts',
      'of two refunds the one that came back is undone',
    ],
  },
  'services/payment/src/store/ledger-reads.ts': {
    'ledgerEntries owner seller_id': [EXPORTS, 'the ledger is listed and exported by its filters'],
  },
  'services/payment/src/store/payees.ts': {
    'REMEMBER conflict': [PAYEES, 'older news of a seller changes nothing'],
    'REMEMBER state version': [PAYEES, 'older news of a seller changes nothing'],
    'LOCK lock': [PAYOUTS, 'two admins and a refund at the same moment'],
  },
  'services/payment/src/store/payout-lists.ts': {
    'listPayouts owner seller_id': [PAYOUTS, 'a seller sees the own payouts alone'],
    'payoutOf owner seller_id': [PAYOUTS, 'a seller sees the own payouts alone'],
  },
  'services/payment/src/store/payouts.ts': {
    'movePayouts state status': [PAYOUTS, 'a payout takes no step twice'],
  },
  'services/payment/src/use-cases/make-payout-batch.ts': { 'createPayoutBatch key': [PAYOUTS, SAME_KEY] },
  'services/payment/src/use-cases/read-payments.ts': {
    'filterOf owner userId': [EXPORTS, 'a shopper’s file holds the own payments alone'],
  },
  'services/payment/src/use-cases/record-settlement.ts': {
    'recordSettlement key': [EXPORTS, 'what a gateway brought to the bank is booked once'],
  },
  'services/payment/src/use-cases/move-payouts.ts': {
    'movePayout key': [PAYOUTS, SAME_KEY],
    'movePayoutBatch key': [PAYOUTS, SAME_KEY],
  },
  'services/payment/src/store/payables.ts': {
    'lockPayable lock': ['tests/races/locks.test.ts', 'held while it is judged: …an order to pay'],
  },
  'services/payment/src/store/payments.ts': {
    'lockPayment lock': ['tests/races/locks.test.ts', 'held while it is judged: …a payment'],
  },
  'services/payment/src/store/batches/settlements.ts': {
    'LOCK_PAYMENTS lock': [
      'tests/races/locks.test.ts',
      'held while it is judged: …payments of which a gateway reported',
    ],
    'LOCK_PAYABLES lock': ['tests/races/locks.test.ts', 'held while it is judged: …orders of which a gateway reported'],
  },
  'services/payment/src/store/sales.ts': {
    'LOCK_PAYABLES lock': ['tests/races/locks.test.ts', 'held while it is judged: …orders whose sales are booked'],
  },
  'services/payment/src/store/reconciled.ts': {
    'LOCK_FITTING state refunding_minor': [
      'tests/races/locks.test.ts',
      'a payment of which money begins to go back in this moment is not confirmed',
    ],
    'LOCK_FITTING lock': [
      'tests/races/locks.test.ts',
      'a payment of which money begins to go back in this moment is not confirmed',
    ],
  },
  'services/payment/src/use-cases/initiate-payment.ts': {
    'openOnce key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …payment.initiatePayment',
    ],
  },
  'services/payment/src/use-cases/refund-payment.ts': {
    'refundPayment key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …payment.refundPayment',
    ],
  },
};
