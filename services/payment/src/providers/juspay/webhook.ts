/**
 * Juspay's webhooks carry a user name and a password and no signature of their body: what they say is a reason to ask
 * Juspay, and nothing more. The return of the shopper is signed with the response key.
 */
import { createHash, createHmac } from 'node:crypto';
import { problem } from '#platform/errors/problem.ts';
import type { GatewayEvent, ReturnHint } from '../gateway.ts';
import { isSame } from '../same-text.ts';
import { readBody, textIn } from '../webhook-body.ts';
import type { JuspayRefund } from './observe.ts';

export interface JuspayCredentials {
  user: string;
  password: string;
}

export function parseJuspayWebhook(
  { user, password }: JuspayCredentials,
  body: Buffer,
  authorization: string | undefined,
): GatewayEvent[] {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  if (!isSame(authorization ?? '', expected)) throw problem('payment.bad_signature');
  const event = readBody(body);
  const type = textIn(event.event_name);
  if (type === null) throw problem('body.malformed', { detail: 'The event has no name.' });
  const order = event.content?.order ?? event.content?.txn ?? {};
  const orderId = textIn(order.order_id);
  return [
    {
      dedupeKey:
        dedupeKeyOf(type, orderId, order) ?? textIn(event.id) ?? createHash('sha256').update(body).digest('hex'),
      kind: orderId === null ? 'ignored' : kindOf(type),
      type,
      gatewayRef: orderId,
      paymentRef: null,
      reference: orderId?.toLowerCase() ?? null,
    },
  ];
}

/** Whether a repetition has the same id is not documented, so the same news is known by what it says. */
function dedupeKeyOf(type: string, orderId: string | null, order: Readonly<Record<string, unknown>>): string | null {
  if (orderId === null) return null;
  const refunds = (Array.isArray(order.refunds) ? (order.refunds as JuspayRefund[]) : [])
    .map(({ unique_request_id: id, status }) => `${id}=${status}`)
    .sort();
  const told = [textIn(order.txn_id), textIn(order.status), ...refunds].join(' ');
  return `${type}:${orderId}:${createHash('sha256').update(told).digest('hex').slice(0, 32)}`;
}

function kindOf(type: string): GatewayEvent['kind'] {
  if (type.includes('REFUND')) return 'refund';
  if (type.includes('CHARGEBACK') || type.includes('DISPUTE')) return 'dispute';
  return type.startsWith('ORDER_') || type.startsWith('TXN_') ? 'payment' : 'ignored';
}

/** Without a response key the return proves nothing. */
export function parseJuspayReturn(responseKey: string | undefined, query: URLSearchParams): ReturnHint {
  const given = query.get('signature');
  if (responseKey === undefined || given === null) return { gatewayRef: null, forged: false };
  const fields = [...query].filter(([name]) => name !== 'signature' && name !== 'signature_algorithm');
  const joined = fields
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const expected = createHmac('sha256', responseKey).update(encodeURIComponent(joined)).digest('base64');
  if (!isSame(decodedTwice(given), expected)) return { gatewayRef: null, forged: true };
  return { gatewayRef: query.get('order_id'), forged: false };
}

/** Juspay encodes the signature twice; a plus sign that was not encoded has become a space. */
function decodedTwice(text: string): string {
  try {
    return decodeURIComponent(text).replaceAll(' ', '+');
  } catch {
    return text;
  }
}
