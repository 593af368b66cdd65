/** How amounts, methods and times are written for people. */
import { formatMoney } from '#contracts/common/money.ts';

export function amountText(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-IN', { style: 'currency', currency });
  // As a decimal string: a number would be a float.
  return format.format(formatMoney(minor, currency) as Intl.StringNumericLiteral);
}

const methodNames: Readonly<Record<string, string>> = {
  card: 'Card',
  upi: 'UPI',
  netbanking: 'Net banking',
  wallet: 'Wallet',
  paypal: 'PayPal',
};

export const methodText = (method: string): string => methodNames[method] ?? method;

const clock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

export const timeText = (time: Date): string => `${clock.format(time)} UTC`;
