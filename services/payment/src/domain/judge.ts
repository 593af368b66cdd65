/**
 * What a gateway's report means for a payment. Redirect, webhook, poll and reconciliation all come through here, in any
 * order and any number, so the answer depends on nothing but the rows and the report: states only move forward.
 */
import type { PaymentStatus } from '#contracts/payment/schemas.ts';
import type { PayableState } from './payable-states.ts';

export type GatewayStatus = 'open' | 'processing' | 'approved' | 'paid' | 'failed' | 'expired' | 'cancelled';

export interface Money {
  minor: number;
  currency: string;
}

/** The attempt as we know it. */
export interface Asked {
  status: PaymentStatus;
  reference: string;
  money: Money;
}

/** What the order allows. */
export interface Room {
  state: PayableState;
  /** The payment that paid it, if one has. */
  paidBy: number | null;
}

/** What the gateway says when asked. */
export interface Report {
  status: GatewayStatus;
  /** Our reference as the gateway has it; null where it keeps none. */
  reference: string | null;
  paid: Money | null;
}

export type Verdict =
  | { kind: 'unchanged' }
  | { kind: 'failed' }
  | { kind: 'cancelled'; expired: boolean }
  /** Money arrived that is not what was asked: a person decides. */
  | { kind: 'held'; reason: string }
  /** `first`: this pays the order. `giveBack`: the money goes back by itself. */
  | { kind: 'success'; first: boolean; giveBack: 'duplicate' | 'late' | null };

const unchanged: Verdict = { kind: 'unchanged' };

/** Statuses that a success may follow: money that arrives late is still money. */
const mayBecomePaid: ReadonlySet<PaymentStatus> = new Set(['pending', 'failed', 'cancelled']);

export function judge(asked: Asked, room: Room, report: Report): Verdict {
  if (report.status === 'paid') return judgePaid(asked, room, report);
  if (asked.status !== 'pending') return unchanged;
  switch (report.status) {
    case 'failed':
      return { kind: 'failed' };
    case 'cancelled':
      return { kind: 'cancelled', expired: false };
    case 'expired':
      return { kind: 'cancelled', expired: true };
    default:
      return unchanged;
  }
}

function judgePaid(asked: Asked, room: Room, report: Report): Verdict {
  if (!mayBecomePaid.has(asked.status)) return unchanged;
  const difference = differenceOf(asked, report);
  if (difference !== null) return { kind: 'held', reason: difference };
  if (room.paidBy !== null || room.state === 'settled') {
    return { kind: 'success', first: false, giveBack: 'duplicate' };
  }
  return { kind: 'success', first: true, giveBack: room.state === 'cancelled' ? 'late' : null };
}

function differenceOf({ money, reference }: Asked, { paid, reference: theirs }: Report): string | null {
  if (theirs !== null && theirs !== reference) return 'The gateway reports a payment with another reference.';
  if (paid === null) return 'The gateway reports a payment without an amount.';
  if (paid.currency !== money.currency) return `Asked in ${money.currency}, paid in ${paid.currency}.`;
  if (paid.minor !== money.minor) return `Asked for ${money.minor}, paid ${paid.minor} minor units.`;
  return null;
}
