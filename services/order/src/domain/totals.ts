/** Does the sum hold? Asserted on what the cart claimed, before an order may stand. */
import type { ClaimedCart, ClaimedLine } from '#contracts/cart/schemas.ts';

type Amounts = Pick<
  ClaimedCart,
  'subtotalMinor' | 'discountMinor' | 'taxMinor' | 'taxIncludedMinor' | 'shippingMinor' | 'totalMinor'
> & {
  lines: readonly Pick<
    ClaimedLine,
    | 'quantity'
    | 'unitPriceMinor'
    | 'lineTotalMinor'
    | 'discountMinor'
    | 'houseDiscountMinor'
    | 'taxMinor'
    | 'taxIncluded'
  >[];
};

/** The first sum that does not hold, as a sentence for the log; null when all do. */
export function faultIn(cart: Amounts): string | null {
  for (const [index, line] of cart.lines.entries()) {
    if (line.lineTotalMinor !== line.quantity * line.unitPriceMinor) return `line ${index} is not quantity × price`;
    if (line.discountMinor > line.lineTotalMinor) return `line ${index} is discounted below zero`;
    if (line.houseDiscountMinor > line.discountMinor)
      return `line ${index} is discounted by the house more than in all`;
  }
  const sums: [string, number, number][] = [
    ['subtotal', sumOf(cart.lines.map((line) => line.lineTotalMinor)), cart.subtotalMinor],
    ['discount', sumOf(cart.lines.map((line) => line.discountMinor)), cart.discountMinor],
    ['tax', sumOf(cart.lines.map((line) => (line.taxIncluded ? 0 : line.taxMinor))), cart.taxMinor],
    ['included tax', sumOf(cart.lines.map((line) => (line.taxIncluded ? line.taxMinor : 0))), cart.taxIncludedMinor],
    ['total', cart.subtotalMinor - cart.discountMinor + cart.taxMinor + cart.shippingMinor, cart.totalMinor],
  ];
  const wrong = sums.find(([, reckoned, told]) => reckoned !== told);
  return wrong ? `${wrong[0]} is ${wrong[2]}, its parts make ${wrong[1]}` : null;
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
