/**
 * Opens a payment: checks whose order it is and that it waits for money, makes or finds the one open attempt, has the
 * gateway make its page, and has the order kept as long. Every step can be repeated, so a retry after a crash or a lost
 * answer goes on where the first try ended.
 */
import type { InitiatePayment, PaymentStart } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { PaymentService } from '../base.ts';
import { methodAt } from '../providers/desk.ts';
import type { PaymentGateway } from '../providers/gateway.ts';
import { wasAnswered } from '../store/answered.ts';
import { payableOf } from '../store/payables.ts';
import { paymentById } from '../store/payments.ts';
import { leaveOtherAttempt } from './leave-other-attempt.ts';
import { type Attempt, type AttemptWish, openAttempts } from './open-attempt.ts';
import { orderToPay } from './order-to-pay.ts';
import { startOf } from './payment-views.ts';
import { startAttempt } from './start-attempt.ts';

const OPERATION = 'payment.initiate';

export async function initiatePayment(
  service: PaymentService,
  { body }: { body: InitiatePayment },
  context: Context,
): Promise<PaymentStart> {
  callerOf(context);
  const gateway = service.gateways.find(body.gateway);
  const wish = () => wishOf(service, gateway, body, context);
  if (context.idempotencyKey === null) return startOf(await open(service, await wish(), context));
  return openOnce(service, wish, body, context);
}

async function wishOf(
  service: PaymentService,
  gateway: PaymentGateway,
  body: InitiatePayment,
  context: Context,
): Promise<AttemptWish> {
  const method = methodAt(gateway, body.method);
  const order = await orderToPay(service, body.orderId, context);
  service.gateways.takes(gateway, { minor: order.amountMinor, currency: order.currency });
  await leaveOtherAttempt(service, order.orderId, gateway, context.requestId);
  return { order, gateway, method };
}

async function open(service: PaymentService, wish: AttemptWish, context: Context) {
  const attempt = await service.batches.open(wish);
  crashPoint('payment.attempt_made');
  return startAttempt(service, attempt, context);
}

/** A repeated Idempotency-Key gets its own payment again, as it was opened, however the order stands by now. */
async function openOnce(
  service: PaymentService,
  wish: () => Promise<AttemptWish>,
  body: InitiatePayment,
  context: Context,
): Promise<PaymentStart> {
  const repeated = await wasAnswered(service.database.kysely, context, OPERATION);
  const wanted = repeated ? null : await wish();
  const opened = await idempotently(service.database, context, OPERATION, body, async (tx) => {
    if (!wanted) throw problem('idempotency.in_progress');
    const [outcome] = await openAttempts(service, tx, [wanted]);
    if (!outcome?.ok) throw outcome?.error;
    const { payment } = outcome.value;
    return { paymentId: payment.id, method: payment.method };
  });
  const started = await startAttempt(service, await attemptOf(service, opened.paymentId), context);
  return { ...startOf(started), method: opened.method, status: 'pending' };
}

async function attemptOf({ database }: PaymentService, paymentId: number): Promise<Attempt> {
  const payment = (await paymentById(database.kysely, paymentId))!;
  return { payment, payable: (await payableOf(database.kysely, payment.order_id))! };
}
