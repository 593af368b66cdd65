/** How much of a payment can be given back. */
export interface Captured {
  captured_minor: number;
  refunding_minor: number;
}

/** The currency that the money came in, and goes back in. */
export const capturedCurrencyOf = (payment: { currency: string; captured_currency: string | null }): string =>
  payment.captured_currency ?? payment.currency;

export const refundableMinor = (payment: Captured): number => payment.captured_minor - payment.refunding_minor;

export type RefundRefusal = { refused: 'nothing' } | { refused: 'too-large'; refundable: number };

/** The amount to give back, all that is left when none is named; or why not. */
export function refundAmount(payment: Captured, askedMinor: number | null): number | RefundRefusal {
  const left = refundableMinor(payment);
  if (left <= 0) return { refused: 'nothing' };
  if (askedMinor === null) return left;
  if (askedMinor <= 0) return { refused: 'nothing' };
  return askedMinor <= left ? askedMinor : { refused: 'too-large', refundable: left };
}
