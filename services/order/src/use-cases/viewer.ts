/** What the caller may see of orders, and an order as this caller sees it. */
import type { Order } from '#contracts/order/schemas.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import type { AuthorKind, WholeOrder } from '../domain/model.ts';
import { partOf, viewOf } from '../domain/order-view.ts';
import type { Viewer } from '../store/read-orders.ts';

export const viewerOf = (context: Context): Viewer => ({
  userId: callerOf(context).userId,
  all: may(context, 'orders.read_all') || may(context, 'orders.manage'),
  sells: may(context, 'orders.fulfil'),
  delivers: may(context, 'shipments.deliver'),
});

/** Whole to its buyer and the staff; to a seller or partner the part that is theirs. */
export function shownTo(viewer: Viewer, whole: WholeOrder): WholeOrder {
  if (viewer.all || whole.order.user_id === viewer.userId) return whole;
  const own = whole.shipments.filter((shipment) => isOwn(viewer, shipment)).map(({ id }) => id);
  return partOf(whole, new Set(own));
}

export const orderFor = (viewer: Viewer, whole: WholeOrder): Order => viewOf(shownTo(viewer, whole));

const isOwn = (viewer: Viewer, shipment: { seller_id: number; assignee_id: number | null }): boolean =>
  (viewer.sells && shipment.seller_id === viewer.userId) || (viewer.delivers && shipment.assignee_id === viewer.userId);

/** What one who sees the order is to it. */
export function kindOf(viewer: Viewer, { order, shipments }: WholeOrder): AuthorKind {
  if (order.user_id === viewer.userId) return 'buyer';
  if (viewer.all) return 'staff';
  return viewer.sells && shipments.some(({ seller_id }) => seller_id === viewer.userId) ? 'seller' : 'partner';
}
