/** Small values that travel through a stranger's hands and come back: signed, so that a changed one is noticed. */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** One secret, many uses: each gets a key of its own, so a signature of one is worthless in another. */
export function deriveKey(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, 'haat', purpose, 32));
}

export function sign(key: Buffer, value: string): string {
  return `${value}.${createHmac('sha256', key).update(value).digest('base64url')}`;
}

/** The value, or null when the signature is not ours. */
export function unsign(key: Buffer, signed: string): string | null {
  const dot = signed.lastIndexOf('.');
  if (dot < 1) return null;
  const value = signed.slice(0, dot);
  const expected = Buffer.from(sign(key, value));
  const given = Buffer.from(signed);
  return expected.length === given.length && timingSafeEqual(expected, given) ? value : null;
}
