/**
 * Records what gateways report of payments: compares it with what was asked, moves each state once, and emits, in one
 * transaction with the webhooks that brought the news. Many at once, since many shoppers pay at once: the plain first
 * successes move together, everything else one by one.
 */
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import { type Outcome, succeeded } from '#platform/sql/batcher.ts';
import type { PaymentBase, Tx } from '../base.ts';
import { judge, type Verdict } from '../domain/judge.ts';
import type { ObservedPayment } from '../providers/gateway.ts';
import { lockForRecording, payOrders } from '../store/batches/settlements.ts';
import { markEventsProcessed } from '../store/batches/webhooks.ts';
import type { PayableRow } from '../store/payables.ts';
import { adoptGatewayRef, type PaymentRow } from '../store/payments.ts';
import { applyVerdict, type News } from './apply-verdict.ts';
import { paymentSucceeded } from './payment-events.ts';
import { postPayments } from './post-payments.ts';
import { recordRefunds } from './record-refunds.ts';

export interface Recording {
  payment: Pick<PaymentRow, 'id' | 'order_id'>;
  report: ObservedPayment;
  news: News;
}

export async function recordReports(
  service: PaymentBase,
  tx: Tx,
  recordings: readonly Recording[],
): Promise<Array<Outcome<PaymentRow>>> {
  const results = new Array<PaymentRow>(recordings.length);
  // Two reports on one order must see each other's effect: the second waits for the next round.
  let left = recordings.map((recording, index) => ({ ...recording, index }));
  while (left.length > 0) {
    const orders = new Set<number>();
    const round = left.filter(({ payment }) => !orders.has(payment.order_id) && orders.add(payment.order_id));
    left = left.filter((recording) => !round.includes(recording));
    for (const [index, row] of await recordRound(service, tx, round)) results[index] = row;
  }
  const events = recordings.flatMap(({ payment, news }) =>
    news.webhookEventId === undefined ? [] : [{ id: news.webhookEventId, paymentId: payment.id }],
  );
  await markEventsProcessed(tx, events);
  crashPoint('payment.recording');
  return results.map(succeeded);
}

interface Judged extends Recording {
  index: number;
  before: PaymentRow;
  payable: PayableRow;
  verdict: Verdict;
}

/** At most one report for each order. */
async function recordRound(
  service: PaymentBase,
  tx: Tx,
  round: ReadonlyArray<Recording & { index: number }>,
): Promise<Map<number, PaymentRow>> {
  const { payables, payments } = await lockForRecording(
    tx,
    round.map(({ payment }) => payment.order_id),
    round.map(({ payment }) => payment.id),
  );
  const judged = round.map((recording): Judged => {
    const before = payments.get(recording.payment.id)!;
    const payable = payables.get(recording.payment.order_id)!;
    return { ...recording, before, payable, verdict: verdictOf(before, payable, recording.report) };
  });
  const results = await payTogether(service, tx, judged.filter(isPlain));
  for (const one of judged) {
    if (!isPlain(one)) results.set(one.index, await recordAlone(service, tx, one));
  }
  return results;
}

const verdictOf = (payment: PaymentRow, payable: PayableRow, report: ObservedPayment): Verdict =>
  judge(
    {
      status: payment.status,
      reference: payment.reference,
      money: { minor: payment.amount_minor, currency: payment.currency },
    },
    { state: payable.state, paidBy: payable.paid_payment_id },
    { status: report.status, reference: report.reference, paid: report.paid?.money ?? null },
  );

/** The first success of an order with nothing else to do: no money to give back, no other attempt to close. */
const isPlain = ({ verdict, report, payable, before }: Judged): boolean =>
  verdict.kind === 'success' &&
  verdict.first &&
  verdict.giveBack === null &&
  report.refunds.length === 0 &&
  (payable.open_payment_id === null || payable.open_payment_id === before.id);

async function payTogether(
  service: PaymentBase,
  tx: Tx,
  successes: readonly Judged[],
): Promise<Map<number, PaymentRow>> {
  const rows = await payOrders(
    tx,
    successes.map(({ before, report }) => ({
      id: before.id,
      order_id: before.order_id,
      gateway_ref: report.gatewayRef,
      captured_minor: report.paid!.money.minor,
      gateway_payment_ref: report.paid!.paymentRef,
      method: report.paid!.method,
      paid_at: report.paid!.at,
    })),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  await postPayments(
    service,
    tx,
    successes.map(({ before, payable }) => ({ payment: byId.get(before.id)!, payable })),
  );
  await service.outbox.emit(
    tx,
    successes.map(({ before, payable, news }) => paymentSucceeded(byId.get(before.id)!, payable, news.requestId)),
  );
  return new Map(successes.map(({ index, before }) => [index, byId.get(before.id)!]));
}

async function recordAlone(
  service: PaymentBase,
  tx: Tx,
  { before, payable, report, verdict, news }: Judged,
): Promise<PaymentRow> {
  if (before.gateway_ref === null) await adoptGatewayRef(tx, before.id, report.gatewayRef);
  const after = await applyVerdict(service, tx, payable, before, report, verdict, news);
  await recordRefunds(service, tx, payable, after, report.refunds, news.requestId);
  return after;
}
