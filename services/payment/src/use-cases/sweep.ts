/** A gateway that was away longer than a job is repeated: what was to be closed or given back is taken up again. */
import { randomUUID } from 'node:crypto';
import type { PaymentService } from '../base.ts';
import { leftOpen } from '../store/payables.ts';
import { stuckRefunds } from '../store/refunds.ts';

/** Longer than the pauses of a job that is still being repeated. */
const STUCK_MS = 20 * 60_000;

/** What goes on failing keeps nobody from his turn: each run goes on behind the one before, and begins again at the end. */
export function sweeper(service: PaymentService, limit = 100): () => Promise<void> {
  const { kysely } = service.database;
  const behind = { order: 0, refund: 0 };
  return async () => {
    const now = Date.now();
    const before = new Date(now - STUCK_MS);
    const requestId = randomUUID();
    // One try in each stretch of time, however many processes sweep.
    const stretch = Math.floor(now / STUCK_MS);
    const orders = await leftOpen(kysely, before, { after: behind.order, limit });
    const refunds = await stuckRefunds(kysely, before, { after: behind.refund, limit });
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
    behind.order = orders.length < limit ? 0 : orders.at(-1)!.order_id;
    behind.refund = refunds.length < limit ? 0 : refunds.at(-1)!.id;
  };
}
