/** Razorpay's rules for amounts: the smallest unit, a hundred of them at least, a last digit of 0 where there are three decimals. */
import { refusal } from './errors.ts';

const zeroDecimal = new Set('BIF CLP DJF GNF JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '));
const threeDecimal = new Set('BHD IQD JOD KWD OMR TND'.split(' '));
const known = new Set(Intl.supportedValuesOf('currency'));

export const decimalsOf = (currency: string): number =>
  zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2;

const LEAST = 100;

export function checkAmount(amount: number, currency: string): void {
  if (!known.has(currency)) throw refusal('The currency is not supported.', { field: 'currency' });
  const least = decimalsOf(currency) === 0 ? 1 : LEAST;
  if (amount < least)
    throw refusal(`The amount must be at least ${currency} ${least} in its smallest unit.`, { field: 'amount' });
  if (threeDecimal.has(currency) && amount % 10 !== 0) {
    throw refusal('The last digit of the amount must be 0 for currencies of three decimals.', { field: 'amount' });
  }
}
