/** Which codes an order cannot have. */
import type { Owner } from './cart.ts';
import type { AppliedCode, CodeEffect } from './discount.ts';

export interface RefusedCode {
  discountId: number;
  refused: 'used_up' | 'not_for_guests';
}

/**
 * Codes that the shopper counts on and cannot have: spent ones, and for guests those with a limit for each user, since
 * nobody can tell two guests apart. One that was refused before is known to the shopper: the order goes without it.
 */
export function codesToRefuse(effects: readonly CodeEffect[], owner: Owner): RefusedCode[] {
  return effects.flatMap(({ code, amountMinor, reason }): RefusedCode[] => {
    if (reason === 'used_up' && code.refused === null) return [{ discountId: code.discountId, refused: 'used_up' }];
    if (amountMinor > 0 && code.perUserLimit !== null && owner.userId === null) {
      return [{ discountId: code.discountId, refused: 'not_for_guests' }];
    }
    return [];
  });
}

export const refuseCodes = (codes: readonly AppliedCode[], refused: readonly RefusedCode[]): AppliedCode[] =>
  codes.map((code) => {
    const refusal = refused.find(({ discountId }) => discountId === code.discountId);
    return refusal ? { ...code, refused: refusal.refused } : code;
  });
