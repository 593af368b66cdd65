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
    'sellerEntries owner seller_id': ['tests/journeys/books.test.ts', ''],
    'OWED owner seller_id': ['tests/journeys/books.test.ts', ''],
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
    'forgetUser owner user_id': [
      'services/payment/src/store/steps.test.ts',
      'who is erased is forgotten, and nobody else',
    ],
    'freeOpenAttempt state open_payment_id': [
      'services/payment/src/store/steps.test.ts',
      'what makes room for a new attempt is the end of the open one',
    ],
    'movePayable state state': [
      'services/payment/src/store/steps.test.ts',
      'how far an order may be paid moves forward alone',
    ],
    'markPaid state paid_payment_id': [
      'services/payment/src/store/steps.test.ts',
      'an order is paid once, and never by what went back',
    ],
    'INSERT conflict': [
      'services/payment/src/use-cases/close-order.test.ts',
      'a cancelled order closes its open payment, and a late `order.placed` does not open it again',
    ],
    'lockPayable lock': ['tests/races/locks.test.ts', 'held while it is judged: …an order to pay'],
  },
  'services/payment/src/store/payments.ts': {
    'cancelUnsent state status': ['services/payment/src/store/steps.test.ts', 'what was never sent is cancelled once'],
    'cancelUnsent state gateway_ref': [
      'services/payment/src/store/steps.test.ts',
      'an attempt takes its page and its name at the gateway while it is pending',
    ],
    'movePayment state status': [
      'services/payment/src/store/steps.test.ts',
      'an attempt takes its page and its name at the gateway while it is pending',
    ],
    'keepOpened state status': [
      'services/payment/src/store/steps.test.ts',
      'an attempt takes its page and its name at the gateway while it is pending',
    ],
    'adoptGatewayRef state gateway_ref': [
      'services/payment/src/store/steps.test.ts',
      'an attempt takes its page and its name at the gateway while it is pending',
    ],
    'hold state held_reason': [
      'services/payment/src/use-cases/settle-payment.test.ts',
      'a payment of another amount is held for a person: not paid, told once, and not paid a second time',
    ],
    'lockPayment lock': ['tests/races/locks.test.ts', 'held while it is judged: …a payment'],
  },
  'services/payment/src/store/batches/settlements.ts': {
    'MARK_PAID state paid_payment_id': [
      'services/payment/src/store/steps.test.ts',
      'an order is paid once, and never by what went back',
    ],
    'PAY state status': [
      'services/payment/src/store/steps.test.ts',
      'an order is paid once, and never by what went back',
    ],
    'LOCK_PAYMENTS lock': [
      'tests/races/locks.test.ts',
      'held while it is judged: …payments of which a gateway reported',
    ],
    'LOCK_PAYABLES lock': ['tests/races/locks.test.ts', 'held while it is judged: …orders of which a gateway reported'],
  },
  'services/payment/src/store/sales.ts': {
    'SALES conflict': [
      'services/payment/src/use-cases/post-sales.test.ts',
      'the same completion told by another event credits nobody again',
    ],
    'LOCK_PAYABLES lock': ['tests/races/locks.test.ts', 'held while it is judged: …orders whose sales are booked'],
  },
  'services/payment/src/store/reconciled.ts': {
    'LOCK_FITTING state status': [
      'services/payment/src/use-cases/reconcile.test.ts',
      'books that agree are confirmed, each payment once, and there is nothing to look at',
    ],
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
  'services/payment/src/use-cases/resolve-payment.ts': {
    'resolvePayment key': [
      'services/payment/src/use-cases/resolve-payment.test.ts',
      'accepted in an orderly way, the answer is the same when it is asked for again',
    ],
  },
  'services/payment/src/store/payment-lists.ts': {
    'paymentOf owner user_id': [
      'services/payment/src/use-cases/read-payments.test.ts',
      'somebody else’s payment is as unknown as one that does not exist',
    ],
    'listPayments owner user_id': [
      'services/payment/src/use-cases/read-payments.test.ts',
      'one sees one’s own payments, newest first; who may read all sees all',
    ],
  },
  'services/payment/src/store/refunds.ts': {
    'endRefund state status': [
      'services/payment/src/use-cases/refund-payment.test.ts',
      'a refund whose answer was lost is done once, also when two workers send it',
    ],
    'insertRefund conflict': [
      'services/payment/src/use-cases/refund-payment.test.ts',
      'the order service’s wish is fulfilled once per return, and never beyond what is left',
    ],
  },
  'services/payment/src/use-cases/order-to-pay.ts': {
    'orderToPay owner userId': [
      'services/payment/src/use-cases/initiate-payment.test.ts',
      'somebody else’s order is as unknown as one that does not exist, and a stranger pays nothing',
    ],
  },
  'services/payment/src/providers/same-text.ts': {
    'isSame secret': [
      'services/payment/src/providers/timed-signature.test.ts',
      'another secret, body, time or shape is refused',
    ],
  },
  'services/payment/src/store/batches/attempts.ts': {
    'KEEP_STARTED state gateway_ref': [
      'services/payment/src/store/steps.test.ts',
      'an attempt takes its page and its name at the gateway while it is pending',
    ],
    'SET_OPEN state paid_payment_id': [
      'services/payment/src/store/steps.test.ts',
      'an order takes one open attempt, and none once it is paid or ends',
    ],
    'SET_OPEN state open_payment_id': [
      'services/payment/src/store/steps.test.ts',
      'an order takes one open attempt, and none once it is paid or ends',
    ],
    'SET_OPEN state state': [
      'services/payment/src/store/steps.test.ts',
      'an order takes one open attempt, and none once it is paid or ends',
    ],
    'KEEP_STARTED state status': [
      'services/payment/src/use-cases/initiate-payment.test.ts',
      'an attempt that is closed while its gateway makes it is closed there too, and nobody gets its page',
    ],
    'LOCK_PAYABLES lock': [
      'services/payment/src/use-cases/initiate-payment.test.ts',
      'processes that open the payment of a known order at once agree on one',
    ],
  },
  'services/payment/src/store/batches/webhooks.ts': {
    'STORE conflict': [
      'services/payment/src/use-cases/receive-webhook.test.ts',
      'the same event twenty times at once is stored once and makes one success',
    ],
  },
  'services/payment/src/store/webhook-events.ts': {
    'markFailed state state': [
      'services/payment/src/store/steps.test.ts',
      'an event that was worked out meanwhile is not given up any more',
    ],
  },
  'services/payment/src/store/documents.ts': {
    'drawNumbers lock': [
      'services/payment/src/use-cases/issue-documents.test.ts',
      'forty transactions at once, every third of which fails, leave a series without a gap',
    ],
    'SERIES conflict': [
      'services/payment/src/use-cases/issue-documents.test.ts',
      'forty transactions at once, every third of which fails, leave a series without a gap',
    ],
  },
  'services/payment/src/store/findings.ts': {
    'closeFindingsOf state state': [
      'services/payment/src/store/steps.test.ts',
      'what staff has closed keeps who closed it and why',
    ],
    'closeFindingNamed state state': [
      'services/payment/src/store/steps.test.ts',
      'what staff has closed keeps who closed it and why',
    ],
    'closeFinding state state': [
      'services/payment/src/store/steps.test.ts',
      'what staff has closed keeps who closed it and why',
    ],
    'insertFinding conflict': [
      'services/payment/src/use-cases/reconcile.test.ts',
      'a second comparison finds the same again and writes nothing down twice',
    ],
  },
  'services/payment/src/store/people.ts': {
    'wantsMail owner user_id': [
      'services/payment/src/store/steps.test.ts',
      'older news of sellers and people change nothing',
    ],
    'rememberPerson state version': [
      'services/payment/src/store/steps.test.ts',
      'older news of sellers and people change nothing',
    ],
    'rememberPerson owner user_id': [
      'services/payment/src/store/steps.test.ts',
      'older news of sellers and people change nothing',
    ],
    'PEOPLE conflict': ['services/payment/src/store/steps.test.ts', 'older news of sellers and people change nothing'],
    'sellersById owner seller_id': [
      'services/payment/src/store/steps.test.ts',
      'older news of sellers and people change nothing',
    ],
    'rememberSeller state version': [
      'services/payment/src/store/steps.test.ts',
      'older news of sellers and people change nothing',
    ],
    'rememberSeller owner seller_id': [
      'services/payment/src/store/steps.test.ts',
      'older news of sellers and people change nothing',
    ],
    'SELLERS conflict': ['services/payment/src/store/steps.test.ts', 'older news of sellers and people change nothing'],
  },
  'services/payment/src/use-cases/apply-verdict.ts': {
    'reasons conflict': 'No guard: words for a reason that is named `duplicate`.',
  },
  'services/payment/src/use-cases/retry-refund.ts': {
    'retryRefund key': [
      'services/payment/src/use-cases/resolve-payment.test.ts',
      'a failed refund that is asked for again under a key answers the same again',
    ],
  },
  'services/payment/src/use-cases/read-ledger.ts': {
    'ownAccount owner userId':
      'Tried in `logic.ts`, by its text: the call before the column is cut in two by this kind.',
  },
  'services/payment/src/store/ledger.ts': {
    'POSTINGS conflict': [
      'services/payment/src/store/steps.test.ts',
      'a posting of a cause that was posted before moves nothing',
    ],
  },
  'services/payment/src/simulator/in-shop/books.ts': {
    'movePayment state status': [
      'services/payment/src/store/steps.test.ts',
      'the sandbox moves its payments from where they are alone',
    ],
    'insertRefund conflict': [
      'services/payment/src/store/steps.test.ts',
      'the sandbox moves its payments from where they are alone',
    ],
    'takeBack state status': [
      'services/payment/src/store/steps.test.ts',
      'the sandbox moves its payments from where they are alone',
    ],
  },
  'services/payment/src/simulator/in-shop/hot-books.ts': {
    'INSERT conflict': [
      'services/payment/src/store/steps.test.ts',
      'the sandbox moves its payments from where they are alone',
    ],
    'CAPTURE state status': [
      'services/payment/src/store/steps.test.ts',
      'the sandbox moves its payments from where they are alone',
    ],
    'CAPTURE state status 2': [
      'services/payment/src/store/steps.test.ts',
      'the sandbox moves its payments from where they are alone',
    ],
    'CAPTURE state expires_at': [
      'services/payment/src/store/steps.test.ts',
      'the sandbox moves its payments from where they are alone',
    ],
  },
};
