/** What the shopper was shown against what the cart comes to: any difference refuses the order. */
import type { PricedCart } from './price.ts';

export interface ExpectedItem {
  productId: number;
  variantId?: number;
  quantity: number;
  unitPriceMinor?: number;
}

/** What was sent along with the order; left out is not compared. */
export interface Expectations {
  version?: number;
  items?: readonly ExpectedItem[];
  totalMinor?: number;
  itemsMinor?: number;
  taxMinor?: number;
  shippingMinor?: number;
}

export interface CartAsItIs {
  version: number;
  lines: readonly { productId: number; variantId: number; quantity: number; unitPriceMinor: number }[];
  priced: Pick<PricedCart, 'subtotalMinor' | 'taxMinor' | 'shippingMinor' | 'totalMinor'>;
}

/** Names of what differs; empty when all is as expected. */
export function differences(expected: Expectations, { version, lines, priced }: CartAsItIs): string[] {
  const differs = (wanted: number | undefined, is: number) => wanted !== undefined && wanted !== is;
  return [
    ...(differs(expected.version, version) ? ['cartVersion'] : []),
    ...(expected.items && !sameItems(expected.items, lines) ? ['items'] : []),
    ...(differs(expected.itemsMinor, priced.subtotalMinor) ? ['itemsPrice'] : []),
    ...(differs(expected.taxMinor, priced.taxMinor) ? ['taxPrice'] : []),
    ...(differs(expected.shippingMinor, priced.shippingMinor) ? ['shippingPrice'] : []),
    ...(differs(expected.totalMinor, priced.totalMinor) ? ['total'] : []),
  ];
}

/** The same products, each as often and at the same price; the order does not matter. */
function sameItems(expected: readonly ExpectedItem[], lines: CartAsItIs['lines']): boolean {
  const left = [...lines];
  // Those that say most choose first: what names no variant takes what is left.
  for (const item of [...expected].sort((a, b) => detailOf(b) - detailOf(a))) {
    const index = left.findIndex((line) => isMeant(item, line));
    if (index < 0) return false;
    left.splice(index, 1);
  }
  return left.length === 0;
}

const detailOf = ({ variantId, unitPriceMinor }: ExpectedItem): number =>
  (variantId === undefined ? 0 : 2) + (unitPriceMinor === undefined ? 0 : 1);

const isMeant = (item: ExpectedItem, line: CartAsItIs['lines'][number]): boolean =>
  line.productId === item.productId &&
  line.quantity === item.quantity &&
  (item.variantId === undefined || line.variantId === item.variantId) &&
  (item.unitPriceMinor === undefined || line.unitPriceMinor === item.unitPriceMinor);
