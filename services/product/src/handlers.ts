/** Events that the product service listens to. What orders do to stock is left as tasks, applied by a job. */

import type { Static } from 'typebox';
import type { userEvents } from '#contracts/user/events.ts';
import type { EventOf } from '#platform/events/events.ts';
import type { EventHandlers } from '#platform/events/inbox.ts';
import type { ProductService } from './base.ts';
import { SETTLE_STOCK } from './jobs.ts';
import type { Tx } from './store/products.ts';
import { addTasks, type StockTask } from './store/stock-tasks.ts';
import { rememberSeller } from './use-cases/remember-seller.ts';

/** What the events of orders have in common. */
type OrderEvent = EventOf<string, { orderId: number; lines?: NonNullable<StockTask['lines']> }>;
type User<K extends keyof typeof userEvents> = EventOf<string, Static<(typeof userEvents)[K]>>;

export const listensTo = [
  'order.placed',
  'order.completed',
  'order.rejected',
  'order.cancelled',
  'order.returned',
  'seller.approved',
  'seller.changed',
] as const;

export function productHandlers(product: ProductService): EventHandlers {
  // However many crowds a transaction holds: one job.
  const scheduled = new WeakSet<object>();

  /** Tasks for what the events tell, and one job that applies whatever tasks there are. */
  const tasks = (kind: StockTask['kind'], withLines: boolean) => ({
    async many(tx: Tx, events: OrderEvent[]): Promise<void> {
      await addTasks(
        tx,
        events.map(({ data }) => ({
          orderId: data.orderId,
          kind,
          lines: withLines ? linesOf(data.lines ?? []) : null,
        })),
      );
      if (scheduled.has(tx)) return;
      scheduled.add(tx);
      const { source, id, requestId } = events[0]!;
      await product.jobs.enqueue(tx, [{ kind: SETTLE_STOCK, key: `${source}:${id}`, data: {}, requestId }]);
    },
  });

  return {
    'order.placed': tasks('count', true),
    'order.completed': tasks('sell', false),
    'order.rejected': tasks('release', false),
    'order.cancelled': tasks('cancel', false),
    'order.returned': tasks('return', true),
    'seller.approved': (tx: Tx, event: User<'seller.approved'>) => rememberSeller(product, tx, event),
    'seller.changed': (tx: Tx, event: User<'seller.changed'>) => rememberSeller(product, tx, event),
  };
}

const linesOf = (lines: NonNullable<StockTask['lines']>): StockTask['lines'] =>
  lines.map(({ productId, variantId, quantity }) => ({ productId, variantId, quantity }));
