/** Who of those with a released balance is paid out, and why the others are not. */
import type { LeftOutReason } from '#contracts/payment/payouts.ts';
import type { SellerStatus } from '#contracts/user/schemas.ts';

/** An entry of the ledger that is in no payout: what it gives the seller, negative where it takes. */
export interface UnpaidEntry {
  id: number;
  amountMinor: number;
}

export interface Payee {
  status: SellerStatus;
  /** Null: none was named. Unreadable: sealed under a key that is not ours any more. */
  account: 'readable' | 'unreadable' | null;
}

/** `nothing`: what was given and taken is even; there is nobody to name. */
export type Plan =
  | { kind: 'pay'; amountMinor: number }
  | { kind: 'left-out'; reason: LeftOutReason; amountMinor: number }
  | { kind: 'nothing' };

/** Whoever was never heard of has no account. A balance below the minimum waits, and so does a negative one. */
export function planPayout(entries: readonly UnpaidEntry[], payee: Payee | undefined, minimumMinor: number): Plan {
  const amountMinor = entries.reduce((sum, entry) => sum + entry.amountMinor, 0);
  if (amountMinor === 0) return { kind: 'nothing' };
  const reason = hindrance(amountMinor, payee, minimumMinor);
  return reason === null ? { kind: 'pay', amountMinor } : { kind: 'left-out', reason, amountMinor };
}

function hindrance(amountMinor: number, payee: Payee | undefined, minimumMinor: number): LeftOutReason | null {
  if (amountMinor < 0) return 'negative';
  if (payee && payee.status !== 'approved') return 'suspended';
  if (!payee?.account) return 'no_account';
  if (payee.account === 'unreadable') return 'account_unreadable';
  return amountMinor < minimumMinor ? 'below_minimum' : null;
}
