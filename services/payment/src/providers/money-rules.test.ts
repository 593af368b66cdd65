/** Amounts reach each gateway in its own writing and come back the same; what it cannot write is refused before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minorIn } from '../simulator/dialects/paypal/amounts.ts';
import { DECIMALS_AT_JUSPAY, juspayMoney } from './juspay/money.ts';
import { amountRefusal, fromMajor, fromMinor, type MoneyRules, toMajor } from './money-rules.ts';
import { decimalsAtPaypal, paypalMoney } from './paypal/money.ts';
import { razorpayMoney } from './razorpay/money.ts';
import { stripeMoney } from './stripe/money.ts';

const rules: Record<string, MoneyRules> = {
  stripe: stripeMoney,
  razorpay: razorpayMoney,
  paypal: paypalMoney(),
  juspay: juspayMoney,
};
const refused = (gateway: string, minor: number, currency: string) =>
  amountRefusal(rules[gateway]!, { minor, currency });
const takers = (minor: number, currency: string) =>
  Object.keys(rules).filter((one) => refused(one, minor, currency) === null);

test('yen have no decimals at any gateway', () => {
  assert.deepEqual(takers(1_500, 'JPY'), ['stripe', 'razorpay', 'paypal', 'juspay']);
  const money = { minor: 1_500, currency: 'JPY' };
  assert.equal(toMajor(money, decimalsAtPaypal('JPY')), '1500');
  assert.equal(toMajor(money, DECIMALS_AT_JUSPAY), '1500');
});

test('Kuwaiti dinars have three, of which the last must be 0; PayPal takes none', () => {
  assert.deepEqual(takers(12_340, 'KWD'), ['stripe', 'razorpay', 'juspay']);
  assert.deepEqual(takers(12_345, 'KWD'), []);
  assert.equal(toMajor({ minor: 12_340, currency: 'KWD' }, DECIMALS_AT_JUSPAY), '12.34');
  assert.equal(fromMajor('12.34', 'KWD'), 12_340);
});

test('forints and Taiwan dollars are whole at PayPal, and have decimals elsewhere', () => {
  assert.match(refused('paypal', 2_050_050, 'HUF')!, /steps of 1\.00/);
  assert.equal(refused('stripe', 2_050_050, 'HUF'), null);
  assert.equal(toMajor({ minor: 2_050_000, currency: 'HUF' }, decimalsAtPaypal('HUF')), '20500');
  assert.equal(toMajor({ minor: 30_000, currency: 'TWD' }, decimalsAtPaypal('TWD')), '300');
});

test('currencies that a gateway counts in another way than ISO 4217 are refused there', () => {
  assert.deepEqual(takers(50_000, 'ISK'), []);
  assert.deepEqual(takers(50_000, 'UGX'), []);
});

test('what PayPal takes is what PayPal is played to take; rupees, reais and yuan at home alone', () => {
  const value = (currency: string) => toMajor({ minor: 50_000, currency }, decimalsAtPaypal(currency));
  for (const currency of ['INR', 'BRL', 'CNY', 'USD', 'EUR', 'JPY', 'HUF', 'TWD', 'MXN', 'KWD', 'TND']) {
    let played = true;
    try {
      minorIn({ currency_code: currency, value: value(currency) }, 'amount');
    } catch {
      played = false;
    }
    assert.equal(refused('paypal', 50_000, currency) === null, played, currency);
  }
  assert.deepEqual(takers(50_000, 'INR'), ['stripe', 'razorpay', 'juspay']);
  assert.equal(amountRefusal(paypalMoney('IN'), { minor: 50_000, currency: 'INR' }), null);
  assert.match(amountRefusal(paypalMoney('IN'), { minor: 50_000, currency: 'BRL' })!, /does not take BRL/);
});

test('amounts below what a gateway takes are refused with the least that it takes', () => {
  assert.equal(refused('razorpay', 99, 'INR'), 'It takes no less than 1.00 INR.');
  assert.equal(refused('stripe', 49, 'USD'), 'It takes no less than 0.50 USD.');
  assert.equal(refused('stripe', 100_000_000, 'INR'), 'It takes no more than 999999.99 INR.');
});

test('every amount that a gateway takes is the same after it was written and read', () => {
  for (const currency of ['INR', 'USD', 'JPY', 'KWD', 'HUF', 'EUR']) {
    for (let minor = 90_000; minor < 90_200; minor += 1) {
      const money = { minor, currency };
      if (refused('paypal', minor, currency) === null) {
        assert.equal(fromMajor(toMajor(money, decimalsAtPaypal(currency)), currency), minor);
      }
      if (refused('juspay', minor, currency) === null) {
        assert.equal(fromMajor(toMajor(money, DECIMALS_AT_JUSPAY), currency), minor);
        // Juspay answers amounts as numbers too.
        assert.equal(fromMajor(Number(toMajor(money, DECIMALS_AT_JUSPAY)), currency), minor);
      }
    }
  }
});

test('what is no amount is not taken for one', () => {
  for (const odd of [null, undefined, '', 'abc', -1, Number.NaN, '1e3', '10.001', {}])
    assert.equal(fromMajor(odd, 'INR'), null);
  for (const odd of ['100', 1.5, -1, null]) assert.equal(fromMinor(odd), null);
});
