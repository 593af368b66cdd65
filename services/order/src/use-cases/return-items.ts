/** Delivered items come back: put on the shelf by the event, and refunded. */
import type { orderApi } from '#contracts/order/api.ts';
import type { Order } from '#contracts/order/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { OrderService } from '../base.ts';
import type { LineRow, OrderRow, ShipmentRow } from '../domain/model.ts';
import { orderStep, parcelTimes } from '../domain/next-step.ts';
import { orderReturned, refundRequested } from '../domain/order-news.ts';
import { emptiedParcels, planReturn, type ReturnedLine, type Wanted } from '../domain/return-plan.ts';
import { mayStep, powersOver } from '../domain/roles.ts';
import { mailJob } from '../mails/mail-job.ts';
import { insertReturn, linesOf, lockOrder, returnedSum, saveShipment, shipmentsOf } from '../store/orders.ts';
import { readOrderIn } from '../store/read-orders.ts';
import { audited } from './audit.ts';
import { lockParcels, parcelNews, type Step } from './move-parcels.ts';
import { eventOf, type OrderTx, recordChange } from './record-change.ts';
import { badTransition } from './refusals.ts';
import { orderFor, viewerOf } from './viewer.ts';

export async function returnOrder(
  service: OrderService,
  { params, body }: Input<typeof orderApi.returnOrder>,
  context: Context,
): Promise<Order> {
  return idempotently(service.database, context, 'order.return', { params, body }, async (tx) => {
    const order = await lockOrder(tx, params.id);
    const { userId } = callerOf(context);
    if (!order || (order.user_id !== userId && !may(context, 'orders.manage'))) throw problem('order.not_found');
    await takeBack(service, tx, order, body, context);
    const whole = await readOrderIn(tx, params.id);
    return orderFor(viewerOf(context), whole!);
  });
}

/** `returned` as the next status of delivered parcels: all that is still out of them. By an admin. */
export async function returnParcels(
  service: OrderService,
  tx: OrderTx,
  step: Step & { reason: string },
  context: Context,
): Promise<void> {
  const { order, own } = await lockParcels(tx, step.orderId, context);
  const meant = step.shipmentId === undefined ? own : own.filter(({ id }) => id === step.shipmentId);
  if (meant.length === 0) throw problem('shipment.not_found');
  const actor = callerOf(context);
  if (!meant.every((parcel) => mayStep(powersOver(actor, parcel), 'returned'))) throw problem('auth.forbidden');
  const delivered = meant.filter(({ status }) => status === 'delivered');
  if (delivered.length === 0) throw badTransition(meant[0]!.status, 'returned');
  const sellers = new Set(delivered.map(({ seller_id }) => seller_id));
  const items = (await linesOf(tx, order.id))
    .filter((line) => sellers.has(line.seller_id) && line.returned_quantity < line.quantity)
    .map((line) => ({ id: line.id, quantity: line.quantity - line.returned_quantity }));
  await takeBack(service, tx, order, { items, reason: step.reason }, context);
}

/** The order is locked, so quantities hold; a CHECK stands under them. */
async function takeBack(
  service: OrderService,
  tx: OrderTx,
  order: OrderRow,
  { items, reason }: { items: readonly Wanted[]; reason: string },
  context: Context,
): Promise<void> {
  if (order.status !== 'completed' && order.status !== 'refunded') throw badTransition(order.status, 'returned');
  const lines = await linesOf(tx, order.id);
  const parcels = await shipmentsOf(tx, order.id);
  const returned = planReturn(items, lines, parcels);
  if ('refusedIndex' in returned) {
    const field = `items.${returned.refusedIndex}`;
    throw problem('order.return_invalid', {
      errors: [{ field, message: 'was not delivered, or not so many are left' }],
    });
  }
  const at = new Date();
  const refundMinor = await refundable(tx, order, returned);
  const returnId = await insertReturn(tx, {
    orderId: order.id,
    actorId: callerOf(context).userId,
    reason,
    refundMinor,
    lines: shared(returned, refundMinor),
    at,
  });
  await closeParcels(service, tx, order, { lines, parcels, returned, returnId, refundMinor, reason, at }, context);
}

interface Back {
  lines: LineRow[];
  parcels: ShipmentRow[];
  returned: ReturnedLine[];
  returnId: number;
  refundMinor: number;
  reason: string;
  at: Date;
}

async function closeParcels(service: OrderService, tx: OrderTx, order: OrderRow, back: Back, context: Context) {
  const { lines, parcels, returned, returnId, refundMinor, reason, at } = back;
  const { requestId } = context;
  const closed = new Map<number, ShipmentRow>();
  for (const parcel of emptiedParcels(returned, lines, parcels)) {
    const patch = { status: 'returned' as const, ...parcelTimes(parcel, 'returned', at) };
    closed.set(parcel.id, await saveShipment(tx, parcel, patch, at));
  }
  const after = parcels.map((parcel) => closed.get(parcel.id) ?? parcel);
  // Cash is given back by hand: there is no payment that a gateway could reverse.
  const refunds = shared(returned, refundMinor);
  const byPayment = refundMinor > 0 && order.payment_id !== null;
  await recordChange(service, tx, order, {
    patch: orderStep(order, after, at),
    at,
    requestId,
    sellerIds: returned.map(({ line }) => line.seller_id),
    reason,
    news: (now) => [
      eventOf(now, orderReturned(now, returned, { returnId, reason, refunds, at }), requestId),
      ...(byPayment ? [eventOf(now, refundRequested(now, refundWish(now, back)), requestId)] : []),
      ...[...closed.values()].map((parcel) => parcelNews(now, parcel, 'delivered', lines, at, context)),
      ...audited(context, now, 'order.returned', { returnId, refundMinor }, at),
    ],
    mails: [mailJob('returned', order.id, null, requestId, returnId)],
  });
}

const refundWish = (order: OrderRow, { returned, returnId, refundMinor, reason, at }: Back) => ({
  amountMinor: refundMinor,
  paymentId: order.payment_id,
  returnId,
  reason,
  lines: shared(returned, refundMinor).map((line, index) => ({ ...line, sellerId: returned[index]!.line.seller_id })),
  at,
});

/** What the units cost, and never more than is left of what was paid. */
async function refundable(tx: OrderTx, order: OrderRow, returned: readonly ReturnedLine[]): Promise<number> {
  const wanted = returned.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const left = order.total_minor - Math.max(order.refunded_minor, await returnedSum(tx, order.id));
  return Math.max(0, Math.min(wanted, left));
}

/** Where less is left than the units cost, the first lines are served first. */
function shared(returned: readonly ReturnedLine[], refundMinor: number) {
  let left = refundMinor;
  return returned.map(({ line, quantity, amountMinor }) => {
    const part = Math.min(amountMinor, left);
    left -= part;
    return { lineId: line.id, quantity, amountMinor: part };
  });
}
