/** How documents write amounts, dates and ways to pay. */
import { formatMoney } from '#contracts/common/money.ts';
import { methodText } from '../pages/words.ts';

const gatewayNames: Readonly<Record<string, string>> = {
  stripe: 'Stripe',
  razorpay: 'Razorpay',
  paypal: 'PayPal',
  juspay: 'Juspay',
  sandbox: 'Sandbox: no money moved',
};

/** "Card (Razorpay)", "Cash on delivery". */
export function paidByText(method: string | null, gateway: string | null): string {
  if (method === 'cod') return 'Cash on delivery';
  const by = gateway === null ? null : (gatewayNames[gateway] ?? gateway);
  if (method === null) return by ?? 'Paid';
  return by === null || by === methodText(method) ? methodText(method) : `${methodText(method)} (${by})`;
}

const plain = new Map<string, Intl.NumberFormat>();
const withSign = new Map<string, Intl.NumberFormat>();

function formatted(
  kept: Map<string, Intl.NumberFormat>,
  minor: number,
  currency: string,
  style: 'decimal' | 'currency',
) {
  let format = kept.get(currency);
  if (!format) {
    const text = formatMoney(0, currency);
    const digits = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
    format = new Intl.NumberFormat('en-IN', {
      style,
      ...(style === 'currency' ? { currency } : {}),
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    kept.set(currency, format);
  }
  // As a decimal string: a number would be a float.
  return format.format(formatMoney(minor, currency) as Intl.StringNumericLiteral);
}

/** "1,49,900.00": within a table that says the currency once. */
export const figure = (minor: number, currency: string): string => formatted(plain, minor, currency, 'decimal');

/** "₹1,49,900.00" */
export const amount = (minor: number, currency: string): string => formatted(withSign, minor, currency, 'currency');

const dates = new Map<string, Intl.DateTimeFormat>();
const datesAndTimes = new Map<string, Intl.DateTimeFormat>();

/** Kept by time zone: making one costs far more than using it. */
function formatOf(kept: Map<string, Intl.DateTimeFormat>, timeZone: string, make: () => Intl.DateTimeFormat) {
  const format = kept.get(timeZone) ?? make();
  kept.set(timeZone, format);
  return format;
}

export const dateText = (at: Date, timeZone: string): string =>
  formatOf(
    dates,
    timeZone,
    () => new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric', timeZone }),
  ).format(at);

/** "18 %" of "18.00". */
export const percent = (text: string): string => `${text.replace(/\.?0+$/, '')} %`;

export const dateTimeText = (at: Date, timeZone: string): string =>
  formatOf(
    datesAndTimes,
    timeZone,
    () =>
      new Intl.DateTimeFormat('en-IN', {
        day: '2-digit',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone,
        timeZoneName: 'short',
      }),
  ).format(at);
