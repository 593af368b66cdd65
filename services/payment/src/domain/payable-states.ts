/**
 * How far an order may still be paid. It only moves down this list's order: events of the order service may come late
 * or twice, and none of them opens an order again.
 */
export const payableStates = ['open', 'closing', 'closed', 'settled', 'cancelled'] as const;

/**
 * - `open`: attempts may be made.
 * - `closing`: past its time; what is open is being cancelled at the gateway.
 * - `closed`: nothing was open any more and the order service was told so.
 * - `settled`: paid without a gateway, by cash at the door.
 * - `cancelled`: the order is cancelled; a success that comes after is given back.
 */
export type PayableState = (typeof payableStates)[number];

export const movesForward = (from: PayableState, to: PayableState): boolean =>
  payableStates.indexOf(to) > payableStates.indexOf(from);

/** The states that `to` may be entered from. */
export const statesBefore = (to: PayableState): PayableState[] =>
  payableStates.filter((from) => movesForward(from, to));
