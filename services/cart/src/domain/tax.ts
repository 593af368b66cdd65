/** Tax: which rate a line has by category and destination, and what it comes to, half up per line. */
import { includedIn, percentOf } from '#contracts/common/money.ts';
import type { Place } from './place.ts';

export interface TaxRule {
  percent: string;
  /** Empty: every country, state or postal code. */
  country: string;
  state: string;
  postalPrefix: string;
  /** 0: every category. */
  categoryId: number;
  /** Do prices hold this tax already? */
  included: boolean;
}

export interface LineTax {
  taxMinor: number;
  percent: string;
  included: boolean;
}

const NO_TAX: LineTax = { taxMinor: 0, percent: '0.00', included: false };

/**
 * Of the rules that fit, the one that says most: one that names the country, then the nearest category, then the
 * longest postal prefix, then the state. So the slab of a category holds in all states unless a state has its own.
 */
export function taxRuleFor(rules: readonly TaxRule[], place: Place, categoryPath: readonly number[]): TaxRule | null {
  let best: TaxRule | null = null;
  let bestWeight = -1;
  for (const rule of rules) {
    if (!fitsPlace(rule, place)) continue;
    const depth = rule.categoryId === 0 ? 0 : categoryPath.indexOf(rule.categoryId) + 1;
    if (rule.categoryId !== 0 && depth === 0) continue;
    const weight =
      (rule.country ? 1_000_000 : 0) + depth * 1_000 + rule.postalPrefix.length * 10 + (rule.state ? 1 : 0);
    if (weight <= bestWeight) continue;
    best = rule;
    bestWeight = weight;
  }
  return best;
}

function fitsPlace(rule: TaxRule, place: Place): boolean {
  if (rule.country && rule.country !== place.country) return false;
  if (rule.state && rule.state !== place.state) return false;
  return place.postalCode.startsWith(rule.postalPrefix);
}

/** @param netMinor the line after discounts */
export function taxOf(netMinor: number, rule: TaxRule | null): LineTax {
  if (rule === null) return NO_TAX;
  const taxMinor = rule.included ? includedIn(netMinor, rule.percent) : percentOf(netMinor, rule.percent);
  return { taxMinor, percent: rule.percent, included: rule.included };
}
