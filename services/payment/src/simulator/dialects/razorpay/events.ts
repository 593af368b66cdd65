/** What Razorpay tells: entities by name, no id in the body, a signature without a time. */
import { createHmac } from 'node:crypto';
import type { News } from '../../core/payment.ts';
import type { WireEvent } from '../../memory/deliveries.ts';
import { linkOf, orderOf, paymentOf, refundOf, unix } from './entities.ts';
import { isLink } from './orders.ts';
import type { Razorpay } from './razorpay.ts';

type Entities = Record<string, object>;

export function razorpayEvents(razorpay: Razorpay, news: News): WireEvent[] {
  return entitiesOf(razorpay, news).map(([event, entities]) => {
    const body = {
      entity: 'event',
      account_id: 'acc_simulator',
      event,
      contains: Object.keys(entities),
      payload: Object.fromEntries(Object.entries(entities).map(([name, entity]) => [name, { entity }])),
      created_at: unix(news.at),
    };
    return { id: razorpay.world.random.text(14), type: event, body: JSON.stringify(body) };
  });
}

function entitiesOf(razorpay: Razorpay, { type, payment, refund }: News): Array<[string, Entities]> {
  const attempt = payment.attempts.at(-1);
  const tried = (): Entities => ({ payment: paymentOf(payment, attempt!) });
  const link = (): Entities => ({ payment_link: linkOf(razorpay.world, payment) });
  const order = (): Entities => ({ order: orderOf(payment) });
  switch (type) {
    case 'payment.processing':
      return [['payment.authorized', tried()]];
    case 'payment.paid':
      return [
        ['payment.authorized', { payment: { ...paymentOf(payment, attempt!), status: 'authorized', captured: false } }],
        ['payment.captured', tried()],
        ['order.paid', { ...tried(), ...order() }],
        ...(isLink(payment)
          ? [['payment_link.paid', { ...link(), ...order(), ...tried() }] as [string, Entities]]
          : []),
      ];
    case 'payment.attempt_failed':
    case 'payment.failed':
      return [['payment.failed', tried()]];
    case 'payment.cancelled':
      return isLink(payment) ? [['payment_link.cancelled', link()]] : [];
    case 'payment.expired':
      return isLink(payment) ? [['payment_link.expired', link()]] : [];
    case 'refund.created':
    case 'refund.succeeded':
    case 'refund.failed': {
      const word = type === 'refund.succeeded' ? 'processed' : type.slice('refund.'.length);
      const captured = payment.attempts.find(({ id }) => id === payment.captureId)!;
      return [[`refund.${word}`, { refund: refundOf(payment, refund!), payment: paymentOf(payment, captured) }]];
    }
    case 'payment.approved':
      return [];
  }
}

export const razorpaySignature = (secret: string, content: string | Buffer): string =>
  createHmac('sha256', secret).update(content).digest('hex');
