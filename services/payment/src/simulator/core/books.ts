/**
 * What the core needs of the place where a gateway keeps its books. Every change is conditional on the state it leaves,
 * and its news is written with it.
 */
import type { Habits } from './decision.ts';
import type { Attempt, NewPayment, NewsType, Payment, Refund, Status } from './payment.ts';

export interface Step {
  payment: Payment;
  from: readonly Status[];
  change: Partial<
    Pick<Payment, 'status' | 'method' | 'failureReason' | 'captureId' | 'capturedAt' | 'expiresAt' | 'bankAnswer'>
  >;
  attempt: Attempt | null;
  news: NewsType | null;
  at: Date;
  /** When what becomes `processing` is settled. */
  settleAt?: Date;
  /** Also when its time is over. */
  late?: boolean;
}

export interface NewRefund {
  payment: Payment;
  id: string;
  key: string;
  amountMinor: number;
  status: 'pending' | 'succeeded';
  details?: Readonly<Record<string, unknown>>;
  at: Date;
}

export interface Store {
  /** Undefined when the reference is known already. */
  insert(payment: NewPayment & { id: string; token: string }): Promise<Payment | undefined>;
  find(by: 'id' | 'token' | 'reference', value: string): Promise<Payment | undefined>;
  /** Undefined when the payment is in none of the states it may leave, or was open and has run out. */
  move(step: Step): Promise<Payment | undefined>;
  /** The earlier one when the key was used; `short` when the payment has less left. */
  refund(refund: NewRefund): Promise<Refund | 'short'>;
  refundsOf(payments: readonly Payment[]): Promise<Refund[]>;
  /** Those made from `from` until before `to`, in the order of their making, at most a hundred. */
  between(from: Date, to: Date, afterSeq: number): Promise<Payment[]>;
}

/** One gateway, as the core plays it. */
export interface Books {
  store: Store;
  habits: Habits;
  now(): Date;
  newId(kind: 'payment' | 'capture' | 'refund' | 'attempt'): string;
  newToken(): string;
}
