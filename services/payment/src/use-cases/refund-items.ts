/**
 * Lines of an order come back: the order service takes the return, which puts their stock on the shelf and says what they
 * cost, and the money goes back for it. The order tells of the return by an event too; both name it, so it is one refund.
 */
import { parseMoney } from '#contracts/common/money.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { PaymentService } from '../base.ts';
import { refundableMinor } from '../domain/refundable.ts';
import { payableOf } from '../store/payables.ts';
import { lockPayment, type PaymentRow, paymentById } from '../store/payments.ts';
import { refundByCause } from '../store/refunds.ts';
import { askRefund } from './ask-refund.ts';
import { audited } from './payment-events.ts';
import { causeOfReturn } from './refund-order.ts';
import type { RefundInput } from './refund-payment.ts';

export async function askForItems(
  service: PaymentService,
  { params, body }: RefundInput,
  context: Context,
): Promise<{ refundId: number }> {
  if (body.amount !== undefined) throw invalid('amount', 'follows from the items; name one of the two');
  if (!may(context, 'orders.manage')) throw problem('auth.forbidden');
  const payment = await paymentOfOrder(service, params.id);
  const order = await service.peers.order.returnOrder(
    { params: { id: payment.order_id }, body: { items: body.items!, reason: body.reason?.trim() || 'Given back' } },
    context,
  );
  const taken = order.returns.reduce((newest, one) => (one.id > newest.id ? one : newest));
  const amountMinor = parseMoney(taken.refundPrice, order.currency) ?? 0;
  return refundReturn(service, payment, { returnId: taken.id, amountMinor, reason: taken.reason }, context);
}

/** The payment that paid the order: a second one has gone back already. */
async function paymentOfOrder({ database }: PaymentService, id: number): Promise<PaymentRow> {
  const payment = await paymentById(database.kysely, id);
  if (!payment) throw problem('payment.not_found');
  const payable = await payableOf(database.kysely, payment.order_id);
  if (payable?.paid_payment_id !== id || refundableMinor(payment) <= 0) throw problem('payment.not_refundable');
  return payment;
}

async function refundReturn(
  service: PaymentService,
  { id }: PaymentRow,
  { returnId, amountMinor, reason }: { returnId: number; amountMinor: number; reason: string },
  context: Context,
): Promise<{ refundId: number }> {
  return service.database.tx(async (tx) => {
    const cause = causeOfReturn(returnId);
    const payment = await lockPayment(tx, id);
    const earlier = await refundByCause(tx, id, cause);
    if (earlier) return { refundId: earlier.id };
    const asked = await askRefund(service, tx, payment, {
      cause,
      amountMinor: Math.min(amountMinor, refundableMinor(payment)),
      duplicate: false,
      reason,
      returnId,
      requestedBy: callerOf(context).userId,
      requestId: context.requestId,
    });
    if (asked.kind !== 'asked') throw problem('payment.not_refundable', { detail: 'Nothing is left to give back.' });
    const { refund } = asked;
    const details = { refundId: refund.id, amountMinor: refund.amount_minor, returnId, reason };
    await service.outbox.emit(tx, [audited('refund.requested', payment, details, context.requestId, context)]);
    return { refundId: refund.id };
  });
}
