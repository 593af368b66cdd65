/** What a gateway knows of a payment, whichever gateway is played. */

export type Status = 'open' | 'processing' | 'approved' | 'paid' | 'failed' | 'cancelled' | 'expired';

export type BankAnswer = 'approve' | 'decline' | 'delay';

export interface Attempt {
  id: string;
  method: string;
  status: 'processing' | 'captured' | 'failed';
  failureReason: string | null;
  at: Date;
}

export interface Payment {
  /** Its place in these books; later ones are higher. */
  seq: number;
  /** The gateway's name for it. */
  id: string;
  /** Opens its page, and is not to be guessed. */
  token: string;
  /** The shop's name for it. */
  reference: string;
  description: string;
  /** In the gateway's own smallest unit of the currency. */
  amountMinor: number;
  currency: string;
  status: Status;
  method: string | null;
  failureReason: string | null;
  returnUrl: string;
  expiresAt: Date;
  /** Approved by the shopper, to be captured by the shop: what the bank will say then. */
  bankAnswer: BankAnswer | null;
  captureId: string | null;
  capturedAt: Date | null;
  refundedMinor: number;
  createdAt: Date;
  /** Tries to pay, oldest first; books that keep no tries have only the one that decided. */
  attempts: readonly Attempt[];
  /** What a dialect was given and answers again: metadata, addresses, allowed methods. */
  details: Readonly<Record<string, unknown>>;
}

export interface NewPayment {
  reference: string;
  description: string;
  amountMinor: number;
  currency: string;
  method: string | null;
  returnUrl: string;
  expiresAt: Date;
  details?: Readonly<Record<string, unknown>>;
}

export interface Refund {
  seq: number;
  id: string;
  paymentSeq: number;
  /** Makes the gateway do it once. */
  key: string;
  amountMinor: number;
  status: 'pending' | 'succeeded' | 'failed';
  failureReason: string | null;
  createdAt: Date;
  details: Readonly<Record<string, unknown>>;
}

/** What happened, in the core's words; each dialect tells it in its own. */
export type NewsType =
  | 'payment.approved'
  | 'payment.processing'
  | 'payment.paid'
  | 'payment.attempt_failed'
  | 'payment.failed'
  | 'payment.cancelled'
  | 'payment.expired'
  | 'refund.created'
  | 'refund.succeeded'
  | 'refund.failed';

export interface News {
  type: NewsType;
  payment: Payment;
  refund: Refund | null;
  at: Date;
}

/** An open payment whose time is over has expired, whether or not anybody noted it. */
export const statusAt = (payment: Payment, now: Date): Status =>
  payment.status === 'open' && payment.expiresAt <= now ? 'expired' : payment.status;
