/** Asks the gateway now how a payment stands, for a page that will not wait for the webhook. */
import type { Payment } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { PaymentService } from '../base.ts';
import { paymentOf } from '../store/payment-lists.ts';
import { getPayment, visibleTo } from './read-payments.ts';
import { settlePayment } from './settle-payment.ts';

export async function refreshPayment(
  service: PaymentService,
  input: { params: { id: number } },
  context: Context,
): Promise<Payment> {
  const payment = await paymentOf(service.database.kysely, input.params.id, visibleTo(context));
  if (!payment) throw problem('payment.not_found');
  await settlePayment(service, payment, { requestId: context.requestId });
  return getPayment(service, input, context);
}
