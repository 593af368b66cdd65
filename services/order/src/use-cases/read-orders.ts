/** Reading: one order, where it is, and pages of orders. */
import type { orderApi } from '#contracts/order/api.ts';
import type { Order, OrderPage, OrderQuery, Tracking } from '#contracts/order/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { OrderService } from '../base.ts';
import { cursorOf, offsetOf, placeOf } from '../domain/cursor.ts';
import type { WholeOrder } from '../domain/model.ts';
import { endOf, startOf } from '../domain/period.ts';
import { trackingOf } from '../domain/tracking.ts';
import { listOrders as findOrders, type OrderFilter } from '../store/list-orders.ts';
import { readVisibleOrder, type Viewer } from '../store/read-orders.ts';
import { orderFor, shownTo, viewerOf } from './viewer.ts';

/** The order, if the caller may see any of it; somebody else's answers like an unknown one. */
export async function visibleOrder(service: OrderService, id: number, viewer: Viewer): Promise<WholeOrder> {
  const whole = await readVisibleOrder(service.database, id, viewer);
  if (!whole) throw problem('order.not_found');
  return whole;
}

export async function getOrder(
  service: OrderService,
  { params }: Input<typeof orderApi.getOrder>,
  context: Context,
): Promise<Order> {
  const viewer = viewerOf(context);
  return orderFor(viewer, await visibleOrder(service, params.id, viewer));
}

export async function trackOrder(
  service: OrderService,
  { params }: Input<typeof orderApi.trackOrder>,
  context: Context,
): Promise<Tracking> {
  const viewer = viewerOf(context);
  return trackingOf(shownTo(viewer, await visibleOrder(service, params.id, viewer)));
}

export async function listOrders(
  service: OrderService,
  { query }: Input<typeof orderApi.listOrders>,
  context: Context,
): Promise<OrderPage> {
  const viewer = viewerOf(context);
  const { limit } = query;
  if (query.as === 'seller' && !viewer.sells) return { items: [], nextCursor: null };
  const filter = filterOf(query, viewer);
  const { orders, total } = await findOrders(service.database, filter, {
    limit,
    before: query.cursor === undefined ? undefined : placeOf(query.cursor, 1)[0],
    offset: offsetOf(query),
    counted: query.page !== undefined,
  });
  const page = orders.slice(0, limit);
  // Asked as a seller, one sees a seller's part, also where one may see all.
  const shown = query.as === 'seller' ? { ...viewer, all: false } : viewer;
  return {
    items: page.map((whole) => orderFor(shown, whole)),
    nextCursor: orders.length > limit ? cursorOf(page.at(-1)!.order.id) : null,
    ...(total === undefined ? {} : { total }),
  };
}

function filterOf(query: OrderQuery, viewer: Viewer): OrderFilter {
  const { status, paymentStatus, fulfilmentStatus, q, userId, from, to } = query;
  const asked = { status, paymentStatus, fulfilmentStatus, q: q || undefined, userId };
  const period = { from: from && startOf(from, 'from'), until: to && endOf(to, 'to') };
  return { ...asked, ...period, ...scopeOf(query.as, viewer) } as OrderFilter;
}

/** Without `as` one sees the most one may. Asking for more than that shows only what is one's own. */
function scopeOf(as: OrderQuery['as'], { userId, all, sells }: Viewer): Pick<OrderFilter, 'buyerId' | 'sellerId'> {
  if (as === 'buyer') return { buyerId: userId };
  if (as === 'seller') return { sellerId: userId };
  if (all) return {};
  return sells ? { buyerId: userId, sellerId: userId } : { buyerId: userId };
}
