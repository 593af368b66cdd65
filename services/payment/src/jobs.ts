/** Durable work that reaches a gateway, and what recurs. */
import { randomUUID } from 'node:crypto';
import type { Job, JobHandlers } from '#platform/events/jobs.ts';
import type { Schedule } from '#platform/service/manifest.ts';
import type { PaymentService } from './base.ts';
import { leftOpen } from './store/payables.ts';
import { refundById, stuckRefunds } from './store/refunds.ts';
import { cancelAbandoned } from './use-cases/close-attempt.ts';
import { closeOrder } from './use-cases/close-order.ts';
import { executeRefund } from './use-cases/execute-refund.ts';
import { pollOpenPayments } from './use-cases/poll-open-payments.ts';
import { processWebhook } from './use-cases/process-webhook.ts';

export const jobs = (service: PaymentService): JobHandlers => ({
  'payment.webhook': ({ data, requestId, attempts }: Job<{ id: number }>) =>
    processWebhook(service, data.id, requestId, attempts),
  'payment.close': ({ data, requestId }: Job<{ orderId: number; tell: boolean }>) =>
    closeOrder(service, { ...data, requestId }),
  'payment.cancel': ({ data, requestId }: Job<{ paymentId: number }>) =>
    cancelAbandoned(service, data.paymentId, requestId),
  'payment.refund': (job: Job<{ refundId: number }>) => refund(service, job),
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
/** Longer than the pauses of a job that is still being repeated. */
const STUCK_MS = 20 * 60_000;

export const schedules = (service: PaymentService): readonly Schedule[] => [
  { name: 'payment.poll', everyMs: POLL_MS, run: () => pollOpenPayments(service) },
  { name: 'payment.sweep', everyMs: SWEEP_MS, run: () => sweep(service) },
];

/** A gateway that was away longer than a job is repeated: what was to be closed or given back is taken up again. */
async function sweep(service: PaymentService): Promise<void> {
  const { kysely } = service.database;
  const before = new Date(Date.now() - STUCK_MS);
  const requestId = randomUUID();
  // One try in each stretch of time, however many processes sweep.
  const stretch = Math.floor(Date.now() / STUCK_MS);
  const orders = await leftOpen(kysely, before, 100);
  const refunds = await stuckRefunds(kysely, before, 100);
  await service.jobs.enqueue(kysely, [
    ...orders.map(({ order_id: orderId, state }) => ({
      kind: 'payment.close',
      key: `sweep:${orderId}:${stretch}`,
      data: { orderId, tell: state === 'closing' },
      requestId,
    })),
    ...refunds.map(({ id }) => ({
      kind: 'payment.refund',
      key: `${id}:sweep-${stretch}`,
      data: { refundId: id },
      requestId,
    })),
  ]);
}
