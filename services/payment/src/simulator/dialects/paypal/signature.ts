/** PayPal signs `<transmission id>|<time>|<webhook id>|<crc32 of the raw body>` with the key of its certificate. */
import { type KeyObject, sign, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';

export interface Transmission {
  id: string;
  /** ISO 8601, to the second. */
  time: string;
  webhookId: string;
  body: Buffer;
}

const signed = ({ id, time, webhookId, body }: Transmission): Buffer =>
  Buffer.from(`${id}|${time}|${webhookId}|${crc32(body)}`);

export const paypalSignature = (transmission: Transmission, privateKey: KeyObject): string =>
  sign('sha256', signed(transmission), privateKey).toString('base64');

export const isSignedBy = (transmission: Transmission, signature: string, key: KeyObject | string): boolean =>
  verify('sha256', signed(transmission), key, Buffer.from(signature, 'base64'));
