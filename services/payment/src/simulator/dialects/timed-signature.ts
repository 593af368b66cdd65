/** Stripe's way to sign a webhook, which the native dialect shares: `t=<unix seconds>,v1=<hex>` over `<t>.<body>`. */
import { createHmac } from 'node:crypto';

export function timedSignature(secret: string, at: Date, body: Buffer): string {
  const timeS = Math.floor(at.getTime() / 1_000);
  return `t=${timeS},v1=${createHmac('sha256', secret).update(`${timeS}.`).update(body).digest('hex')}`;
}
