/** Where an order is, as steps with their times. */
import type { Tracking } from '#contracts/order/schemas.ts';
import { fulfilmentStatuses } from './fulfilment.ts';
import type { WholeOrder } from './model.ts';
import { parcelView } from './order-view.ts';
import { newestOf } from './times.ts';

type Step = { name: string; at: Date | null };

export function trackingOf(whole: WholeOrder): Tracking {
  const { order, shipments } = whole;
  return {
    orderId: order.id,
    number: order.number,
    status: order.status as Tracking['status'],
    paymentStatus: order.payment_status,
    fulfilmentStatus: order.fulfilment_status,
    steps: stepsOf(whole).map(({ name, at }) => ({ name, at: at?.toISOString() ?? null })),
    shipments: shipments.map(parcelView),
    estimatedDelivery: order.estimated_delivery,
  };
}

function stepsOf(whole: WholeOrder): Step[] {
  const { order } = whole;
  const way: Step[] = [
    { name: 'placed', at: order.created_at },
    { name: 'paid', at: order.paid_at },
    { name: 'processing', at: order.processing_at },
    { name: 'shipped', at: order.shipped_at },
    { name: 'out_for_delivery', at: outForDelivery(whole) },
    { name: 'delivered', at: order.delivered_at },
  ];
  // A cancelled order does not go on: what it reached, then its end.
  if (order.status === 'cancelled') {
    return [...way.filter(({ at }) => at !== null), { name: 'cancelled', at: order.cancelled_at }];
  }
  if (order.fulfilment_status === 'returned') return [...way, { name: 'returned', at: lastReturn(whole) }];
  return way;
}

/** When the last of the parcels set out for the door, once all are as far. */
function outForDelivery({ order, shipments }: WholeOrder): Date | null {
  const far = fulfilmentStatuses.indexOf('out_for_delivery');
  if (fulfilmentStatuses.indexOf(order.fulfilment_status) < far) return null;
  return newestOf(shipments.flatMap(({ out_for_delivery_at }) => out_for_delivery_at ?? []));
}

const lastReturn = ({ returns }: WholeOrder): Date | null => newestOf(returns.map(({ created_at }) => created_at));
