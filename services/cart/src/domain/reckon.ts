/** A stored cart beside the catalogue: prices as they are now, and what follows from them. */
import type { VariantSnapshot } from '#contracts/product/schemas.ts';
import { availableOf, type CartLine, type Facts, type StoredCart, unitPriceOf } from './cart.ts';
import type { Place } from './place.ts';
import { type PricedCart, type PricedLine, priceCart } from './price.ts';
import type { ShippingRule } from './shipping.ts';
import type { TaxRule } from './tax.ts';

export interface Rules {
  tax: readonly TaxRule[];
  shipping: readonly ShippingRule[];
}

export interface ReckonedLine extends CartLine {
  fact: VariantSnapshot | undefined;
  unitPriceMinor: number;
  available: number;
  priced: PricedLine;
}

export interface Reckoned {
  /** Null: nothing was added yet. */
  cart: StoredCart | null;
  lines: ReckonedLine[];
  priced: PricedCart;
}

export interface Circumstances {
  rules: Rules;
  place: Place;
  shippingMethod?: string;
  nowMs: number;
}

export function reckon(
  cart: StoredCart | null,
  facts: Facts,
  { rules, place, shippingMethod, nowMs }: Circumstances,
): Reckoned {
  const lines = cart?.lines ?? [];
  const priced = priceCart({
    lines: lines.map((line) => {
      const fact = facts.get(line.variantId);
      return {
        productId: line.productId,
        sellerId: fact?.sellerId ?? line.sellerId,
        categoryPath: fact?.categoryPath ?? [],
        quantity: line.quantity,
        unitPriceMinor: unitPriceOf(line, facts),
        weightGrams: fact?.weightGrams ?? 0,
      };
    }),
    codes: cart?.codes ?? [],
    taxRules: rules.tax,
    shippingRules: rules.shipping,
    place,
    shippingMethod,
    nowMs,
  });
  return {
    cart,
    lines: lines.map((line, index) => ({
      ...line,
      fact: facts.get(line.variantId),
      unitPriceMinor: unitPriceOf(line, facts),
      available: availableOf(line, facts),
      priced: priced.lines[index]!,
    })),
    priced,
  };
}
