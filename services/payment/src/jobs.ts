/** Durable work that reaches a gateway, and what recurs. */
import { randomUUID } from 'node:crypto';
import type { Job, JobHandlers } from '#platform/events/jobs.ts';
import type { Schedule } from '#platform/service/manifest.ts';
import type { PaymentService } from './base.ts';
import { refundById } from './store/refunds.ts';
import { BACKFILL, backfillBooks } from './use-cases/backfill-books.ts';
import { cancelAbandoned } from './use-cases/close-attempt.ts';
import { closeOrder } from './use-cases/close-order.ts';
import { executeRefund } from './use-cases/execute-refund.ts';
import { pollOpenPayments } from './use-cases/poll-open-payments.ts';
import { processWebhook } from './use-cases/process-webhook.ts';
import { reconcile } from './use-cases/reconcile.ts';
import { sweeper } from './use-cases/sweep.ts';

export const jobs = (service: PaymentService): JobHandlers => ({
  'payment.webhook': ({ data, requestId, attempts }: Job<{ id: number }>) =>
    processWebhook(service, data.id, requestId, attempts),
  'payment.close': ({ data, requestId }: Job<{ orderId: number; tell: boolean }>) =>
    closeOrder(service, { ...data, requestId }),
  'payment.reconcile': ({ data, requestId }: Job<{ gateway: string; from: string; to: string }>) =>
    reconcileQuietly(service, data, requestId),
  'payment.cancel': ({ data, requestId }: Job<{ paymentId: number }>) =>
    cancelAbandoned(service, data.paymentId, requestId),
  'payment.refund': (job: Job<{ refundId: number }>) => refund(service, job),
  [BACKFILL]: ({ requestId }: Job) => backfillBooks(service, requestId),
});

/** A gateway may take days to give money back: it is asked again ever less, until the refund has ended. */
async function refund(service: PaymentService, { key, data, requestId }: Job<{ refundId: number }>): Promise<void> {
  const { refundId } = data;
  await executeRefund(service, refundId, requestId);
  const now = await refundById(service.database.kysely, refundId);
  if (now?.status !== 'pending') return;
  const round = Number(key.split(':')[1]) + 1;
  if (!Number.isInteger(round)) return;
  const runAt = new Date(Date.now() + Math.min(60_000 * 2 ** Math.min(round, 10), 6 * 3_600_000));
  await service.jobs.enqueue(service.database.kysely, [
    { kind: 'payment.refund', key: `${refundId}:${round}`, data: { refundId }, runAt, requestId },
  ]);
}

const POLL_MS = 5_000;
const SWEEP_MS = 60_000;

export const schedules = (service: PaymentService): readonly Schedule[] => [
  { name: 'payment.poll', everyMs: POLL_MS, run: () => pollOpenPayments(service) },
  { name: 'payment.sweep', everyMs: SWEEP_MS, run: sweeper(service) },
  { name: 'payment.reconcile', everyMs: SWEEP_MS, run: () => planReconciliation(service) },
];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What was paid in the last minutes is still on its way to the gateway's list. */
const FRESH_MS = 10 * 60_000;

/** One comparison for each gateway and stretch of time, however many processes plan it. */
async function planReconciliation({ config, gateways, jobs: queue, database }: PaymentService): Promise<void> {
  const everyMs = config.RECONCILE_EVERY_HOURS * HOUR_MS;
  if (everyMs === 0) return;
  const stretch = Math.floor(Date.now() / everyMs);
  const to = new Date(Date.now() - FRESH_MS);
  const from = new Date(to.getTime() - config.RECONCILE_DAYS * DAY_MS);
  await queue.enqueue(
    database.kysely,
    gateways.all.map(({ name }) => ({
      kind: 'payment.reconcile',
      key: `${name}:${config.RECONCILE_EVERY_HOURS}:${stretch}`,
      data: { gateway: name, from: from.toISOString(), to: to.toISOString() },
      requestId: randomUUID(),
    })),
  );
}

async function reconcileQuietly(
  service: PaymentService,
  { gateway: name, from, to }: { gateway: string; from: string; to: string },
  requestId: string,
): Promise<void> {
  const gateway = service.gateways.all.find((candidate) => candidate.name === name);
  // Turned off since it was planned.
  if (!gateway) return;
  const done = await reconcile(service, { gateway, from: new Date(from), to: new Date(to), requestId });
  const { repaired, findings, ...counts } = done;
  service.log.info({ ...counts, repaired: repaired.length, findings: findings.length }, 'payments were reconciled');
}
