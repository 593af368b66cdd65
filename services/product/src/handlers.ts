/** Events that the product service listens to. What orders do to stock is left as tasks, applied by a job. */

import type { Static } from 'typebox';
import type { orderEvents } from '#contracts/order/events.ts';
import type { userEvents } from '#contracts/user/events.ts';
import type { EventOf } from '#platform/events/events.ts';
import type { EventHandlers } from '#platform/events/inbox.ts';
import type { ProductService } from './base.ts';
import { SETTLE_STOCK } from './jobs.ts';
import type { Tx } from './store/products.ts';
import { addTask, type StockTask } from './store/stock-tasks.ts';
import { rememberSeller } from './use-cases/remember-seller.ts';

type Order<K extends keyof typeof orderEvents> = EventOf<string, Static<(typeof orderEvents)[K]>>;
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
  // One job for all tasks of a transaction, however many events it holds.
  const scheduled = new WeakSet<object>();

  async function task(
    tx: Tx,
    event: EventOf<string, { orderId: number }>,
    kind: StockTask['kind'],
    lines: StockTask['lines'],
  ): Promise<void> {
    await addTask(tx, { orderId: event.data.orderId, kind, lines });
    if (scheduled.has(tx)) return;
    scheduled.add(tx);
    const key = `${event.source}:${event.id}`;
    await product.jobs.enqueue(tx, [{ kind: SETTLE_STOCK, key, data: {}, requestId: event.requestId }]);
  }

  return {
    'order.placed': (tx: Tx, event: Order<'order.placed'>) => task(tx, event, 'count', linesOf(event.data.lines)),
    'order.completed': (tx: Tx, event: Order<'order.completed'>) => task(tx, event, 'sell', null),
    'order.rejected': (tx: Tx, event: Order<'order.rejected'>) => task(tx, event, 'release', null),
    'order.cancelled': (tx: Tx, event: Order<'order.cancelled'>) => task(tx, event, 'cancel', null),
    'order.returned': (tx: Tx, event: Order<'order.returned'>) => task(tx, event, 'return', linesOf(event.data.lines)),
    'seller.approved': (tx: Tx, event: User<'seller.approved'>) => rememberSeller(product, tx, event),
    'seller.changed': (tx: Tx, event: User<'seller.changed'>) => rememberSeller(product, tx, event),
  };
}

const linesOf = (lines: NonNullable<StockTask['lines']>): StockTask['lines'] =>
  lines.map(({ productId, variantId, quantity }) => ({ productId, variantId, quantity }));
