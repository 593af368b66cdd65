/** PayPal's amounts: texts of whole units, in its own list of currencies with its own decimals. */
import { minorOf, plainAmount } from '../amounts.ts';
import { unprocessable } from './errors.ts';

const withoutDecimals = new Set(['HUF', 'JPY', 'TWD']);
/** For an account outside India and Brazil, where INR and BRL stay in the country. */
const known = new Set(
  'AUD CAD CHF CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD'.split(' '),
);

export interface PayPalMoney {
  currency_code: string;
  value: string;
}

export const decimalsOf = (currency: string): number => (withoutDecimals.has(currency) ? 0 : 2);

export const moneyOf = (minor: number, currency: string): PayPalMoney => ({
  currency_code: currency,
  value: plainAmount(minor, decimalsOf(currency)),
});

export function minorIn({ currency_code: currency, value }: PayPalMoney, field: string): number {
  if (!known.has(currency)) {
    throw unprocessable(
      'CURRENCY_NOT_SUPPORTED',
      'Currency code is not currently supported.',
      `${field}/currency_code`,
    );
  }
  const minor = minorOf(value, decimalsOf(currency));
  if (minor === null) {
    throw withoutDecimals.has(currency)
      ? unprocessable('DECIMALS_NOT_SUPPORTED', 'Currency does not support decimals.', `${field}/value`)
      : unprocessable('DECIMAL_PRECISION', 'Only two decimal place precision is supported.', `${field}/value`);
  }
  if (minor === 0) throw unprocessable('CANNOT_BE_ZERO_OR_NEGATIVE', 'Must be greater than zero.', `${field}/value`);
  return minor;
}
