/**
 * What a cart costs: the one place where lines, discounts, tax and shipping become totals. Whole minor units throughout;
 * total = subtotal − discounts + tax on top + shipping, and every total is the sum of its lines.
 */
import { MAX_MINOR } from '#contracts/common/money.ts';
import { type AppliedCode, type CodeEffect, type DiscountableLine, takeOff } from './discount.ts';
import type { Place } from './place.ts';
import { type ShippingOffer, type ShippingRule, shippingOffers } from './shipping.ts';
import { type LineTax, type TaxRule, taxOf, taxRuleFor } from './tax.ts';

export interface LineToPrice extends Omit<DiscountableLine, 'totalMinor'> {
  quantity: number;
  unitPriceMinor: number;
  weightGrams: number;
}

export interface CartToPrice {
  lines: readonly LineToPrice[];
  codes: readonly AppliedCode[];
  taxRules: readonly TaxRule[];
  /** Active methods in the merchant's order. */
  shippingRules: readonly ShippingRule[];
  place: Place;
  /** Without a choice the first method that serves the place is taken. */
  shippingMethod?: string;
  nowMs: number;
}

export interface PricedLine extends LineTax {
  /** quantity × unit price. */
  totalMinor: number;
  discountMinor: number;
  /** What of it came by codes that are no seller's. */
  houseDiscountMinor: number;
}

export interface PricedCart {
  lines: PricedLine[];
  codes: CodeEffect[];
  subtotalMinor: number;
  discountMinor: number;
  /** On top of the prices. */
  taxMinor: number;
  /** Held by the prices already. */
  taxIncludedMinor: number;
  shippingMinor: number;
  totalMinor: number;
  offers: ShippingOffer[];
  shipping: ShippingOffer | null;
  /** There are methods, and none of them, or not the chosen one, goes there. */
  notShipped: boolean;
  /** More than the shop can charge: shown, never ordered. */
  tooMuch: boolean;
}

export function priceCart(cart: CartToPrice): PricedCart {
  const discountable = cart.lines.map((line) => ({ ...line, totalMinor: lineTotal(line) }));
  const codes = takeOff(discountable, cart.codes, cart.nowMs);
  const lines = discountable.map((line, index) => priceLine(cart, line, codes, index));

  const subtotalMinor = sum(lines, (line) => line.totalMinor);
  const discountMinor = sum(lines, (line) => line.discountMinor);
  const taxMinor = sum(lines, (line) => (line.included ? 0 : line.taxMinor));
  const taxIncludedMinor = sum(lines, (line) => (line.included ? line.taxMinor : 0));

  const offers = offersFor(cart, subtotalMinor);
  const shipping = chosenOffer(offers, cart.shippingMethod);
  const shippingMinor = shipping?.priceMinor ?? 0;
  const totalMinor = subtotalMinor - discountMinor + taxMinor + shippingMinor;
  const wantsShipping = cart.lines.length > 0 && (cart.shippingRules.length > 0 || cart.shippingMethod !== undefined);
  return {
    lines,
    codes,
    subtotalMinor,
    discountMinor,
    taxMinor,
    taxIncludedMinor,
    shippingMinor,
    totalMinor,
    offers,
    shipping,
    notShipped: wantsShipping && shipping === null,
    tooMuch: totalMinor > MAX_MINOR || lines.some((line) => line.totalMinor >= MAX_MINOR),
  };
}

/** Held at the largest amount, so that a price raised under a full line cannot leave the exact integers. */
const lineTotal = ({ quantity, unitPriceMinor }: LineToPrice): number => Math.min(quantity * unitPriceMinor, MAX_MINOR);

function priceLine(cart: CartToPrice, line: DiscountableLine, codes: readonly CodeEffect[], index: number): PricedLine {
  const discountMinor = sum(codes, (code) => code.byLine[index]!);
  const houseDiscountMinor = sum(codes, ({ code, byLine }) => (code.sellerId === null ? byLine[index]! : 0));
  const rule = taxRuleFor(cart.taxRules, cart.place, line.categoryPath);
  return {
    totalMinor: line.totalMinor,
    discountMinor,
    houseDiscountMinor,
    ...taxOf(line.totalMinor - discountMinor, rule),
  };
}

function offersFor({ lines, shippingRules, place }: CartToPrice, subtotalMinor: number): ShippingOffer[] {
  if (lines.length === 0) return [];
  const weightGrams = sum(lines, (line) => line.weightGrams * line.quantity);
  return shippingOffers(shippingRules, { place, weightGrams, subtotalMinor });
}

function chosenOffer(offers: readonly ShippingOffer[], code: string | undefined): ShippingOffer | null {
  return (code === undefined ? offers[0] : offers.find((offer) => offer.rule.code === code)) ?? null;
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += amountOf(item);
  return total;
}
