/**
 * Has the gateway make its page for an attempt and the order kept until it runs out. Repeating it changes nothing: the
 * attempt's reference was there first and names the same payment each time.
 */
import { isProblem, type Problem, problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { Context } from '#platform/service/context.ts';
import type { PaymentService } from '../base.ts';
import type { CreatedPayment } from '../providers/gateway.ts';
import { GatewayRefusal } from '../providers/gateway-error.ts';
import { freeOpenAttempt, lockPayable } from '../store/payables.ts';
import { keepOpened, movePayment, type PaymentRow, paymentById } from '../store/payments.ts';
import { closeAttempt } from './close-attempt.ts';
import type { Attempt } from './open-attempt.ts';
import { paymentEnded } from './payment-events.ts';

/** Throws when the attempt has ended without a page. One that ended with a page is answered: the page says how. */
export async function startAttempt(service: PaymentService, attempt: Attempt, context: Context): Promise<PaymentRow> {
  const { payment } = attempt;
  const started =
    payment.announced || payment.status !== 'pending' ? payment : await startOnce(service, attempt, context);
  if (started.pay_url === null) throw problem('payment.not_payable', { detail: 'This payment was cancelled.' });
  return started;
}

function startOnce(service: PaymentService, attempt: Attempt, context: Context): Promise<PaymentRow> {
  const { id } = attempt.payment;
  const running = service.opening.get(id);
  if (running) return running;
  const starting = start(service, attempt, context).finally(() => service.opening.delete(id));
  service.opening.set(id, starting);
  return starting;
}

async function start(service: PaymentService, attempt: Attempt, context: Context): Promise<PaymentRow> {
  const { payment, payable } = attempt;
  const created = await create(service, attempt).catch(async (error: unknown) => {
    // Asking again in the same way would be refused again: it ends, and makes room for another gateway.
    if (isProblem(error, 'payment.gateway_refused')) await endRefused(service, attempt, error, context);
    throw error;
  });
  crashPoint('payment.created');
  await announce(service, payment, created, context);
  crashPoint('payment.announced');
  const kept = await service.batches.keep({
    id: payment.id,
    gateway_ref: created.gatewayRef,
    pay_url: created.payUrl,
    expires_at: created.expiresAt,
    payable,
    requestId: context.requestId,
  });
  if (kept) return kept;
  const now = (await paymentById(service.database.kysely, payment.id))!;
  // Ended while the gateway made it, so nobody was given the page: it is closed again.
  if (now.status !== 'pending') await closeUnused(service, payment, created);
  return now;
}

function create(service: PaymentService, { payment, payable }: Attempt): Promise<CreatedPayment> {
  const gateway = service.gateways.of(payment);
  return service.gateways.call(gateway, 'create', () =>
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
}

async function endRefused(service: PaymentService, { payment }: Attempt, error: Problem, { requestId }: Context) {
  const reason = error.cause instanceof GatewayRefusal ? error.cause.reason : 'The gateway did not take it.';
  await service.database.tx(async (tx) => {
    const payable = (await lockPayable(tx, payment.order_id))!;
    const ended = await movePayment(tx, payment.id, ['pending'], { status: 'failed', failure_reason: reason });
    if (!ended) return;
    await freeOpenAttempt(tx, payment.order_id, payment.id);
    await service.outbox.emit(tx, [paymentEnded('payment.failed', ended, payable, requestId)]);
  });
}

/** The order is kept as long as the page, before anybody is given it. */
async function announce(
  service: PaymentService,
  payment: PaymentRow,
  created: CreatedPayment,
  context: Context,
): Promise<void> {
  const expiresAt = created.expiresAt.toISOString();
  try {
    await service.peers.order.paymentStarted({ body: { orderId: payment.order_id, expiresAt } }, context);
  } catch (error) {
    if (!isProblem(error) || error.status >= 500) throw error;
    // The order ended in the meantime: nothing may be paid for it.
    const opened = await keepOpened(service.database.kysely, payment.id, created.gatewayRef);
    const because = 'The order can no longer be paid.';
    if (opened) await closeAttempt(service, opened, { requestId: context.requestId, because });
    else await closeUnused(service, payment, created);
    throw isProblem(error, 'order.bad_transition') ? problem('payment.not_payable') : error;
  }
}

async function closeUnused(service: PaymentService, payment: PaymentRow, created: CreatedPayment): Promise<void> {
  const gateway = service.gateways.of(payment);
  await service.gateways.call(gateway, 'cancel', () => gateway.cancel(created.gatewayRef)).catch(() => undefined);
}
