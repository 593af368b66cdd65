/**
 * Razorpay's webhooks and its signed return. The signature covers the body alone, without a time: what tells one event
 * from the next is read from the body, since the header with the event's id could be changed in a replay.
 */
import { createHmac } from 'node:crypto';
import { problem } from '#platform/errors/problem.ts';
import type { GatewayEvent, ReturnHint } from '../gateway.ts';
import { isSame } from '../same-text.ts';
import { readBody, textIn } from '../webhook-body.ts';
import { linkIn, noteIn } from './observe.ts';

const SIGNATURE_HEADER = 'x-razorpay-signature';
const EVENT_HEADER = 'x-razorpay-event-id';

const signatureOf = (secret: string, value: string | Buffer): string =>
  createHmac('sha256', secret).update(value).digest('hex');

export function parseRazorpayWebhook(
  secret: string,
  body: Buffer,
  headers: Readonly<Record<string, string | undefined>>,
): GatewayEvent[] {
  if (!isSame(headers[SIGNATURE_HEADER] ?? '', signatureOf(secret, body))) throw problem('payment.bad_signature');
  const event = readBody(body);
  const type = textIn(event.event);
  if (type === null) throw problem('body.malformed', { detail: 'The event has no name.' });
  const { payment_link: link, payment, refund, dispute } = event.payload ?? {};
  const entity = textIn((refund ?? dispute ?? link ?? payment)?.entity?.id);
  return [
    {
      dedupeKey:
        entity !== null && typeof event.created_at === 'number'
          ? `${type}:${entity}:${event.created_at}`
          : (textIn(headers[EVENT_HEADER]) ?? signatureOf(secret, body)),
      kind: kindOf(type),
      type,
      gatewayRef: textIn(link?.entity?.id) ?? linkIn(payment?.entity?.description),
      paymentRef:
        textIn(payment?.entity?.id) ?? textIn(refund?.entity?.payment_id) ?? textIn(dispute?.entity?.payment_id),
      reference: textIn(link?.entity?.reference_id) ?? noteIn(payment?.entity?.notes),
    },
  ];
}

/** `payment.failed` is one try: the link stays payable. `order.paid` and `payment.authorized` say nothing more. */
function kindOf(type: string): GatewayEvent['kind'] {
  if (type.startsWith('payment.dispute.')) return 'dispute';
  if (type.startsWith('refund.')) return 'refund';
  if (type.startsWith('payment_link.') || type === 'payment.captured' || type === 'payment.failed') return 'payment';
  return 'ignored';
}

/** Razorpay sends the shopper back only after a success, with a signature by the key's own secret. */
export function parseRazorpayReturn(keySecret: string, query: URLSearchParams): ReturnHint {
  const signature = query.get('razorpay_signature');
  if (signature === null) return { gatewayRef: null, forged: false };
  const parts = ['payment_link_id', 'payment_link_reference_id', 'payment_link_status', 'payment_id'];
  const signed = parts.map((part) => query.get(`razorpay_${part}`) ?? '').join('|');
  if (!isSame(signature, signatureOf(keySecret, signed))) return { gatewayRef: null, forged: true };
  return { gatewayRef: query.get('razorpay_payment_link_id'), forged: false };
}
