/** What the payment service may refuse. */
import type { ErrorTable } from '#platform/errors/problem.ts';

export const paymentErrors = {
  'payment.not_found': {
    status: 404,
    title: 'There is no such payment',
    retry: 'never',
    about: 'The id or link is unknown, or the payment is not the caller’s to see.',
  },
  'seller.unknown': {
    status: 404,
    title: 'There is no such seller’s account',
    retry: 'never',
    about: 'The account is not the caller’s to see.',
  },
  'document.not_found': {
    status: 404,
    title: 'There is no such document',
    retry: 'never',
    about: 'The id is unknown, or the document is not the caller’s to see.',
  },
  'document.not_issued': {
    status: 404,
    title: 'There is no receipt yet',
    retry: 'after-change',
    about: 'A receipt is issued when the money has come; this payment has not succeeded.',
  },
  'payment.already_paid': {
    status: 409,
    title: 'The order is paid already',
    retry: 'never',
    about: 'An order is paid once. A second payment that arrives all the same is refunded by itself.',
  },
  'payment.not_payable': {
    status: 409,
    title: 'There is nothing to pay here',
    retry: 'after-change',
    about:
      'The order is cancelled, refunded, free or cash on delivery, or the caller has no order that waits for payment.',
  },
  'payment.amount_mismatch': {
    status: 409,
    title: 'The amount differs from the order',
    retry: 'never',
    about: 'What the gateway says was paid is not what the order asks. Nothing is marked paid; an admin has to look.',
  },
  'payment.gateway_unavailable': {
    status: 503,
    title: 'This payment gateway does not answer',
    retry: 'later',
    about: 'Nothing was charged and the order is kept. Repeat later or choose one of `alternatives`.',
  },
  'payment.gateway_refused': {
    status: 409,
    title: 'The gateway does not take this payment',
    retry: 'after-change',
    about: 'The gateway said no to the request itself. Nothing was charged; choose one of `alternatives`.',
  },
  'payment.amount_unsupported': {
    status: 422,
    title: 'The gateway does not take this amount or currency',
    retry: 'after-change',
    about: 'Gateways have smallest and largest amounts and know some currencies only; choose one of `alternatives`.',
  },
  'payment.gateway_unknown': {
    status: 422,
    title: 'The shop does not use this gateway',
    retry: 'after-change',
    about: '`GET /payment/gateways` lists those that are turned on.',
  },
  'payment.method_unsupported': {
    status: 422,
    title: 'The gateway does not offer this method',
    retry: 'after-change',
    about: '`GET /payment/gateways` lists the methods of each gateway; without a method the shopper chooses there.',
  },
  'payment.bad_signature': {
    status: 400,
    title: 'The signature is not the gateway’s',
    retry: 'never',
    about: 'A webhook must carry a fresh signature of its raw body, made with the secret that is configured.',
  },
  'payment.bad_transition': {
    status: 409,
    title: 'The payment cannot take this step now',
    retry: 'never',
    about: 'Payments move only along their state table: one that has ended is not decided again.',
  },
  'payment.not_refundable': {
    status: 409,
    title: 'This payment cannot be refunded',
    retry: 'never',
    about: 'Only money that was captured and not given back yet can be refunded.',
  },
  'settlement.exists': {
    status: 409,
    title: 'This is booked already',
    retry: 'never',
    about: 'A settlement of that account with that reference stands in the ledger; each is booked once.',
  },
  'payout.not_found': {
    status: 404,
    title: 'There is no such payout',
    retry: 'never',
    about: 'The id is unknown, or the payout is not the caller’s to see.',
  },
  'payout.nothing_due': {
    status: 409,
    title: 'Nobody can be paid out now',
    retry: 'later',
    about:
      'No seller has a released balance that can be paid; `leftOut` names those who have one that cannot, and why.',
  },
  'payout.bad_transition': {
    status: 409,
    title: 'The payout cannot take this step now',
    retry: 'never',
    about: 'Payouts go from created to sent to paid or bounced; only one that was not sent can be cancelled.',
  },
  'payout.account_unreadable': {
    status: 409,
    title: 'An account number cannot be read',
    retry: 'after-change',
    about:
      'It was sealed under another SECRET_KEY. Cancel the payouts that are named and make a new batch: accounts are sealed ' +
      'anew when the user service starts with a new key.',
  },
  'payment.refund_too_large': {
    status: 422,
    title: 'More than was paid',
    retry: 'after-change',
    about: 'Refunds of a payment never exceed what was captured; `refundable` says what is left.',
  },
} as const satisfies ErrorTable;
