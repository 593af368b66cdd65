/** Amounts as gateways write them in whole units, computed on digits alone. */
export function plainAmount(minor: number, decimals: number): string {
  const digits = String(minor).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Null: no amount, or one with more decimals than the currency has. */
export function minorOf(text: string, decimals: number): number | null {
  const match = /^(\d{1,12})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const fraction = match[2] ?? '';
  return fraction.length > decimals ? null : Number(match[1] + fraction.padEnd(decimals, '0'));
}

/** For people; with the decimals of the gateway, which may not be the currency's. */
export function amountForPeople(minor: number, decimals: number, currency: string): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  // As a decimal string: a number would be a float.
  const amount = plainAmount(minor, decimals) as Intl.StringNumericLiteral;
  return new Intl.NumberFormat('en-IN', { style: 'currency', currency, ...digits }).format(amount);
}
