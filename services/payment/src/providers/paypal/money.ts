/** What PayPal takes: decimal texts in major units; forints and Taiwan dollars without decimals. */
import { currencies, type MoneyRules } from '../money-rules.ts';

const EVERYWHERE = 'AUD CAD CHF CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD';

/** Taken by accounts in their own country alone; to all others PayPal answers CURRENCY_NOT_SUPPORTED. */
const AT_HOME: Readonly<Record<string, string>> = { BR: 'BRL', CN: 'CNY', IN: 'INR' };

/** `country`: of the merchant's account, where it is known. */
export const paypalMoney = (country?: string): MoneyRules => ({
  currencies: currencies([EVERYWHERE, AT_HOME[country ?? ''] ?? []].flat().join(' ')),
  refused: new Set(),
  steps: { HUF: 100, TWD: 100 },
  minimums: { HUF: 100, TWD: 100 },
  minimum: 1,
  maximum: 999_999_999,
});

const WHOLE = currencies('HUF JPY TWD');

/** How many decimals PayPal takes of a currency. */
export const decimalsAtPaypal = (currency: string): number => (WHOLE.has(currency) ? 0 : 2);
