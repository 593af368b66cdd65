/** Works out what a stored webhook means: finds its payment and settles that. The event itself proves nothing. */
import type { PaymentService } from '../base.ts';
import { adoptGatewayRef, type PaymentRow, paymentAtGateway } from '../store/payments.ts';
import { markFailed, markProcessed, type WebhookEventRow, webhookEventById } from '../store/webhook-events.ts';
import { audited } from './payment-events.ts';
import { settlePayment } from './settle-payment.ts';

/** Attempts after which an event of an unknown payment is left to reconciliation: it is perhaps another shop's. */
const PATIENCE = 6;

export async function processWebhook(
  service: PaymentService,
  eventId: number,
  requestId: string,
  attempts: number,
): Promise<void> {
  const { kysely } = service.database;
  const event = await webhookEventById(kysely, eventId);
  if (!event || event.state === 'processed') return;
  const payment = await paymentAtGateway(kysely, event.gateway, event.gateway_ref, event.reference);
  if (!payment) {
    if (attempts < PATIENCE) throw new Error('The webhook names a payment that is not known yet.');
    await markFailed(kysely, event.id, 'No payment of this name is known here.');
    return;
  }
  if (event.kind === 'dispute') return noteDispute(service, event, payment, requestId);
  await settlePayment(service, await named(service, payment, event), { requestId, webhookEventId: event.id });
}

/** A webhook can overtake the answer that tells us the gateway's name for the payment. */
async function named(service: PaymentService, payment: PaymentRow, event: WebhookEventRow): Promise<PaymentRow> {
  if (payment.gateway_ref !== null) return payment;
  if (event.gateway_ref === null) throw new Error('The payment has no name at its gateway yet.');
  await adoptGatewayRef(service.database.kysely, payment.id, event.gateway_ref);
  return { ...payment, gateway_ref: event.gateway_ref };
}

async function noteDispute(service: PaymentService, event: WebhookEventRow, payment: PaymentRow, requestId: string) {
  service.log.error({ paymentId: payment.id, type: event.type }, 'a payment is disputed');
  await service.database.tx(async (tx) => {
    await service.outbox.emit(tx, [audited('payment.disputed', payment, { type: event.type }, requestId)]);
    await markProcessed(tx, event.id, payment.id);
  });
}
