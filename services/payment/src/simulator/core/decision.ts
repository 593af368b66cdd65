/** What a shopper's choice does to a payment, by the habits of the gateway. */
import type { NewsType, Status } from './payment.ts';

/** `delay`: the bank answers later. `leave`: nothing is decided. */
export type Decision = 'approve' | 'decline' | 'cancel' | 'delay' | 'leave';

export interface Habits {
  /** A declined try ends the payment; elsewhere the shopper may try again. */
  declineEnds: boolean;
  /** Turning back on the page ends the payment. */
  cancelEnds: boolean;
  /** Approval takes no money yet: the shop has to capture, and hears the bank only then. */
  shopCaptures: boolean;
}

export interface Outcome {
  from: readonly Status[];
  to: Status;
  news: NewsType;
}

/** Null: the choice changes nothing. */
export function outcomeOf(habits: Habits, decision: Decision): Outcome | null {
  const from = ['open'] as const;
  if (habits.shopCaptures && (decision === 'approve' || decision === 'delay' || decision === 'decline')) {
    return { from, to: 'approved', news: 'payment.approved' };
  }
  switch (decision) {
    case 'approve':
      return { from, to: 'paid', news: 'payment.paid' };
    case 'delay':
      return { from, to: 'processing', news: 'payment.processing' };
    case 'decline':
      return habits.declineEnds
        ? { from, to: 'failed', news: 'payment.failed' }
        : { from, to: 'open', news: 'payment.attempt_failed' };
    case 'cancel':
      return habits.cancelEnds ? { from, to: 'cancelled', news: 'payment.cancelled' } : null;
    case 'leave':
      return null;
  }
}
