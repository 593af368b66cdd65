/** Stripe's own rules for amounts: the smallest unit, at most eight digits, a least charge for each currency. */
import { refusal } from './errors.ts';

const zeroDecimal = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF'.split(' '));
const threeDecimal = new Set('BHD JOD KWD OMR TND'.split(' '));
const known = new Set(Intl.supportedValuesOf('currency'));

/** Least charges that Stripe's page on currencies names; others are left to the account's own currency. */
const least: Readonly<Record<string, number>> = {
  USD: 50,
  AED: 200,
  AUD: 50,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  INR: 50,
  JPY: 50,
  MXN: 1_000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  SEK: 300,
  SGD: 50,
  THB: 1_000,
};
const MOST = 99_999_999;

export const decimalsOf = (currency: string): number =>
  zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2;

export function checkCurrency(currency: string, param: string): void {
  if (!/^[a-z]{3}$/i.test(currency) || !known.has(currency.toUpperCase())) {
    throw refusal(400, `Invalid currency: ${currency}.`, { code: 'parameter_invalid', param });
  }
}

export function checkTotal(amount: number, currency: string): void {
  if (amount > MOST) {
    throw refusal(400, 'Amount must be no more than 99999999.', { code: 'amount_too_large' });
  }
  if (amount < (least[currency] ?? 1)) {
    throw refusal(400, `The Checkout Session's total amount due is below the least charge in ${currency}.`, {
      code: 'amount_too_small',
    });
  }
  if (threeDecimal.has(currency) && amount % 10 !== 0) {
    throw refusal(400, `Amounts in ${currency} must end in 0.`, { code: 'parameter_invalid' });
  }
}
