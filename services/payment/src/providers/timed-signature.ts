/**
 * Stripe's way to sign a webhook, which the sandbox shares: `t=<unix seconds>,v1=<hex>` with an HMAC-SHA256 of
 * `<t>.<raw body>`. Several `v1` may stand beside each other while a secret is changed; other schemes are passed over.
 * Old and future times are refused alike, which Stripe's own SDK does for old ones only.
 */
import { createHmac } from 'node:crypto';
import { isSame } from './same-text.ts';

const WINDOW_S = 300;

const digest = (secret: string, timeS: number, body: Buffer): string =>
  createHmac('sha256', secret).update(`${timeS}.`).update(body).digest('hex');

export function signatureOf(secret: string, timeS: number, body: Buffer): string {
  return `t=${timeS},v1=${digest(secret, timeS, body)}`;
}

export function isGenuine(secret: string, header: string | undefined, body: Buffer, nowS: number): boolean {
  const parts = (header ?? '').slice(0, 2_000).split(',');
  const times = parts.filter((part) => part.startsWith('t=')).map((part) => part.slice(2));
  const given = parts.filter((part) => part.startsWith('v1=')).map((part) => part.slice(3));
  if (times.length !== 1 || !/^\d{1,12}$/.test(times[0]!)) return false;
  const timeS = Number(times[0]);
  if (Math.abs(nowS - timeS) > WINDOW_S) return false;
  const expected = digest(secret, timeS, body);
  return given.some((text) => isSame(text, expected));
}
