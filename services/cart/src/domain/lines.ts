/** What edits do to the lines of a cart; a refusal is a value. */
import { MAX_CART_LINES } from '#contracts/cart/schemas.ts';
import { MAX_MINOR } from '#contracts/common/money.ts';
import type { VariantSnapshot } from '#contracts/product/schemas.ts';
import { availableOf, type CartLine, type Facts } from './cart.ts';

const MAX_LINE_QUANTITY = 10_000;

/** A line without the id that the database gives it. */
export type LineToPut = Omit<CartLine, 'id'>;

export interface Shortage {
  productId: number;
  variantId: number;
  requested: number;
  available: number;
}

export type Refusal =
  | { kind: 'too_many_units' | 'too_many_lines' | 'too_much' }
  | { kind: 'shortage'; lines: Shortage[] };

export type Put = { ok: true; lines: LineToPut[] } | { ok: false; refusal: Refusal };

export interface Addition {
  fact: VariantSnapshot;
  quantity: number;
}

/** Adds up with what is there already, and within the request itself. */
export function addUp(lines: readonly CartLine[], additions: readonly Addition[], facts: Facts): Put {
  const put = new Map<number, LineToPut>();
  for (const { fact, quantity } of additions) {
    const { variantId } = fact;
    const before = put.get(variantId) ?? lines.find((line) => line.variantId === variantId);
    put.set(variantId, {
      productId: fact.productId,
      variantId,
      sellerId: fact.sellerId,
      title: fact.title.slice(0, 200).toWellFormed(),
      quantity: (before?.quantity ?? 0) + quantity,
      addedMinor: before?.addedMinor ?? fact.unitPriceMinor,
      shownMinor: fact.unitPriceMinor,
    });
  }
  return withinLimits(lines, [...put.values()], facts);
}

/** Less than before is always allowed: a shopper must be able to come down to what is there. */
export function setQuantity(lines: readonly CartLine[], line: CartLine, quantity: number, facts: Facts): Put {
  const { id: _, ...rest } = line;
  const put = [{ ...rest, quantity, shownMinor: facts.get(line.variantId)?.unitPriceMinor ?? line.shownMinor }];
  return quantity <= line.quantity ? { ok: true, lines: put } : withinLimits(lines, put, facts);
}

function withinLimits(lines: readonly CartLine[], put: LineToPut[], facts: Facts): Put {
  const refused = (refusal: Refusal): Put => ({ ok: false, refusal });
  if (put.some((line) => line.quantity > MAX_LINE_QUANTITY)) return refused({ kind: 'too_many_units' });
  const after = new Map<number, LineToPut>([...lines, ...put].map((line) => [line.variantId, line]));
  if (after.size > MAX_CART_LINES) return refused({ kind: 'too_many_lines' });
  const short = shortages(put, facts);
  if (short.length > 0) return refused({ kind: 'shortage', lines: short });
  let subtotalMinor = 0;
  for (const line of after.values()) subtotalMinor += line.quantity * line.shownMinor;
  return subtotalMinor > MAX_MINOR ? refused({ kind: 'too_much' }) : { ok: true, lines: put };
}

/** Lines of which less can be sold than they ask for. */
export function shortages(
  lines: readonly { productId: number; variantId: number; quantity: number }[],
  facts: Facts,
): Shortage[] {
  return lines
    .map((line) => ({
      productId: line.productId,
      variantId: line.variantId,
      requested: line.quantity,
      available: availableOf(line, facts),
    }))
    .filter((line) => line.requested > line.available);
}

/** Lines as they are once the catalogue's prices have been shown; only those that moved. */
export function followPrices(lines: readonly CartLine[], facts: Facts): LineToPut[] {
  return lines.flatMap(({ id: _, ...line }) => {
    const now = facts.get(line.variantId)?.unitPriceMinor;
    return now === undefined || now === line.shownMinor ? [] : [{ ...line, shownMinor: now }];
  });
}
