/** An admin gives money back: stored first, then tried at once; what the gateway does not answer now, a job asks again. */

import { randomUUID } from 'node:crypto';
import type { Static } from 'typebox';
import { formatMoney, moneyFrom } from '#contracts/common/money.ts';
import type { Refund, RefundPayment } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { PaymentService, Tx } from '../base.ts';
import { capturedCurrencyOf } from '../domain/refundable.ts';
import { type PaymentRow, paymentById } from '../store/payments.ts';
import { refundById } from '../store/refunds.ts';
import { askRefund } from './ask-refund.ts';
import { executeRefund } from './execute-refund.ts';
import { audited } from './payment-events.ts';
import { refundView } from './payment-views.ts';
import { askForItems } from './refund-items.ts';

export interface RefundInput {
  params: { id: number };
  body: Static<typeof RefundPayment>;
}

export async function refundPayment(
  service: PaymentService,
  { params, body }: RefundInput,
  context: Context,
): Promise<Refund> {
  callerOf(context);
  const operation = `payment.refund:${params.id}`;
  if (body.items) return sendRefund(service, (await askForItems(service, { params, body }, context)).refundId, context);
  const { refundId } = await idempotently(service.database, context, operation, body, async (tx) => {
    const payment = await paymentById(tx, params.id);
    if (!payment) throw problem('payment.not_found');
    return ask(service, tx, payment, body, context);
  });
  return sendRefund(service, refundId, context);
}

/** Tried at once; what the gateway does not answer now, a job asks again. */
export async function sendRefund(service: PaymentService, refundId: number, context: Context): Promise<Refund> {
  await executeRefund(service, refundId, context.requestId).catch((error: unknown) =>
    context.log.warn({ err: error, refundId }, 'a refund waits for its gateway'),
  );
  return refundView((await refundById(service.database.kysely, refundId))!);
}

async function ask(
  service: PaymentService,
  tx: Tx,
  payment: PaymentRow,
  body: RefundInput['body'],
  context: Context,
): Promise<{ refundId: number }> {
  const amountMinor = body.amount === undefined ? null : moneyFrom(body.amount, capturedCurrencyOf(payment), 'amount');
  if (amountMinor === 0) throw problem('payment.not_refundable', { detail: 'Name an amount above zero.' });
  const asked = await askRefund(service, tx, payment, {
    cause: `request:${randomUUID()}`,
    amountMinor,
    duplicate: false,
    reason: body.reason?.trim() || null,
    returnId: null,
    requestedBy: callerOf(context).userId,
    requestId: context.requestId,
  });
  if (asked.kind === 'nothing') throw problem('payment.not_refundable');
  if (asked.kind === 'too-large') {
    const currency = capturedCurrencyOf(payment);
    const refundable = formatMoney(asked.refundable, currency);
    throw problem('payment.refund_too_large', { extra: { refundable, currency } });
  }
  const { refund } = asked;
  const details = { refundId: refund.id, amountMinor: refund.amount_minor, reason: refund.reason };
  await service.outbox.emit(tx, [audited('refund.requested', payment, details, context.requestId, context)]);
  return { refundId: refund.id };
}
