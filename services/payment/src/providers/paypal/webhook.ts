/**
 * PayPal's webhooks: RSA over an id, a time, the id of our webhook and the CRC-32 of the raw body. PayPal names no window
 * for the time; a repetition is known by the event's id.
 */
import { type KeyObject, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { problem } from '#platform/errors/problem.ts';
import type { GatewayEvent } from '../gateway.ts';
import { readBody, textIn } from '../webhook-body.ts';
import type { Certificates } from './certificates.ts';
import type { PaypalLink } from './observe.ts';

type Headers = Readonly<Record<string, string | undefined>>;

export interface PaypalProof {
  webhookId: string;
  certificates: Certificates;
}

export function isSigned(key: KeyObject, webhookId: string, body: Buffer, headers: Headers): boolean {
  const header = (name: string) => headers[`paypal-${name}`] ?? '';
  if (header('auth-algo') !== 'SHA256withRSA') return false;
  const signed = [header('transmission-id'), header('transmission-time'), webhookId, crc32(body)].join('|');
  const signature = Buffer.from(header('transmission-sig'), 'base64');
  return key.asymmetricKeyType === 'rsa' && verify('RSA-SHA256', Buffer.from(signed), key, signature);
}

export async function parsePaypalWebhook(proof: PaypalProof, body: Buffer, headers: Headers): Promise<GatewayEvent[]> {
  const key = await proof.certificates.keyAt(headers['paypal-cert-url']).catch((error: unknown) => {
    // Unproven, and perhaps genuine: PayPal sends it again.
    throw problem('payment.gateway_unavailable', { cause: error });
  });
  if (key === null || !isSigned(key, proof.webhookId, body, headers)) throw problem('payment.bad_signature');
  return [readPaypalEvent(body)];
}

export function readPaypalEvent(body: Buffer): GatewayEvent {
  const event = readBody(body);
  const id = textIn(event.id);
  if (id === null) throw problem('body.malformed', { detail: 'The event has no id.' });
  const type = textIn(event.event_type) ?? 'unknown';
  return { dedupeKey: id, type, ...namesIn(type, event.resource ?? {}) };
}

type Found = Pick<GatewayEvent, 'kind' | 'gatewayRef' | 'paymentRef' | 'reference'>;

function namesIn(type: string, resource: Readonly<Record<string, any>>): Found {
  const related = resource.supplementary_data?.related_ids ?? {};
  const up = (resource.links as PaypalLink[] | undefined)?.find?.(({ rel }) => rel === 'up')?.href ?? '';
  if (type.startsWith('CHECKOUT.')) {
    return {
      kind: 'payment',
      gatewayRef: textIn(resource.order_id) ?? textIn(resource.id),
      paymentRef: null,
      reference: textIn(resource.purchase_units?.[0]?.custom_id),
    };
  }
  if (
    type === 'PAYMENT.CAPTURE.REFUNDED' ||
    type === 'PAYMENT.CAPTURE.REVERSED' ||
    type.startsWith('PAYMENT.REFUND.')
  ) {
    // The resource is the refund; its custom id is the refund's own.
    const paymentRef = textIn(related.capture_id) ?? lastOf(up, 'captures');
    return { kind: 'refund', gatewayRef: textIn(related.order_id), paymentRef, reference: null };
  }
  if (type.startsWith('PAYMENT.CAPTURE.')) {
    return {
      kind: 'payment',
      gatewayRef: textIn(related.order_id) ?? lastOf(up, 'orders'),
      paymentRef: textIn(resource.id),
      reference: textIn(resource.custom_id),
    };
  }
  if (type.startsWith('CUSTOMER.DISPUTE.')) {
    const paymentRef = textIn(resource.disputed_transactions?.[0]?.seller_transaction_id);
    return { kind: 'dispute', gatewayRef: null, paymentRef, reference: null };
  }
  return { kind: 'ignored', gatewayRef: null, paymentRef: null, reference: null };
}

/** `…/orders/8PR6` → `8PR6`. */
const lastOf = (href: string, collection: string): string | null =>
  new RegExp(`/${collection}/([A-Za-z0-9-]{1,60})$`).exec(href)?.[1] ?? null;
