/** Works out what a stored webhook means: finds its payment and settles that. The event itself proves nothing. */
import type { PaymentService } from '../base.ts';
import { markEventsProcessed } from '../store/batches/webhooks.ts';
import { adoptGatewayRef, type PaymentRow, paymentAtGateway } from '../store/payments.ts';
import { markFailed, type NewWebhookEvent, webhookEventById } from '../store/webhook-events.ts';
import { audited } from './payment-events.ts';
import { foundOf, recordFinding } from './record-finding.ts';
import { settlePayment } from './settle-payment.ts';

type StoredEvent = Pick<NewWebhookEvent, 'gateway' | 'kind' | 'type' | 'gateway_ref' | 'payment_ref' | 'reference'> & {
  id: number;
};

/**
 * Attempts after which an event of an unknown payment is left to reconciliation: it is perhaps another shop's. So is one
 * of a gateway that was turned off since it was stored.
 */
const PATIENCE = 6;

/** The job behind an event that the process which stored it did not work out. */
export async function processWebhook(
  service: PaymentService,
  eventId: number,
  requestId: string,
  attempts: number,
): Promise<void> {
  const { kysely } = service.database;
  const event = await webhookEventById(kysely, eventId);
  if (event?.state !== 'received') return;
  if (attempts < PATIENCE) return processEvent(service, event, requestId);
  await processEvent(service, event, requestId).catch(async (error: unknown) => {
    if (service.gateways.isOn(event) && !(error instanceof UnknownPayment)) throw error;
    await markFailed(kysely, event.id, (error as Error).message);
  });
}

export async function processEvent(service: PaymentService, event: StoredEvent, requestId: string): Promise<void> {
  const payment = await paymentAtGateway(service.database.read, event);
  if (!payment) throw new UnknownPayment('No payment of this name is known here.');
  if (event.kind === 'dispute') return noteDispute(service, event, payment, requestId);
  await settlePayment(service, await named(service, payment, event), { requestId, webhookEventId: event.id });
}

/** Perhaps not known yet: a webhook can overtake everything. */
class UnknownPayment extends Error {}

/** A webhook can overtake the answer that tells us the gateway's name for the payment. */
async function named(service: PaymentService, payment: PaymentRow, event: StoredEvent): Promise<PaymentRow> {
  if (payment.gateway_ref !== null) return payment;
  if (event.gateway_ref === null) throw new Error('The payment has no name at its gateway yet.');
  await adoptGatewayRef(service.database.kysely, payment.id, event.gateway_ref);
  return { ...payment, gateway_ref: event.gateway_ref };
}

async function noteDispute(service: PaymentService, event: StoredEvent, payment: PaymentRow, requestId: string) {
  const summary = `Payment ${payment.id} is disputed at the gateway: ${event.type}.`;
  await service.database.tx(async (tx) => {
    await recordFinding(service, tx, foundOf(payment, 'disputed', event.type, summary), requestId);
    await service.outbox.emit(tx, [audited('payment.disputed', payment, { type: event.type }, requestId)]);
    await markEventsProcessed(tx, [{ id: event.id, paymentId: payment.id }]);
  });
}
