/**
 * A person decides what becomes of a held payment. The gateway is asked once more before, outside the transaction: what
 * is booked is what it says now, and not what it said when the payment was held.
 */
import type { Static } from 'typebox';
import type { Payment, ResolvePayment } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { PaymentService, Tx } from '../base.ts';
import type { ObservedPayment } from '../providers/gateway.ts';
import { closeFindingsOf } from '../store/findings.ts';
import { freeOpenAttempt, lockPayable, type PayableRow } from '../store/payables.ts';
import { lockPayment, movePayment, type PaymentRow, paymentById } from '../store/payments.ts';
import { succeed } from './apply-verdict.ts';
import { audited, paymentEnded } from './payment-events.ts';
import { getPayment } from './read-payments.ts';

interface Resolve {
  params: { id: number };
  body: Static<typeof ResolvePayment>;
}

export async function resolvePayment(service: PaymentService, input: Resolve, context: Context): Promise<Payment> {
  const { id } = input.params;
  const operation = `payment.resolve:${id}`;
  const known = await paymentById(service.database.kysely, id);
  if (!known) throw problem('payment.not_found');
  // A repetition with the same key finds it resolved: its answer is only read again.
  const report = known.held_reason === null || input.body.decision === 'drop' ? null : await ask(service, known);
  await idempotently(service.database, context, operation, input.body, async (tx) => {
    await decide(service, tx, { id, orderId: known.order_id, report, ...input.body }, context);
    return { resolved: true };
  });
  return getPayment(service, input, context);
}

async function ask(service: PaymentService, payment: PaymentRow): Promise<ObservedPayment> {
  const gateway = service.gateways.of(payment);
  return service.gateways.call(gateway, 'get', () => gateway.get(payment.gateway_ref!, { refunds: true }));
}

interface Decision {
  id: number;
  orderId: number;
  decision: 'accept' | 'refund' | 'drop';
  note: string;
  report: ObservedPayment | null;
}

async function decide(service: PaymentService, tx: Tx, wish: Decision, context: Context): Promise<void> {
  const payable = (await lockPayable(tx, wish.orderId))!;
  const payment = await lockPayment(tx, wish.id);
  if (payment.held_reason === null) throw refused('The payment is not held.');
  const { requestId } = context;
  if (wish.decision === 'drop') await drop(service, tx, payable, payment, wish.note, requestId);
  else {
    const report = bookable(payment, wish);
    if (wish.decision === 'accept') refuseUnlessPayable(payment, payable, report);
    const verdict =
      wish.decision === 'accept'
        ? ({ kind: 'success', first: true, giveBack: null } as const)
        : ({ kind: 'success', first: false, giveBack: 'held' } as const);
    await succeed(service, tx, payable, payment, report, verdict, { requestId });
  }
  const closing = { note: `${wish.decision}: ${wish.note}`.slice(0, 500), resolvedBy: callerOf(context).userId };
  await closeFindingsOf(tx, [payment.id], ['held'], closing);
  const details = { decision: wish.decision, note: wish.note, reported: wish.report?.paid ?? null };
  await service.outbox.emit(tx, [audited('payment.resolved', payment, details, requestId, context)]);
}

/** What is there to be booked, and is this payment's. */
function bookable(payment: PaymentRow, { report }: Decision): ObservedPayment {
  if (report?.status !== 'paid' || report.paid === null || report.paid.money.minor <= 0) {
    throw refused(`The gateway has no money of it: it says ${report?.status ?? 'nothing'}. Drop it.`);
  }
  if (report.reference !== null && report.reference !== payment.reference) {
    throw refused('The gateway has it under another reference, so it is none of this payment. Drop it.');
  }
  return report;
}

function refuseUnlessPayable(payment: PaymentRow, payable: PayableRow, { paid }: ObservedPayment): void {
  if (paid!.money.currency !== payment.currency) {
    throw refused('It came in another currency than the order has. Give it back.');
  }
  const waits = (payable.state === 'open' || payable.state === 'closing') && payable.paid_payment_id === null;
  if (!waits) throw refused('The order does not wait for money any more. Give it back.');
}

async function drop(
  service: PaymentService,
  tx: Tx,
  payable: PayableRow,
  payment: PaymentRow,
  note: string,
  requestId: string,
): Promise<void> {
  const change = { status: 'cancelled' as const, held_reason: null, failure_reason: note.slice(0, 300) };
  const dropped = (await movePayment(tx, payment.id, ['pending', 'failed', 'cancelled'], change))!;
  await freeOpenAttempt(tx, payment.order_id, payment.id);
  if (payment.status !== 'pending') return;
  await service.outbox.emit(tx, [paymentEnded('payment.cancelled', dropped, payable, requestId)]);
}

const refused = (detail: string) => problem('payment.bad_transition', { detail });
