/**
 * Opens a payment: checks whose order it is and that it waits for money, makes or finds the one open attempt, has the
 * gateway make its page, and has the order kept as long. Every step can be repeated, so a retry after a crash or a lost
 * answer goes on where the first try ended.
 */
import type { InitiatePayment, PaymentStart } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { PaymentService } from '../base.ts';
import { methodAt } from '../providers/desk.ts';
import { wasAnswered } from '../store/answered.ts';
import { startOf } from '../views.ts';
import { leaveOtherAttempt } from './leave-other-attempt.ts';
import { openAttempt } from './open-attempt.ts';
import { orderToPay } from './order-to-pay.ts';
import { startAttempt } from './start-attempt.ts';

const OPERATION = 'payment.initiate';

export async function initiatePayment(
  service: PaymentService,
  { body }: { body: InitiatePayment },
  context: Context,
): Promise<PaymentStart> {
  callerOf(context);
  const gateway = service.gateways.find(body.gateway);
  const wish = { gateway, method: methodAt(gateway, body.method) };
  // A repeated Idempotency-Key gets its own payment again, however the order stands by now.
  const repeated = await wasAnswered(service.database.kysely, context, OPERATION);
  const order = repeated ? null : await orderToPay(service, body.orderId, context);
  if (order) await leaveOtherAttempt(service, order.orderId, gateway, context.requestId);
  const attempt = await idempotently(service.database, context, OPERATION, body, (tx) => {
    if (!order) throw problem('idempotency.in_progress');
    return openAttempt(service, tx, order, wish);
  });
  return startOf(await startAttempt(service, attempt.paymentId, context), attempt.method);
}
