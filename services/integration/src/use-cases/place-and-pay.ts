/** One call: the cart becomes an order, and its payment is opened. */
import type { integrationApi } from '#contracts/integration/api.ts';
import type { Placed } from '#contracts/integration/schemas.ts';
import type { PaymentStart } from '#contracts/payment/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { isProblem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { IntegrationService } from '../base.ts';

export async function placeAndPay(
  { peers }: IntegrationService,
  input: Input<typeof integrationApi.placeAndPay>,
  context: Context,
): Promise<Placed> {
  const { gateway, ...body } = input.body;
  const order = await peers.order.placeOrder({ body }, context);
  // Cash on delivery has nothing to open, and a repeated request may find the order paid.
  if (order.status !== 'pending' || order.paymentMethod === 'cod') return { message: 'Order placed.', order };
  const payment = await openPayment();
  return payment
    ? { message: 'Order placed. Pay at payment.url.', order, payment }
    : { message: 'Order placed. The gateway does not answer just now; open the payment later.', order };

  async function openPayment(): Promise<PaymentStart | undefined> {
    try {
      const start = { orderId: order.id, gateway, method: methodOf(order.paymentMethod) };
      return await peers.payment.initiatePayment({ body: start }, context);
    } catch (error) {
      // The order stands whatever the gateway does; the buyer pays from the order page.
      if (isProblem(error)) {
        context.log.warn({ err: error, orderId: order.id }, 'order placed, its payment could not be opened');
        return undefined;
      }
      throw error;
    }
  }
}

const methodOf = (paymentMethod: string | null | undefined): string | undefined =>
  paymentMethod && ['card', 'upi', 'netbanking'].includes(paymentMethod) ? paymentMethod : undefined;
