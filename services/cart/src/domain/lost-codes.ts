/**
 * Codes that a shopper counts on and cannot have any more. He is told once, by a cart that he reads or an order that is
 * refused; from then on the code stays in the cart at 0 and orders go without it.
 */
import type { Owner } from './cart.ts';
import type { AppliedCode, CodeEffect, Refusal } from './discount.ts';

export interface RefusedCode {
  discountId: number;
  refused: Refusal;
}

/** Ended or switched off since it was applied: reading the cart tells. */
export function codesThatEnded(effects: readonly CodeEffect[]): RefusedCode[] {
  return effects.flatMap(({ code, reason }): RefusedCode[] =>
    code.refused === null && (reason === 'ended' || reason === 'off')
      ? [{ discountId: code.discountId, refused: reason }]
      : [],
  );
}

/**
 * Spent, in total or for this shopper: told when ordering, since until then uses may come back. For guests also codes with
 * a limit for each user, because nobody can tell two guests apart.
 */
export function codesUsedUp(effects: readonly CodeEffect[], owner: Owner): RefusedCode[] {
  return effects.flatMap(({ code, amountMinor, reason }): RefusedCode[] => {
    if (code.refused === null && reason === 'used_up') return [{ discountId: code.discountId, refused: reason }];
    return amountMinor > 0 && code.perUserLimit !== null && owner.userId === null
      ? [{ discountId: code.discountId, refused: 'not_for_guests' }]
      : [];
  });
}

export const refuseCodes = (codes: readonly AppliedCode[], refused: readonly RefusedCode[]): AppliedCode[] =>
  codes.map((code) => {
    const refusal = refused.find(({ discountId }) => discountId === code.discountId);
    return refusal ? { ...code, refused: refusal.refused } : code;
  });
