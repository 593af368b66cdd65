/** Shipping: which methods serve a parcel, and what each costs. */
import { MAX_MINOR } from '#contracts/common/money.ts';
import type { Place } from './place.ts';

export interface ShippingRule {
  code: string;
  name: string;
  priceMinor: number;
  /** Free from this subtotal on. */
  freeAboveMinor: number | null;
  /** Added for each begun kilogram. */
  perKgMinor: number | null;
  /** In place of the price, lightest first; empty: none. */
  tiers: readonly { upToGrams: number; priceMinor: number }[];
  maxWeightGrams: number | null;
  /** Empty: everywhere. States and prefixes are folded. */
  countries: readonly string[];
  states: readonly string[];
  postalPrefixes: readonly string[];
  minDays: number;
  maxDays: number;
}

export interface Parcel {
  place: Place;
  weightGrams: number;
  /** Before discounts. */
  subtotalMinor: number;
}

export interface ShippingOffer {
  rule: ShippingRule;
  priceMinor: number;
}

/** What can be chosen, in the merchant's order. */
export function shippingOffers(rules: readonly ShippingRule[], parcel: Parcel): ShippingOffer[] {
  return rules
    .filter((rule) => serves(rule, parcel))
    .map((rule) => ({ rule, priceMinor: shippingPrice(rule, parcel) }));
}

function serves(rule: ShippingRule, { place, weightGrams }: Parcel): boolean {
  if (rule.countries.length > 0 && !rule.countries.includes(place.country)) return false;
  if (rule.states.length > 0 && !rule.states.includes(place.state)) return false;
  if (rule.postalPrefixes.length > 0 && !rule.postalPrefixes.some((prefix) => place.postalCode.startsWith(prefix))) {
    return false;
  }
  if (rule.maxWeightGrams !== null && weightGrams > rule.maxWeightGrams) return false;
  const heaviest = rule.tiers.at(-1);
  return heaviest === undefined || weightGrams <= heaviest.upToGrams;
}

function shippingPrice(rule: ShippingRule, { weightGrams, subtotalMinor }: Parcel): number {
  if (rule.freeAboveMinor !== null && subtotalMinor >= rule.freeAboveMinor) return 0;
  const tier = rule.tiers.find(({ upToGrams }) => weightGrams <= upToGrams);
  const byWeight = (rule.perKgMinor ?? 0) * Math.ceil(weightGrams / 1_000);
  return Math.min((tier?.priceMinor ?? rule.priceMinor) + byWeight, MAX_MINOR);
}
