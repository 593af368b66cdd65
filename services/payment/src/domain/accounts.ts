/**
 * The accounts of the ledger and what is posted to them. An entry moves an amount from one account to another, so that a
 * posting cannot fail to sum to zero: the debit side and the credit side are one row.
 */

import { capturedCurrencyOf } from './refundable.ts';

export type Account =
  /** Money that a gateway holds for the shop. */
  | `gateway:${string}`
  /** Money that was paid at the door and has not been brought to the bank. */
  | 'cash'
  | 'bank'
  /** What the shop has from buyers and has not earned: before an order is completed, and when it is to be given back. */
  | 'buyers'
  /** What a seller is owed. */
  | `seller:${number}`
  /** On their way to sellers. */
  | 'payouts'
  /** What the shop earns: its part of sellers’ sales, its own sales without tax, and shipping. */
  | 'commission'
  | 'sales'
  | 'shipping'
  /** Tax on the shop's own sales; sellers pay theirs themselves. */
  | 'tax'
  /** What the shop gives away by its own codes. */
  | 'discounts'
  /** What gateways keep. */
  | 'fees';

export type PostingKind = 'payment' | 'refund' | 'sale' | 'reversal' | 'payout' | 'settlement';

/** What an entry is, as a statement names it. */
export type EntryKind =
  | 'payment'
  | 'refund'
  | 'refund_undone'
  | 'sale'
  | 'tax'
  | 'discount'
  | 'commission'
  | 'shipping'
  | 'payout'
  | 'payout_returned'
  | 'payout_paid'
  | 'settlement'
  | 'fee';

export interface Entry {
  debit: Account;
  credit: Account;
  what: EntryKind;
  amountMinor: number;
  /** When a seller can be paid it out, or loses it; null where it is no part of that. */
  availableAt: Date | null;
}

export interface Posting {
  /** The same cause is posted once, for ever: `payment:17`. */
  cause: string;
  kind: PostingKind;
  orderId: number | null;
  paymentId: number | null;
  currency: string;
  /** When it happened. */
  at: Date;
  entries: readonly Entry[];
}

export const sellerAccount = (sellerId: number): Account => `seller:${sellerId}`;
export const gatewayAccount = (gateway: string): Account => `gateway:${gateway}`;

/** Whose account an entry touches; at most one side is a seller's. */
export function sellerOf({ debit, credit }: Pick<Entry, 'debit' | 'credit'>): number | null {
  const account = [debit, credit].find((name) => name.startsWith('seller:'));
  return account === undefined ? null : Number(account.slice('seller:'.length));
}

const plainEntry = (what: EntryKind, debit: Account, credit: Account, amountMinor: number): Entry => ({
  debit,
  credit,
  what,
  amountMinor,
  availableAt: null,
});

interface Captured {
  id: number;
  order_id: number;
  gateway: string;
  captured_minor: number;
  currency: string;
  captured_currency: string | null;
  paid_at: Date | null;
}

export const paymentPosting = (payment: Captured): Posting => ({
  cause: `payment:${payment.id}`,
  kind: 'payment',
  orderId: payment.order_id,
  paymentId: payment.id,
  currency: capturedCurrencyOf(payment),
  at: payment.paid_at!,
  entries: [plainEntry('payment', gatewayAccount(payment.gateway), 'buyers', payment.captured_minor)],
});

export const refundPosting = (
  { id, amount_minor, finished_at }: { id: number; amount_minor: number; finished_at: Date | null },
  payment: Captured,
): Posting => ({
  cause: `refund:${id}`,
  kind: 'refund',
  orderId: payment.order_id,
  paymentId: payment.id,
  currency: capturedCurrencyOf(payment),
  at: finished_at!,
  entries: [plainEntry('refund', 'buyers', gatewayAccount(payment.gateway), amount_minor)],
});

export interface PaidOut {
  id: number;
  seller_id: number;
  currency: string;
  amount_minor: number;
}

const payoutPosting = (payout: PaidOut, cause: string, at: Date, entry: Entry): Posting => ({
  cause: `${cause}:${payout.id}`,
  kind: 'payout',
  orderId: null,
  paymentId: null,
  currency: payout.currency,
  at,
  entries: [entry],
});

/** Set aside for the seller: no longer in the balance, not yet gone. */
export const payoutMade = (payout: PaidOut, at: Date): Posting =>
  payoutPosting(payout, 'payout', at, {
    ...plainEntry('payout', sellerAccount(payout.seller_id), 'payouts', payout.amount_minor),
    availableAt: at,
  });

/** Cancelled, or sent back by the bank: the seller's again, at once. */
export const payoutReturned = (payout: PaidOut, at: Date): Posting =>
  payoutPosting(payout, 'payout-returned', at, {
    ...plainEntry('payout_returned', 'payouts', sellerAccount(payout.seller_id), payout.amount_minor),
    availableAt: at,
  });

export const payoutArrived = (payout: PaidOut, at: Date): Posting =>
  payoutPosting(payout, 'payout-paid', at, plainEntry('payout_paid', 'payouts', 'bank', payout.amount_minor));

export interface Settled {
  account: Account;
  amountMinor: number;
  feeMinor: number;
  currency: string;
  at: Date;
  reference: string;
}

/** What a gateway held has arrived, save what it kept. */
export const settlementPosting = ({ account, amountMinor, feeMinor, currency, at, reference }: Settled): Posting => ({
  cause: `settlement:${account}:${reference}`,
  kind: 'settlement',
  orderId: null,
  paymentId: null,
  currency,
  at,
  entries: [
    ...(amountMinor > 0 ? [plainEntry('settlement', 'bank', account, amountMinor)] : []),
    ...(feeMinor > 0 ? [plainEntry('fee', 'fees', account, feeMinor)] : []),
  ],
});

/** The bank sent it back, after it had gone: the gateway holds it again, and the buyer is owed it. */
export const refundUndone = (refund: { id: number; amount_minor: number }, payment: Captured, at: Date): Posting => ({
  cause: `refund-undone:${refund.id}`,
  kind: 'refund',
  orderId: payment.order_id,
  paymentId: payment.id,
  currency: capturedCurrencyOf(payment),
  at,
  entries: [plainEntry('refund_undone', gatewayAccount(payment.gateway), 'buyers', refund.amount_minor)],
});

interface CashOrder {
  order_id: number;
  currency: string;
}

const cashPosting = (order: CashOrder, cause: string, kind: 'payment' | 'refund', at: Date, entry: Entry): Posting => ({
  cause,
  kind,
  orderId: order.order_id,
  paymentId: null,
  currency: order.currency,
  at,
  entries: [entry],
});

/** Paid at the door. */
export const cashReceived = (order: CashOrder & { total_minor: number; completed_at: Date }): Posting =>
  cashPosting(
    order,
    `cash:${order.order_id}`,
    'payment',
    order.completed_at,
    plainEntry('payment', 'cash', 'buyers', order.total_minor),
  );

/** Given back by hand, from the same purse. */
export const cashReturned = (order: CashOrder, cause: string, amountMinor: number, at: Date): Posting =>
  cashPosting(order, `cash-${cause}`, 'refund', at, plainEntry('refund', 'buyers', 'cash', amountMinor));
