/** What Stripe takes, by its page on currencies: integers of the smallest unit, at most eight digits. */
import { currencies, type MoneyRules, threeDecimalsInTens } from '../money-rules.ts';

export const stripeMoney: MoneyRules = {
  currencies: null,
  // Stripe counts their decimals in another way than ISO 4217.
  refused: currencies('ISK UGX MGA CLF UYW UYI IRR KPW SYP CUP'),
  steps: threeDecimalsInTens,
  minimums: {
    AED: 200,
    BGN: 100,
    CZK: 1_500,
    DKK: 250,
    GBP: 30,
    HKD: 400,
    HUF: 17_500,
    JPY: 50,
    MXN: 1_000,
    MYR: 200,
    NOK: 300,
    PLN: 200,
    RON: 200,
    SEK: 300,
    THB: 1_000,
  },
  minimum: 50,
  maximum: 99_999_999,
};
