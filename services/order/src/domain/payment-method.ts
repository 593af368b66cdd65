/** The ways to spell cash on delivery, and what follows from it. */
import { CASH_ON_DELIVERY } from '#contracts/order/schemas.ts';

const spellings = new Set(['cod', 'cashondelivery', 'payondelivery']);

/** "COD", "Cash on delivery", "cash_on_delivery" are one method; any other stays as it was sent. */
export function paymentMethodOf(sent: string | undefined): string | null {
  if (sent === undefined) return null;
  return spellings.has(sent.toLowerCase().replace(/[^a-z]/g, '')) ? CASH_ON_DELIVERY : sent;
}

export const isCashOnDelivery = (method: string | null): boolean => method === CASH_ON_DELIVERY;

/** May it be sent? What is paid, and what is paid at the door. */
export const mayBeSent = (order: { status: string; payment_method: string | null }): boolean =>
  order.status === 'completed' || (order.status === 'pending' && isCashOnDelivery(order.payment_method));
