/**
 * Closes an open attempt so that nobody can pay it any more: at the gateway first, then here. Answers the payment as it
 * then is, which may be paid: the shopper was faster.
 */
import type { PaymentService, Tx } from '../base.ts';
import { freeOpenAttempt, lockPayable } from '../store/payables.ts';
import { cancelUnsent, movePayment, type PaymentRow, paymentById } from '../store/payments.ts';
import type { News } from './apply-verdict.ts';
import { leftAtGateway, noteGatewayOff } from './note-gateway-off.ts';
import { paymentEnded } from './payment-events.ts';
import { settlePayment } from './settle-payment.ts';

export async function closeAttempt(
  service: PaymentService,
  payment: PaymentRow,
  news: News & { because: string },
): Promise<PaymentRow> {
  if (payment.status !== 'pending') return payment;
  if (payment.gateway_ref === null) {
    const closed = await closeHere(service, payment, news, 'unsent');
    if (closed) return closed;
  }
  const sent = (await paymentById(service.database.kysely, payment.id))!;
  if (sent.status !== 'pending' || sent.gateway_ref === null) return sent;
  const gatewayRef = sent.gateway_ref;
  if (!service.gateways.isOn(sent)) return closeUnasked(service, sent, news);
  const gateway = service.gateways.of(sent);
  const answer = await service.gateways.call(gateway, 'cancel', () => gateway.cancel(gatewayRef));
  const settled = await settlePayment(service, sent, news);
  if (settled.status !== 'pending' || answer !== 'unsupported') return settled;
  // It runs out at the gateway by itself; a success that still comes is given back.
  return (await closeHere(service, settled, news, 'any')) ?? settled;
}

/** Nobody can ask its gateway, and the order must not wait for that. */
async function closeUnasked(
  service: PaymentService,
  payment: PaymentRow,
  news: News & { because: string },
): Promise<PaymentRow> {
  const closed = await closeHere(service, payment, news, 'any', (tx) =>
    noteGatewayOff(service, tx, payment, leftAtGateway, news.requestId),
  );
  return closed ?? (await paymentById(service.database.kysely, payment.id))!;
}

/**
 * Its gateway cannot be asked now, and the shopper wants to pay elsewhere: it ends here at once, and there as soon as the
 * gateway is back. Should it have been paid there in the meantime, the second success of the two goes back by itself.
 */
export async function abandonAttempt(
  service: PaymentService,
  payment: PaymentRow,
  news: News & { because: string },
): Promise<PaymentRow> {
  const moved = await closeHere(service, payment, news, 'any', async (tx) => {
    const { requestId } = news;
    await service.jobs.enqueue(tx, [
      { kind: 'payment.cancel', key: String(payment.id), data: { paymentId: payment.id }, requestId },
    ]);
  });
  return moved ?? (await paymentById(service.database.kysely, payment.id))!;
}

/** The job behind an abandoned attempt. */
export async function cancelAbandoned(service: PaymentService, paymentId: number, requestId: string): Promise<void> {
  const payment = (await paymentById(service.database.kysely, paymentId))!;
  const { gateway_ref } = payment;
  if (gateway_ref === null) return;
  if (!service.gateways.isOn(payment)) {
    return noteGatewayOff(service, service.database.kysely, payment, leftAtGateway, requestId);
  }
  const gateway = service.gateways.of(payment);
  await service.gateways.call(gateway, 'cancel', () => gateway.cancel(gateway_ref));
  await settlePayment(service, payment, { requestId });
}

async function closeHere(
  service: PaymentService,
  { id, order_id }: PaymentRow,
  { requestId, because }: News & { because: string },
  which: 'unsent' | 'any',
  besides: (tx: Tx) => Promise<void> = async () => {},
): Promise<PaymentRow | undefined> {
  return service.database.tx(async (tx) => {
    const payable = (await lockPayable(tx, order_id))!;
    const moved =
      which === 'unsent'
        ? await cancelUnsent(tx, id, because)
        : await movePayment(tx, id, ['pending'], { status: 'cancelled', failure_reason: because });
    if (!moved) return undefined;
    await freeOpenAttempt(tx, order_id, id);
    await besides(tx);
    await service.outbox.emit(tx, [paymentEnded('payment.cancelled', moved, payable, requestId)]);
    return moved;
  });
}
