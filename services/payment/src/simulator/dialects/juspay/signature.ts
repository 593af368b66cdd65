/** Juspay signs the shopper's return: values sorted, encoded, the whole encoded again, HMAC-SHA256 in base64. */
import { createHmac } from 'node:crypto';

export function returnSignature(responseKey: string, values: Readonly<Record<string, string>>): string {
  const joined = Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return createHmac('sha256', responseKey).update(encodeURIComponent(joined)).digest('base64');
}

export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
