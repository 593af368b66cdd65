/** Parcels take a step: packed, shipped, out for delivery, delivered. By their seller, their partner or an admin. */

import type { FulfilmentStatus } from '#contracts/order/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { OrderService } from '../base.ts';
import { hasArrived } from '../domain/fulfilment.ts';
import type { LineRow, OrderRow, ShipmentRow } from '../domain/model.ts';
import { orderStep, parcelsFor, parcelTimes } from '../domain/next-step.ts';
import { shipmentUpdated } from '../domain/order-news.ts';
import { isCashOnDelivery, mayBeSent } from '../domain/payment-method.ts';
import { startOf } from '../domain/period.ts';
import { mayStep, powersOver } from '../domain/roles.ts';
import { type MailKind, mailJob } from '../mails/mail-job.ts';
import { linesOf, lockOrder, saveShipment, shipmentsOf } from '../store/orders.ts';
import { audited } from './audit.ts';
import { completeOrder } from './complete-order.ts';
import { type Change, eventOf, type OrderTx, recordChange } from './record-change.ts';
import { badTransition } from './refusals.ts';

export interface ParcelFacts {
  carrier?: string | null;
  trackingNumber?: string | null;
  estimatedDelivery?: string | null;
}

export interface Step extends ParcelFacts {
  orderId: number;
  to: FulfilmentStatus;
  /** Without it: all parcels of the order that the caller has power over. */
  shipmentId?: number;
}

/** The order locked, with its parcels and those of them that the caller has power over. */
export async function lockParcels(tx: OrderTx, orderId: number, context: Context) {
  const order = await lockOrder(tx, orderId);
  if (!order) throw problem('order.not_found');
  const parcels = await shipmentsOf(tx, orderId);
  const actor = callerOf(context);
  const own = parcels.filter((parcel) => powersOver(actor, parcel).length > 0);
  if (own.length === 0) throw problem('order.not_found');
  return { order, parcels, own };
}

export async function moveParcels(service: OrderService, tx: OrderTx, step: Step, context: Context): Promise<void> {
  const { order, parcels, own } = await lockParcels(tx, step.orderId, context);
  const meant = step.shipmentId === undefined ? own : own.filter(({ id }) => id === step.shipmentId);
  if (meant.length === 0) throw problem('shipment.not_found');
  const actor = callerOf(context);
  if (!meant.every((parcel) => mayStep(powersOver(actor, parcel), step.to))) throw problem('auth.forbidden');
  const from = meant.length === 1 ? meant[0]!.status : order.fulfilment_status;
  const moving = parcelsFor(step.to, meant);
  if (!moving) throw badTransition(from, step.to);
  if (!mayBeSent(order)) throw badTransition(from, step.to, 'Only a paid or cash-on-delivery order is sent.');

  const at = new Date();
  const moved = new Map<number, ShipmentRow>();
  for (const parcel of moving) {
    const patch = { status: step.to, ...parcelTimes(parcel, step.to, at), ...factsOf(step) };
    moved.set(parcel.id, await saveShipment(tx, parcel, patch, at));
  }
  const after = parcels.map((parcel) => moved.get(parcel.id) ?? parcel);
  const lines = await linesOf(tx, order.id);
  const change: Change = {
    patch: orderStep(order, after, at),
    at,
    requestId: context.requestId,
    sellerIds: [...moved.values()].map(({ seller_id }) => seller_id),
    shipment: moved.size === 1 ? [...moved.values()][0] : undefined,
    news: (now) => [
      ...moving.map((before) => parcelNews(now, moved.get(before.id)!, before.status, lines, at, context)),
      ...audited(context, now, `order.${step.to}`, { shipmentIds: [...moved.keys()] }, at),
    ],
    mails: mailsOf(step.to, order, [...moved.keys()], context),
  };
  // Cash is in hand once the last parcel is: the order is paid.
  if (
    order.status === 'pending' &&
    after.every(({ status }) => hasArrived(status)) &&
    isCashOnDelivery(order.payment_method)
  ) {
    await completeOrder(service, tx, order, lines, { ...change, paymentId: null });
  } else await recordChange(service, tx, order, change);
}

/** Carrier, tracking number, estimate: what was sent, and nothing of what was not. */
export function factsOf({ carrier, trackingNumber, estimatedDelivery }: ParcelFacts): Partial<ShipmentRow> {
  if (estimatedDelivery) startOf(estimatedDelivery, 'estimatedDelivery');
  return {
    ...(carrier === undefined ? {} : { carrier: carrier || null }),
    ...(trackingNumber === undefined ? {} : { tracking_number: trackingNumber || null }),
    ...(estimatedDelivery === undefined ? {} : { estimated_delivery: estimatedDelivery }),
  };
}

export const parcelNews = (
  order: OrderRow,
  parcel: ShipmentRow,
  from: FulfilmentStatus | null,
  lines: readonly LineRow[],
  at: Date,
  context: Context,
) => {
  const own = lines.filter(({ seller_id }) => seller_id === parcel.seller_id);
  return eventOf(parcel, shipmentUpdated(order, parcel, { from, lines: own, at }), context.requestId);
};

const mailed: readonly FulfilmentStatus[] = ['shipped', 'out_for_delivery', 'delivered'];

const mailsOf = (to: FulfilmentStatus, order: OrderRow, shipmentIds: number[], context: Context) =>
  mailed.includes(to)
    ? shipmentIds.map((shipmentId) => mailJob(to as MailKind, order.id, shipmentId, context.requestId))
    : [];
