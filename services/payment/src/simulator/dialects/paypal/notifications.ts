/** PayPal's webhooks, the certificate that proves them, and the call that checks one for the shop. */
import { X509Certificate } from 'node:crypto';
import Type from 'typebox';
import type { News } from '../../core/payment.ts';
import type { Answer, Call } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import type { WireEvent } from '../../memory/deliveries.ts';
import type { PayPal } from './paypal.ts';
import { bodyOf } from './requests.ts';
import { baseOf, captureOf, isoSeconds, orderOf, refundOf } from './resources.ts';
import { isSignedBy, paypalSignature } from './signature.ts';

export const CERTIFICATE_PATH = '/v1/notifications/certs/CERT-simulator';

export function paypalEvents(paypal: PayPal, news: News): WireEvent[] {
  return tidings(paypal, news).map(({ type, kind, version, summary, resource }) => {
    const id = `WH-${paypal.world.random.text(17, 'upper')}-${paypal.world.random.text(17, 'upper')}`;
    const self = `${baseOf(paypal.world)}/v1/notifications/webhooks-events/${id}`;
    const body = {
      id,
      event_version: '1.0',
      create_time: news.at.toISOString(),
      resource_type: kind,
      resource_version: version,
      event_type: type,
      summary,
      resource,
      links: [
        { href: self, rel: 'self', method: 'GET' },
        { href: `${self}/resend`, rel: 'resend', method: 'POST' },
      ],
    };
    return { id, type, body: JSON.stringify(body) };
  });
}

interface Tiding {
  type: string;
  kind: 'checkout-order' | 'capture' | 'refund';
  version: '2.0';
  summary: string;
  resource: object;
}

function tidings(paypal: PayPal, { type, payment, refund }: News): Tiding[] {
  const { world } = paypal;
  const of = (name: string, kind: Tiding['kind'], summary: string, resource: object): Tiding[] => [
    { type: name, kind, version: '2.0', summary, resource },
  ];
  const order = () => orderOf(world, payment, []);
  switch (type) {
    case 'payment.approved':
      return of('CHECKOUT.ORDER.APPROVED', 'checkout-order', 'An order has been approved by buyer', order());
    case 'payment.processing':
      return of('PAYMENT.CAPTURE.PENDING', 'capture', 'Payment pending', captureOf(world, payment));
    case 'payment.paid':
      return [
        ...of('PAYMENT.CAPTURE.COMPLETED', 'capture', 'Payment completed', captureOf(world, payment)),
        ...of('CHECKOUT.ORDER.COMPLETED', 'checkout-order', 'Checkout Order Completed', order()),
      ];
    case 'payment.failed':
      return of('PAYMENT.CAPTURE.DENIED', 'capture', 'Payment denied', captureOf(world, payment));
    case 'payment.expired':
      // Nobody is told of an order that was never approved.
      return payment.bankAnswer === null
        ? []
        : of('CHECKOUT.PAYMENT-APPROVAL.REVERSED', 'checkout-order', 'A payment has been reversed', {
            order_id: payment.id,
            purchase_units: order().purchase_units,
          });
    case 'refund.succeeded':
      return of('PAYMENT.CAPTURE.REFUNDED', 'refund', 'Payment refunded', refundOf(world, payment, refund!));
    default:
      return [];
  }
}

export function transmissionHeaders(
  paypal: PayPal,
  body: Buffer,
  { at, forged }: { at: Date; forged: boolean },
): Record<string, string> {
  const { world, signing } = paypal;
  const hex = world.random.text(32, 'hex');
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  const time = isoSeconds(at);
  const webhookId = forged ? 'WH-OF-SOMEBODY-ELSE' : world.secrets.paypal.webhookId;
  return {
    'paypal-transmission-id': id,
    'paypal-transmission-time': time,
    'paypal-transmission-sig': paypalSignature({ id, time, webhookId, body }, signing.privateKey),
    'paypal-cert-url': baseOf(world) + CERTIFICATE_PATH,
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-auth-version': 'v2',
    'user-agent': 'PayPal/AUHD-1.0-1',
  };
}

const text = Type.String({ minLength: 1, maxLength: 500 });
const question = shape(
  Type.Object(
    {
      auth_algo: text,
      cert_url: text,
      transmission_id: text,
      transmission_sig: text,
      transmission_time: text,
      webhook_id: text,
      webhook_event: Type.Record(Type.String(), Type.Unknown()),
    },
    { additionalProperties: false },
  ),
);

/** The event is checked as it stands in the body, byte by byte: to write it again would change it. */
export function verifySignature(paypal: PayPal, call: Call): Answer {
  const asked = bodyOf<Record<string, string>>(call, question);
  const { signing, world } = paypal;
  const event = rawValueOf(call.body.toString('utf8'), 'webhook_event');
  const genuine =
    asked.auth_algo === 'SHA256withRSA' &&
    asked.cert_url === baseOf(world) + CERTIFICATE_PATH &&
    asked.webhook_id === world.secrets.paypal.webhookId &&
    isSignedBy(
      {
        id: asked.transmission_id!,
        time: asked.transmission_time!,
        webhookId: asked.webhook_id,
        body: Buffer.from(event),
      },
      asked.transmission_sig!,
      new X509Certificate(signing.certificate).publicKey,
    );
  return { status: 200, body: { verification_status: genuine ? 'SUCCESS' : 'FAILURE' } };
}

/** The object behind a name, as it was written. */
function rawValueOf(text: string, name: string): string {
  const start = text.indexOf('{', text.indexOf(`"${name}"`));
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth += 1;
    else if (!quoted && character === '}') {
      depth -= 1;
      if (depth === 0) return text.slice(start, at + 1);
    }
  }
  return '';
}
