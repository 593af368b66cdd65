/** The life of a payout: created → sent → paid or bounced; one that was not sent can be cancelled. */
export const payoutStates = ['created', 'sent', 'paid', 'bounced', 'cancelled'] as const;

export type PayoutState = (typeof payoutStates)[number];

const next: Record<PayoutState, readonly PayoutState[]> = {
  created: ['sent', 'cancelled'],
  sent: ['paid', 'bounced'],
  paid: [],
  bounced: [],
  cancelled: [],
};

export const payoutMay = (from: PayoutState, to: PayoutState): boolean => next[from].includes(to);

/** The states that `to` may be entered from. */
export const payoutStatesBefore = (to: PayoutState): PayoutState[] =>
  payoutStates.filter((from) => payoutMay(from, to));

/** The money is the seller's again. */
export const isReturned = (state: PayoutState): boolean => state === 'bounced' || state === 'cancelled';
