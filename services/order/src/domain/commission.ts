/** What the shop keeps of a sale: which rule holds for a line, and what it comes to, half up per line. */
import { percentOf, percentText } from '#contracts/common/money.ts';
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';

export interface CommissionRule {
  /** 0: every seller, every category. */
  seller_id: number;
  category_id: number;
  percent: string;
}

export interface CommissionTerms {
  /** Where no rule fits. */
  percent: string;
  rules: readonly CommissionRule[];
}

interface Sold {
  sellerId: number;
  /** From the root down. */
  categoryPath: readonly number[];
}

interface SoldLine extends Sold {
  lineTotalMinor: number;
  discountMinor: number;
  houseDiscountMinor: number;
  taxMinor: number;
  taxIncluded: boolean;
}

/** One that names the seller wins over one that does not, then the nearest category. The house pays itself nothing. */
export function commissionPercent({ sellerId, categoryPath }: Sold, { percent, rules }: CommissionTerms): string {
  if (sellerId === HOUSE_SELLER_ID) return '0';
  let best: CommissionRule | null = null;
  let bestWeight = -1;
  for (const rule of rules) {
    if (rule.seller_id !== 0 && rule.seller_id !== sellerId) continue;
    const depth = rule.category_id === 0 ? 0 : categoryPath.indexOf(rule.category_id) + 1;
    if (rule.category_id !== 0 && depth === 0) continue;
    const weight = (rule.seller_id === 0 ? 0 : 1_000) + depth;
    if (weight <= bestWeight) continue;
    best = rule;
    bestWeight = weight;
  }
  return best?.percent ?? percent;
}

/** Of what the seller earns: the price less the seller's own discounts, without tax. What the shop gives away it bears. */
const earnedMinor = (line: SoldLine): number =>
  line.lineTotalMinor - line.discountMinor + line.houseDiscountMinor - (line.taxIncluded ? line.taxMinor : 0);

export function commissionOf(line: SoldLine, terms: CommissionTerms) {
  const percent = commissionPercent(line, terms);
  return { commission_percent: percentText(percent), commission_minor: percentOf(earnedMinor(line), percent) };
}
