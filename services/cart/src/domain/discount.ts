/**
 * Discount codes: to which lines each applies and what it takes off. Codes work in one fixed order, whatever order they
 * were entered in: percentages first, then amounts off lines, then amounts off the cart, each on what the ones before it
 * left. A line never falls below zero.
 */
import { percentOf, shareOut } from '#contracts/common/money.ts';

export interface AppliedCode {
  discountId: number;
  /** Of the discount's definition, so that a claim notices an edit. */
  version: number;
  code: string;
  kind: 'fixed' | 'percentage' | 'coupon';
  amountMinor: number | null;
  percent: string | null;
  productId: number | null;
  categoryId: number | null;
  sellerId: number | null;
  minimumMinor: number | null;
  /** Milliseconds since the epoch. */
  startsAt: number | null;
  endsAt: number | null;
  active: boolean;
  perUserLimit: number | null;
  /** Its uses, in total or for this shopper, were spent when the cart was read. */
  usedUp: boolean;
  /** The shopper was told that it takes nothing off any more; it stays at 0 until it is applied again. */
  refused: Refusal | null;
}

/** What may happen to a code behind the shopper's back. */
export type Refusal = 'used_up' | 'not_for_guests' | 'off' | 'ended';

export interface DiscountableLine {
  productId: number;
  sellerId: number;
  /** From the root down. */
  categoryPath: readonly number[];
  totalMinor: number;
}

/** Why a code takes nothing off. */
export type NotApplying = Refusal | 'not_begun' | 'out_of_scope' | 'below_minimum' | 'nothing_left';

export interface CodeEffect {
  code: AppliedCode;
  amountMinor: number;
  /** Off each line, in the lines' order. */
  byLine: readonly number[];
  reason: NotApplying | null;
}

const turn = { percentage: 0, fixed: 1, coupon: 2 } as const;

const inTurn = (codes: readonly AppliedCode[]): AppliedCode[] =>
  [...codes].sort((a, b) => turn[a.kind] - turn[b.kind] || a.discountId - b.discountId);

/** What all codes take off, each on what the ones before it left. */
export function takeOff(
  lines: readonly DiscountableLine[],
  codes: readonly AppliedCode[],
  nowMs: number,
): CodeEffect[] {
  const left = lines.map((line) => line.totalMinor);
  return inTurn(codes).map((code) => {
    const effect = effectOf(code, lines, left, nowMs);
    effect.byLine.forEach((amount, index) => {
      left[index] = left[index]! - amount;
    });
    return effect;
  });
}

function effectOf(
  code: AppliedCode,
  lines: readonly DiscountableLine[],
  left: readonly number[],
  nowMs: number,
): CodeEffect {
  const base = lines.map((line) => takesFrom(code, line));
  const reason = hindrance(code, lines, base, nowMs);
  const byLine = reason ? lines.map(() => 0) : amounts(code, base, left);
  const amountMinor = byLine.reduce((sum, amount) => sum + amount, 0);
  return { code, amountMinor, byLine, reason: reason ?? (amountMinor === 0 ? 'nothing_left' : null) };
}

function hindrance(
  code: AppliedCode,
  lines: readonly DiscountableLine[],
  base: readonly boolean[],
  nowMs: number,
): NotApplying | null {
  if (code.refused) return code.refused;
  if (!code.active) return 'off';
  if (code.startsAt !== null && nowMs < code.startsAt) return 'not_begun';
  if (code.endsAt !== null && nowMs >= code.endsAt) return 'ended';
  if (code.usedUp) return 'used_up';
  if (!lines.some((line) => inScope(code, line))) return 'out_of_scope';
  const minimum = code.minimumMinor ?? 0;
  const worth = lines.reduce((sum, line, index) => (base[index] ? sum + line.totalMinor : sum), 0);
  return worth < minimum ? 'below_minimum' : null;
}

function inScope(code: AppliedCode, line: DiscountableLine): boolean {
  if (code.sellerId !== null && line.sellerId !== code.sellerId) return false;
  if (code.productId !== null && line.productId !== code.productId) return false;
  return code.categoryId === null || line.categoryPath.includes(code.categoryId);
}

/**
 * A coupon comes off the whole cart once something in its scope is there, yet a seller's coupon never off what other
 * sellers must be paid.
 */
function takesFrom(code: AppliedCode, line: DiscountableLine): boolean {
  if (code.kind !== 'coupon') return inScope(code, line);
  return code.sellerId === null || line.sellerId === code.sellerId;
}

function amounts(code: AppliedCode, base: readonly boolean[], left: readonly number[]): number[] {
  const from = left.map((amount, index) => (base[index] ? amount : 0));
  if (code.percent !== null) return from.map((amount) => percentOf(amount, code.percent!));
  const sum = from.reduce((total, amount) => total + amount, 0);
  return shareOut(Math.min(code.amountMinor ?? 0, sum), from);
}
