/**
 * Has the gateway make its page for an attempt and the order kept until it runs out. Repeating it changes nothing: the
 * attempt's reference was there first and names the same payment each time.
 */
import { isProblem, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { PaymentService } from '../base.ts';
import { payableOf } from '../store/payables.ts';
import { keepOpened, markAnnounced, type PaymentRow, paymentById } from '../store/payments.ts';
import { closeAttempt } from './close-attempt.ts';
import { paymentStarted } from './payment-events.ts';

export async function startAttempt(service: PaymentService, paymentId: number, context: Context): Promise<PaymentRow> {
  const payment = (await paymentById(service.database.kysely, paymentId))!;
  if (payment.status !== 'pending') return ended(payment);
  const opened = payment.pay_url === null ? await openOnce(service, payment) : payment;
  if (opened.status !== 'pending') return ended(opened);
  return opened.announced ? opened : announce(service, opened, context);
}

/** Its page is answered again, and says how it ended; without one there is nothing to show. */
function ended(payment: PaymentRow): PaymentRow {
  if (payment.pay_url === null) throw problem('payment.not_payable', { detail: 'This payment was cancelled.' });
  return payment;
}

function openOnce(service: PaymentService, payment: PaymentRow): Promise<PaymentRow> {
  const running = service.opening.get(payment.id);
  if (running) return running;
  const opening = openAtGateway(service, payment).finally(() => service.opening.delete(payment.id));
  service.opening.set(payment.id, opening);
  return opening;
}

async function openAtGateway(service: PaymentService, payment: PaymentRow): Promise<PaymentRow> {
  const { kysely } = service.database;
  const gateway = service.gateways.find(payment.gateway);
  const payable = (await payableOf(kysely, payment.order_id))!;
  const created = await service.gateways.call(gateway, 'create', () =>
    gateway.create({
      reference: payment.reference,
      orderId: payment.order_id,
      orderNumber: payable.order_number,
      money: { minor: payment.amount_minor, currency: payment.currency },
      method: payment.method as never,
      returnUrl: `${service.common.publicUrl}/payment/return/${payment.reference}`,
      expiresAt: payment.expires_at,
      customer: { name: payable.name, email: payable.email },
    }),
  );
  const kept = await keepOpened(kysely, payment.id, {
    gateway_ref: created.gatewayRef,
    pay_url: created.payUrl,
    expires_at: created.expiresAt,
  });
  if (kept) return kept;
  // The attempt ended while the gateway made it: nobody was given the page, so it is closed again.
  await service.gateways.call(gateway, 'cancel', () => gateway.cancel(created.gatewayRef)).catch(() => undefined);
  return (await paymentById(kysely, payment.id))!;
}

async function announce(service: PaymentService, payment: PaymentRow, context: Context): Promise<PaymentRow> {
  const expiresAt = payment.expires_at.toISOString();
  try {
    await service.peers.order.paymentStarted({ body: { orderId: payment.order_id, expiresAt } }, context);
  } catch (error) {
    if (!isProblem(error) || error.status >= 500) throw error;
    // The order ended in the meantime: nothing may be paid for it.
    const because = 'The order can no longer be paid.';
    await closeAttempt(service, payment, { requestId: context.requestId, because });
    throw isProblem(error, 'order.bad_transition') ? problem('payment.not_payable') : error;
  }
  return service.database.tx(async (tx) => {
    const announced = await markAnnounced(tx, payment.id);
    if (!announced) return (await paymentById(tx, payment.id))!;
    const payable = (await payableOf(tx, payment.order_id))!;
    await service.outbox.emit(tx, [paymentStarted(announced, payable, context.requestId)]);
    return announced;
  });
}
