/** The order that a caller wants to pay, as the order service has it; somebody else's is not found. */
import type { Static } from 'typebox';
import { CASH_ON_DELIVERY, type Payable } from '#contracts/order/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { PaymentService } from '../base.ts';

export type OrderToPay = Static<typeof Payable>;

export async function orderToPay(
  service: PaymentService,
  orderId: number | undefined,
  context: Context,
): Promise<OrderToPay> {
  const { userId } = callerOf(context);
  const order = await findOrder(service, orderId, userId, context);
  // The order service answers any peer; whose order it is, is decided here.
  if (order.userId !== userId) throw problem('order.not_found');
  refuseUnlessPayable(order);
  return order;
}

async function findOrder(
  { peers }: PaymentService,
  orderId: number | undefined,
  userId: number,
  context: Context,
): Promise<OrderToPay> {
  if (orderId !== undefined) return peers.order.payable({ params: { id: orderId } }, context);
  const { payable } = await peers.order.latestPayable({ query: { userId } }, context);
  if (!payable) throw problem('payment.not_payable', { detail: 'You have no order that waits for payment.' });
  return payable;
}

function refuseUnlessPayable(order: OrderToPay): void {
  if (order.paymentMethod?.toLowerCase() === CASH_ON_DELIVERY) {
    throw problem('payment.not_payable', { detail: 'This order is paid in cash on delivery.' });
  }
  if (order.paymentStatus === 'success' || order.paymentStatus === 'reconciled' || order.status === 'completed') {
    throw problem('payment.already_paid');
  }
  if (order.status !== 'pending') throw problem('payment.not_payable', { detail: `The order is ${order.status}.` });
  if (order.amountMinor === 0) throw problem('payment.not_payable', { detail: 'The order is free.' });
}
