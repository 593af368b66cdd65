/**
 * Which amounts a gateway takes. Amounts are minor units by ISO 4217 everywhere; a currency whose decimals a gateway
 * counts in another way is refused there rather than converted by a factor of a hundred too much.
 */
import { exponentOf, formatMoney, parseMoney } from '#contracts/common/money.ts';
import type { Money } from '../domain/judge.ts';

export interface MoneyRules {
  /** The currencies that it takes; null: all but the refused. */
  currencies: ReadonlySet<string> | null;
  refused: ReadonlySet<string>;
  /** Minor units that an amount must be a multiple of, where it is not 1. */
  steps: Readonly<Record<string, number>>;
  /** Smallest amount in minor units, by currency. */
  minimums: Readonly<Record<string, number>>;
  /** For currencies not named above. */
  minimum: number;
  maximum: number;
}

/** Dinars and the rial: a gateway that counts three decimals still takes only a 0 as the last. */
export const threeDecimalsInTens = { BHD: 10, IQD: 10, JOD: 10, KWD: 10, LYD: 10, OMR: 10, TND: 10 };

export const currencies = (codes: string): ReadonlySet<string> => new Set(codes.split(' '));

export const takesCurrency = ({ currencies: taken, refused }: MoneyRules, currency: string): boolean =>
  !refused.has(currency) && (taken === null || taken.has(currency));

/** A sentence that says why not, or null. */
export function amountRefusal(rules: MoneyRules, { minor, currency }: Money): string | null {
  if (!takesCurrency(rules, currency)) return `It does not take ${currency}.`;
  const least = rules.minimums[currency] ?? rules.minimum;
  if (minor < least) return `It takes no less than ${formatMoney(least, currency)} ${currency}.`;
  if (minor > rules.maximum) return `It takes no more than ${formatMoney(rules.maximum, currency)} ${currency}.`;
  const step = rules.steps[currency] ?? 1;
  if (minor % step !== 0) return `It takes ${currency} only in steps of ${formatMoney(step, currency)}.`;
  return null;
}

/** "10.00" or "10" as a gateway with at most `decimals` decimals writes it; the amount fits, by its rules. */
export function toMajor({ minor, currency }: Money, decimals: number): string {
  const text = formatMoney(minor, currency);
  const surplus = exponentOf(currency) - decimals;
  return surplus <= 0 ? text : text.slice(0, -surplus).replace(/\.$/, '');
}

/** Minor units of "499.00", "499.0", 499 or 499.5 as gateways write it; null where it is no amount of this currency. */
export function fromMajor(value: unknown, currency: string): number | null {
  const text = typeof value === 'number' && Number.isFinite(value) ? plain(value) : value;
  return typeof text === 'string' ? parseMoney(text, currency) : null;
}

/** A number from JSON, without the exponent that very large or small ones are printed with. */
const plain = (value: number): string => {
  const text = String(value);
  return text.includes('e') ? value.toFixed(6) : text;
};

/** An integer of minor units from a gateway that counts in them; null where it is none. */
export const fromMinor = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
