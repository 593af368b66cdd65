/** A cart as it is stored, and what is known of its products. */
import type { VariantSnapshot } from '#contracts/product/schemas.ts';
import type { AppliedCode } from './discount.ts';

export type Owner = { userId: number; guestId: null } | { userId: null; guestId: string };

export interface CartLine {
  id: number;
  productId: number;
  variantId: number;
  sellerId: number;
  title: string;
  quantity: number;
  /** Unit price when it was added. */
  addedMinor: number;
  /** Unit price that the shopper saw last. */
  shownMinor: number;
}

export interface StoredCart {
  id: number;
  userId: number | null;
  guestId: string | null;
  version: number;
  /** The order that is being made of it. */
  claimedBy: number | null;
  updatedAt: Date;
  /** Oldest first. */
  lines: CartLine[];
  codes: AppliedCode[];
}

/** By variant. What the catalogue no longer knows is missing. */
export type Facts = ReadonlyMap<number, VariantSnapshot>;

/** What can still be sold of a line: nothing when its product is off sale or gone. */
export function availableOf(line: { variantId: number }, facts: Facts): number {
  const fact = facts.get(line.variantId);
  return fact?.active ? Math.max(0, fact.available) : 0;
}

/** The catalogue's price; what was shown last when the catalogue has forgotten the product. */
export const unitPriceOf = (line: CartLine, facts: Facts): number =>
  facts.get(line.variantId)?.unitPriceMinor ?? line.shownMinor;
