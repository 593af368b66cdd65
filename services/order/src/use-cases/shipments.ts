/** Shipments: reading them, moving them, giving them to a delivery partner. */
import type { orderApi } from '#contracts/order/api.ts';
import type { Shipment } from '#contracts/order/schemas.ts';
import type { Input, Reply } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { OrderService } from '../base.ts';
import { cursorOf, offsetOf, placeOf } from '../domain/cursor.ts';
import { hasArrived } from '../domain/fulfilment.ts';
import { orderStep } from '../domain/next-step.ts';
import { powersOver } from '../domain/roles.ts';
import { shipmentView } from '../domain/shipment-view.ts';
import { linesOf, saveShipment } from '../store/orders.ts';
import { findPerson } from '../store/people.ts';
import { listShipments as findShipments, readShipment } from '../store/shipments.ts';
import { audited } from './audit.ts';
import { factsOf, lockParcels, parcelNews } from './move-parcels.ts';
import { type OrderTx, recordChange } from './record-change.ts';
import { badTransition } from './refusals.ts';
import { takeStep } from './set-order-status.ts';
import { viewerOf } from './viewer.ts';

export async function getShipment(
  service: OrderService,
  { params }: Input<typeof orderApi.getShipment>,
  context: Context,
): Promise<Shipment> {
  const parcel = await readShipment(service.database, params.id, viewerOf(context));
  if (!parcel) throw problem('shipment.not_found');
  return shipmentView(parcel);
}

export async function listShipments(
  service: OrderService,
  { query }: Input<typeof orderApi.listShipments>,
  context: Context,
): Promise<Reply<typeof orderApi.listShipments>> {
  const { limit, status, orderId, assigned } = query;
  const [before, id] = query.cursor === undefined ? [] : placeOf(query.cursor, 2);
  const found = await findShipments(
    service.database,
    viewerOf(context),
    { status, orderId, assigned },
    { limit, offset: offsetOf(query), before: before && id ? { orderId: before, id } : undefined },
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(shipmentView),
    nextCursor: found.length > limit && last ? cursorOf(last.order.id, last.shipment.id) : null,
  };
}

export async function updateShipment(
  service: OrderService,
  { params, body }: Input<typeof orderApi.updateShipment>,
  context: Context,
): Promise<Shipment> {
  const orderId = await orderWith(service, params.id, context);
  await service.database.tx(async (tx) => {
    const { status, ...facts } = body;
    if (status === 'unfulfilled') throw badTransition('unfulfilled', status);
    const step = { ...facts, orderId, shipmentId: params.id };
    if (status) await takeStep(service, tx, { ...step, to: status }, undefined, context);
    else await tellParcel(service, tx, step, context);
  });
  return getShipment(service, { params, query: undefined, body: undefined }, context);
}

type Told = Parameters<typeof factsOf>[0] & { orderId: number; shipmentId: number };

/** Carrier, tracking number and estimate change at any time; they are no step. */
async function tellParcel(service: OrderService, tx: OrderTx, told: Told, context: Context): Promise<void> {
  const { order, parcels, parcel } = await lockOne(tx, told, context);
  const at = new Date();
  const after = await saveShipment(tx, parcel, factsOf(told), at);
  const lines = await linesOf(tx, order.id);
  await recordChange(service, tx, order, {
    patch: { estimated_delivery: orderStep(order, withOne(parcels, after), at).estimated_delivery },
    at,
    requestId: context.requestId,
    sellerIds: [after.seller_id],
    news: (now) => [parcelNews(now, after, parcel.status, lines, at, context)],
  });
}

export async function assignShipment(
  service: OrderService,
  { params, body }: Input<typeof orderApi.assignShipment>,
  context: Context,
): Promise<Shipment> {
  const orderId = await orderWith(service, params.id, context);
  const person = body.userId === null ? null : await findPerson(service.database, body.userId);
  await service.database.tx(async (tx) => {
    const { order, parcel } = await lockOne(tx, { orderId, shipmentId: params.id }, context);
    // A partner moves what was given to them; whom it is given to, its seller says.
    if (powersOver(callerOf(context), parcel).every((power) => power === 'partner'))
      throw problem('shipment.not_found');
    if (person === undefined || person?.may_deliver === false) throw problem('shipment.assignee_invalid');
    if (hasArrived(parcel.status)) throw badTransition(parcel.status, 'assigned');
    const at = new Date();
    const patch = { assignee_id: person?.user_id ?? null, assignee_name: person?.name ?? null };
    const after = await saveShipment(tx, parcel, patch, at);
    const lines = await linesOf(tx, order.id);
    await recordChange(service, tx, order, {
      patch: {},
      at,
      requestId: context.requestId,
      sellerIds: [after.seller_id],
      news: (now) => [
        parcelNews(now, after, parcel.status, lines, at, context),
        ...audited(context, now, 'shipment.assigned', { shipmentId: parcel.id, userId: body.userId }, at),
      ],
    });
  });
  return getShipment(service, { params, query: undefined, body: undefined }, context);
}

/** The order to lock; a shipment that the caller has nothing to do with answers like an unknown one. */
async function orderWith(service: OrderService, shipmentId: number, context: Context): Promise<number> {
  const parcel = await readShipment(service.database, shipmentId, viewerOf(context));
  if (!parcel) throw problem('shipment.not_found');
  return parcel.order.id;
}

async function lockOne(tx: OrderTx, told: { orderId: number; shipmentId: number }, context: Context) {
  const { order, parcels, own } = await lockParcels(tx, told.orderId, context);
  const parcel = own.find(({ id }) => id === told.shipmentId);
  if (!parcel) throw problem('shipment.not_found');
  return { order, parcels, parcel };
}

const withOne = <Row extends { id: number }>(rows: readonly Row[], changed: Row): Row[] =>
  rows.map((row) => (row.id === changed.id ? changed : row));
