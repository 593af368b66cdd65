/** What the events of completed orders say, from the rows of today: for a service whose books begin later than the shop. */
import type { orderApi } from '#contracts/order/api.ts';
import type { Completion } from '#contracts/order/events.ts';
import type { Input, Reply } from '#platform/contract/route.ts';
import type { OrderService } from '../base.ts';
import type { WholeOrder } from '../domain/model.ts';
import { orderCompleted, orderReturned } from '../domain/order-news.ts';
import { completedOrders } from '../store/read-orders.ts';

export async function completions(
  { database }: OrderService,
  { query }: Input<typeof orderApi.completions>,
): Promise<Reply<typeof orderApi.completions>> {
  const orders = await completedOrders(database, query.after, query.limit);
  return { items: orders.map(completionOf) };
}

function completionOf({ order, lines, returns }: WholeOrder): Completion {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const { data } = orderCompleted(order, lines, order.paid_at!);
  return {
    completed: data as Completion['completed'],
    returns: returns.map(({ id, reason, created_at, lines: back }) => {
      const units = back.map(({ line_id, quantity }) => ({ line: byId.get(line_id)!, quantity }));
      const refunds = back.map(({ line_id, amount_minor }) => ({ lineId: line_id, amountMinor: amount_minor }));
      const news = orderReturned(order, units, { returnId: id, reason, refunds, at: created_at });
      return news.data as Completion['returns'][number];
    }),
    cancelledAt: order.status === 'cancelled' ? order.cancelled_at!.toISOString() : null,
  };
}
