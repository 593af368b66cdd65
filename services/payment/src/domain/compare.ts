/** Our books of a payment beside the gateway's: do they agree, and what differs when not. No I/O, so every case is tested. */
import type { FindingKind } from '#contracts/payment/schemas.ts';
import type { GatewayStatus, Money } from './judge.ts';

/** The payment as our books have it; amounts in the currency that was taken. */
export interface Booked {
  capturedMinor: number;
  currency: string;
  /** Given back, or asked to be. */
  refundingMinor: number;
  refundedMinor: number;
  held: boolean;
}

/** A line of the gateway's list. */
export interface Listed {
  status: GatewayStatus;
  paid: Money | null;
  refundedMinor: number | null;
}

/** True where nothing has to be asked: the line says what our books say. */
export function agrees(booked: Booked, listed: Listed): boolean {
  if (listed.status !== 'paid') return booked.capturedMinor === 0;
  if (booked.capturedMinor === 0) return false;
  if (listed.paid && !isSame(booked, listed.paid)) return false;
  const { refundedMinor: back } = listed;
  return back === null || (booked.refundedMinor <= back && back <= booked.refundingMinor);
}

/** What the gateway answers of one payment when asked; null: it knows none. */
export interface Answered {
  status: GatewayStatus;
  paid: Money | null;
  refunds: ReadonlyArray<{ status: 'pending' | 'success' | 'failed'; money: Money }>;
}

export interface Difference {
  kind: Extract<FindingKind, 'missing_there' | 'amount_differs' | 'refund_unknown' | 'refund_missing' | 'unknown_here'>;
  summary: string;
}

/** After what can be repaired has been: what is left for a person, or null. Held money is told on its own. */
export function differenceOf(booked: Booked, answered: Answered | null): Difference | null {
  const here = `${booked.capturedMinor} ${booked.currency}`;
  if (answered?.status !== 'paid' || answered.paid === null) {
    if (booked.capturedMinor === 0) return null;
    const there = answered === null ? 'knows no such payment' : `says ${answered.status}`;
    return { kind: 'missing_there', summary: `Here ${here} came, and the gateway ${there}.` };
  }
  if (booked.held) return null;
  const there = `${answered.paid.minor} ${answered.paid.currency}`;
  if (booked.capturedMinor === 0)
    return { kind: 'unknown_here', summary: `The gateway has ${there}, here is nothing.` };
  if (!isSame(booked, answered.paid)) return { kind: 'amount_differs', summary: `Here ${here}, there ${there}.` };
  const back = answered.refunds
    .filter(({ status }) => status === 'success')
    .reduce((sum, { money }) => sum + money.minor, 0);
  const backs = `Given back here ${booked.refundedMinor}, there ${back} ${booked.currency}.`;
  if (back > booked.refundedMinor) return { kind: 'refund_unknown', summary: backs };
  if (back < booked.refundedMinor) return { kind: 'refund_missing', summary: backs };
  return null;
}

const isSame = (booked: Booked, { minor, currency }: Money): boolean =>
  booked.capturedMinor === minor && booked.currency === currency;
