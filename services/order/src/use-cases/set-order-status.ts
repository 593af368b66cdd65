/** `PUT /orders/{id}/status` and `/ship`: the step of an order, or of one's own part of it. */
import type { orderApi } from '#contracts/order/api.ts';
import type { NextStatus, Order } from '#contracts/order/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { may } from '#platform/service/handlers.ts';
import type { OrderService } from '../base.ts';
import { fulfilmentStatuses } from '../domain/fulfilment.ts';
import { readOrderIn } from '../store/read-orders.ts';
import { cancelIn } from './cancel-order.ts';
import { lockParcels, moveParcels, type Step } from './move-parcels.ts';
import type { OrderTx } from './record-change.ts';
import { badTransition } from './refusals.ts';
import { returnParcels } from './return-items.ts';
import { orderFor, viewerOf } from './viewer.ts';

export async function setOrderStatus(
  service: OrderService,
  { params, body }: Input<typeof orderApi.setOrderStatus>,
  context: Context,
): Promise<Order> {
  const { status, reason, ...rest } = body;
  return service.database.tx(async (tx) => {
    if (status === 'cancelled') await cancelAsStaff(service, tx, params.id, reason, context);
    else if (isStep(status)) await takeStep(service, tx, { ...rest, orderId: params.id, to: status }, reason, context);
    else await refuseStatus(tx, params.id, status, context);
    return answer(tx, params.id, context);
  });
}

export async function shipOrder(
  service: OrderService,
  { params, body }: Input<typeof orderApi.shipOrder>,
  context: Context,
): Promise<Order> {
  return service.database.tx(async (tx) => {
    await moveParcels(service, tx, { ...body, orderId: params.id, to: 'shipped' }, context);
    return answer(tx, params.id, context);
  });
}

/** What came back is put on the shelf and refunded, so it is more than a step. */
export async function takeStep(
  service: OrderService,
  tx: OrderTx,
  step: Step,
  reason: string | undefined,
  context: Context,
): Promise<void> {
  if (step.to === 'returned') await returnParcels(service, tx, { ...step, reason: reason || 'returned' }, context);
  else await moveParcels(service, tx, step, context);
}

async function cancelAsStaff(
  service: OrderService,
  tx: OrderTx,
  id: number,
  reason: string | undefined,
  context: Context,
): Promise<void> {
  await lockParcels(tx, id, context);
  if (!may(context, 'orders.manage')) throw problem('auth.forbidden');
  await cancelIn(service, tx, id, reason, context);
}

/** Completed and refunded follow from money alone; nobody sets them. */
async function refuseStatus(tx: OrderTx, id: number, to: NextStatus, context: Context): Promise<never> {
  const { order } = await lockParcels(tx, id, context);
  throw badTransition(to === 'unfulfilled' ? order.fulfilment_status : order.status, to);
}

const isStep = (status: NextStatus): status is Step['to'] & NextStatus =>
  status !== 'unfulfilled' && (fulfilmentStatuses as readonly string[]).includes(status);

async function answer(tx: OrderTx, id: number, context: Context): Promise<Order> {
  const whole = await readOrderIn(tx, id);
  if (!whole) throw problem('order.not_found');
  return orderFor(viewerOf(context), whole);
}
