/**
 * Money: whole minor units inside, a decimal string beside its currency outside, and one rounding rule (half up).
 * No float ever touches an amount; what could leave the safe integers is computed with BigInt.
 */
import Type from 'typebox';
import { decimalMark } from '#platform/contract/schema.ts';
import { invalid } from '#platform/errors/problem.ts';

/** The largest amount the shop takes, in minor units: products of it with any quantity stay exact in BIGINT columns. */
export const MAX_MINOR = 1_000_000_000_000;

// ISO 4217: how many decimals a currency has, where it is not two.
const unusualExponents: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

const twoDecimals = (
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP ' +
  'CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR ' +
  'JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN ' +
  'NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP ' +
  'SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG'
).split(' ');

const exponents: ReadonlyMap<string, number> = new Map([
  ...twoDecimals.map((code): [string, number] => [code, 2]),
  ...Object.entries(unusualExponents),
]);

/** An amount in a reply. */
export const Money = Type.String({
  description: 'Decimal string in major units, never a float',
  examples: ['1499.00'],
});

/**
 * An amount in a request: not negative; "20", "20.0", "20.00" or the number 20. How many decimals it may have depends
 * on the currency: `moneyFrom` judges that.
 */
export const MoneyInput = Type.String({
  pattern: '^\\d{1,12}(\\.\\d{1,4})?$',
  [decimalMark]: true,
  description: 'Decimal string in major units: "1499.00"',
});

/** An amount between services and in events. */
export const Minor = Type.Integer({ minimum: 0, maximum: MAX_MINOR, description: 'Whole minor units, e.g. paise' });

/** 0 to 100 with at most four decimals: "18", "2.5". */
export const Percent = Type.String({
  pattern: '^(100(\\.0{1,4})?|\\d{1,2}(\\.\\d{1,4})?)$',
  [decimalMark]: true,
  description: 'Decimal string from 0 to 100: "18.00"',
});

export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217, e.g. INR' });

export const isCurrency = (code: string): boolean => exponents.has(code);

/** Decimals of a currency. An unknown code is a mistake of ours: input is checked by `isCurrency` before. */
export function exponentOf(currency: string): number {
  const exponent = exponents.get(currency);
  if (exponent === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency.`);
  return exponent;
}

/** Minor units of "1499.00", or null: not a plain decimal, too many decimals for the currency, or above MAX_MINOR. */
export function parseMoney(text: string, currency: string): number | null {
  const match = /^(\d{1,15})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) return null;
  const exponent = exponentOf(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > exponent) return null;
  const minor = BigInt(match[1]! + fraction.padEnd(exponent, '0'));
  return minor <= BigInt(MAX_MINOR) ? Number(minor) : null;
}

/** As `parseMoney`, for a field of a request: what cannot be read is `validation.failed` naming the field. */
export function moneyFrom(text: string, currency: string, field: string): number {
  const minor = parseMoney(text, currency);
  if (minor !== null) return minor;
  throw invalid(field, `must be an amount in ${currency} with at most ${exponentOf(currency)} decimals, not too large`);
}

/** "1499.00" of 149900 paise; refunds and corrections may be negative. */
export function formatMoney(minor: number, currency: string): string {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is not an amount in minor units.`);
  const exponent = exponentOf(currency);
  const sign = minor < 0 ? '-' : '';
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** `minor × numerator ÷ denominator`, half up (away from zero, so that a refund mirrors its charge). */
export function ratioOf(minor: number, numerator: number | bigint, denominator: number | bigint): number {
  const below = BigInt(denominator);
  if (below <= 0n) throw new RangeError('The denominator must be positive.');
  const above = BigInt(minor) * BigInt(numerator);
  const size = above < 0n ? -above : above;
  const rounded = (2n * size + below) / (2n * below);
  if (rounded > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('The amount is too large.');
  return Number(above < 0n ? -rounded : rounded);
}

/** 18 percent of an amount, half up: `percentOf(999, '18.00')` is 180. */
export function percentOf(minor: number, percentText: string): number {
  const { units, scale } = percentUnits(percentText);
  return ratioOf(minor, units, 100n * scale);
}

/** The tax that a price already holds: `includedIn(11800, '18')` is 1800. */
export function includedIn(grossMinor: number, percentText: string): number {
  const { units, scale } = percentUnits(percentText);
  return ratioOf(grossMinor, units, 100n * scale + units);
}

/** Two decimals, or as many as are needed: "18" and "18.0000" are "18.00", "2.1250" is "2.125". */
export function percentText(percent: string): string {
  const [whole, fraction = ''] = percent.split('.');
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
}

function percentUnits(text: string): { units: bigint; scale: bigint } {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) throw new RangeError(`${text} is not a percentage.`);
  const fraction = match[2] ?? '';
  return { units: BigInt(match[1]! + fraction), scale: 10n ** BigInt(fraction.length) };
}

/** Splits an amount by weights so that the parts sum to it exactly: a discount over lines. All weights 0: all parts 0. */
export function shareOut(totalMinor: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (sum === 0n) return weights.map(() => 0);
  let weightSoFar = 0n;
  let given = 0;
  return weights.map((weight) => {
    weightSoFar += BigInt(weight);
    const part = ratioOf(totalMinor, weightSoFar, sum) - given;
    given += part;
    return part;
  });
}
