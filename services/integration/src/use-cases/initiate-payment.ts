/** Opens a payment for an order; without one, for the caller's latest pending order, else the cart is ordered first. */
import type { integrationApi } from '#contracts/integration/api.ts';
import type { PaymentStart } from '#contracts/payment/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { IntegrationService } from '../base.ts';

type Body = Input<typeof integrationApi.initiatePayment>['body'];

export async function initiatePayment(
  integration: IntegrationService,
  { body }: Input<typeof integrationApi.initiatePayment>,
  context: Context,
): Promise<PaymentStart> {
  const orderId =
    body.orderId ?? (await latestPending(integration, context)) ?? (await orderCart(integration, body, context));
  const { gateway, method } = body;
  return integration.peers.payment.initiatePayment({ body: { orderId, gateway, method } }, context);
}

async function latestPending({ peers }: IntegrationService, context: Context): Promise<number | undefined> {
  const { payable } = await peers.order.latestPayable({ query: { userId: callerOf(context).userId } }, context);
  return payable?.orderId;
}

async function orderCart({ peers }: IntegrationService, body: Body, context: Context): Promise<number> {
  const { shippingAddress, billingAddress, shippingMethod, notes, method } = body;
  if (!shippingAddress) throw problem('checkout.address_required');
  const order = await peers.order.placeOrder(
    { body: { shippingAddress, billingAddress, shippingMethod, notes, paymentMethod: method } },
    context,
  );
  return order.id;
}
