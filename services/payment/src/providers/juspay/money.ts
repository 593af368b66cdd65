/** What Juspay takes: major units with at most two decimals. */
import { type MoneyRules, threeDecimalsInTens } from '../money-rules.ts';

export const DECIMALS_AT_JUSPAY = 2;

export const juspayMoney: MoneyRules = {
  currencies: null,
  refused: new Set(['CLF', 'UYW', 'ISK', 'UGX']),
  steps: threeDecimalsInTens,
  minimums: { INR: 100 },
  minimum: 1,
  maximum: 9_999_999_999,
};
