/** The cart after an edit, without reading it again: what was put, removed and refused, with the ids it was given. */
import type { CartLine, Owner, StoredCart } from './cart.ts';
import type { LineToPut } from './lines.ts';
import { type RefusedCode, refuseCodes } from './lost-codes.ts';

export interface Edit {
  put?: readonly LineToPut[];
  remove?: readonly number[];
  refuseCodes?: readonly RefusedCode[];
}

export interface Saved {
  cartId: number;
  version: number;
  updatedAt: Date;
  lineIds: ReadonlyMap<number, number>;
}

export function afterChange(
  before: StoredCart | null,
  owner: Owner,
  { put = [], remove = [], refuseCodes: refused = [] }: Edit,
  saved: Saved,
): StoredCart {
  const lines = new Map<number, CartLine>((before?.lines ?? []).map((line) => [line.variantId, line]));
  for (const line of put) lines.set(line.variantId, { ...line, id: saved.lineIds.get(line.variantId)! });
  return {
    id: saved.cartId,
    userId: owner.userId,
    guestId: owner.guestId,
    claimedBy: null,
    codes: refuseCodes(before?.codes ?? [], refused),
    version: saved.version,
    updatedAt: saved.updatedAt,
    lines: [...lines.values()].filter((line) => !remove.includes(line.id)).sort((a, b) => a.id - b.id),
  };
}
