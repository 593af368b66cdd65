/** One payment that does not agree with its gateway's list: asked for, settled, and what is left is written down. */
import { isProblem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { PaymentService } from '../base.ts';
import { type Booked, differenceOf } from '../domain/compare.ts';
import { capturedCurrencyOf } from '../domain/refundable.ts';
import type { ObservedPayment, PaymentGateway } from '../providers/gateway.ts';
import { type PaymentRow, paymentById } from '../store/payments.ts';
import { foundOf, recordFinding } from './record-finding.ts';

export type Checked =
  | { outcome: 'agrees'; captured: boolean }
  | { outcome: 'repaired' | 'differs'; summary: string }
  | { outcome: 'unanswered' };

export const bookedOf = (payment: PaymentRow): Booked => ({
  capturedMinor: payment.captured_minor,
  currency: capturedCurrencyOf(payment),
  refundingMinor: payment.refunding_minor,
  refundedMinor: payment.refunded_minor,
  held: payment.held_reason !== null,
});

export async function checkPayment(
  service: PaymentService,
  gateway: PaymentGateway,
  payment: PaymentRow,
  requestId: string,
): Promise<Checked> {
  const { kysely } = service.database;
  const report = await ask(service, gateway, payment);
  if (report === 'unanswered') return { outcome: 'unanswered' };
  if (report) await service.batches.record({ payment, report, news: { requestId } });
  crashPoint('payment.compared');
  const now = (await paymentById(kysely, payment.id))!;
  const answered = report && { status: report.status, paid: report.paid?.money ?? null, refunds: report.refunds };
  const difference = differenceOf(bookedOf(now), answered);
  if (difference) {
    const key = [now.captured_minor, now.refunded_minor, difference.summary].join(':');
    const found = foundOf(now, difference.kind, key, `Payment ${now.id}: ${difference.summary}`);
    const state = await recordFinding(service, kysely, found, requestId);
    return state === 'open' ? { outcome: 'differs', summary: found.summary } : { outcome: 'agrees', captured: false };
  }
  if (now.held_reason !== null) return { outcome: 'differs', summary: `Payment ${now.id} is held: ${now.held_reason}` };
  return noteRepair(service, payment, now, requestId);
}

async function ask(
  service: PaymentService,
  gateway: PaymentGateway,
  { gateway_ref }: PaymentRow,
): Promise<ObservedPayment | null | 'unanswered'> {
  // Never named to us, so never opened there as far as we know.
  if (gateway_ref === null) return null;
  try {
    return await service.gateways.call(gateway, 'get', () => gateway.get(gateway_ref, { refunds: true }));
  } catch (error) {
    if (isProblem(error, 'payment.gateway_refused')) return null;
    if (isProblem(error, 'payment.gateway_unavailable')) return 'unanswered';
    throw error;
  }
}

/** What the road has put right is kept, so that it is seen how often that is needed. */
async function noteRepair(
  service: PaymentService,
  before: PaymentRow,
  now: PaymentRow,
  requestId: string,
): Promise<Checked> {
  const changed = before.captured_minor !== now.captured_minor || before.refunded_minor !== now.refunded_minor;
  if (!changed) return { outcome: 'agrees', captured: now.captured_minor > 0 };
  const back = now.refunded_minor > 0 ? `, ${now.refunded_minor} given back` : '';
  const summary = `Payment ${now.id}: ${before.status} became ${now.status}, ${now.captured_minor} taken${back}.`;
  const found = foundOf(now, 'repaired', `${now.version}`, summary);
  await recordFinding(service, service.database.kysely, found, requestId);
  return { outcome: 'repaired', summary };
}
