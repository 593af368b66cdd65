/** What PayPal takes: decimal texts in major units; forints and Taiwan dollars without decimals. */
import { currencies, type MoneyRules } from '../money-rules.ts';

export const paypalMoney: MoneyRules = {
  // Rupees for accounts in India alone: elsewhere PayPal answers CURRENCY_NOT_SUPPORTED.
  currencies: currencies(
    'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD',
  ),
  refused: new Set(),
  steps: { HUF: 100, TWD: 100 },
  minimums: { HUF: 100, TWD: 100 },
  minimum: 1,
  maximum: 999_999_999,
};

const WHOLE = currencies('HUF JPY TWD');

/** How many decimals PayPal takes of a currency. */
export const decimalsAtPaypal = (currency: string): number => (WHOLE.has(currency) ? 0 : 2);
