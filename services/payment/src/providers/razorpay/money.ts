/** What Razorpay takes: minor units, no less than 100 of them. */
import { currencies, type MoneyRules, threeDecimalsInTens } from '../money-rules.ts';

export const razorpayMoney: MoneyRules = {
  currencies: null,
  // Its documents and ISO 4217 differ in their decimals.
  refused: currencies('ISK UGX MGA CLF UYW UYI IRR KPW SYP'),
  steps: threeDecimalsInTens,
  minimums: {},
  minimum: 100,
  maximum: 9_999_999_999,
};
