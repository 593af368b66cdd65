/** What the order service would tell of an order of the till, for tests: one line that costs what the order costs. */
import type { CompletedOrder } from '../domain/sale.ts';
import type { OrderToPay } from '../use-cases/order-to-pay.ts';

export const TILL_SELLER = 31;

/** A tenth of it is commission. */
export function completionOf(
  { amountMinor, ...order }: OrderToPay,
  paymentId: number | null,
  change: Partial<CompletedOrder> = {},
): CompletedOrder {
  const address = { name: order.name, line1: 'Road 1', city: 'Pune', postalCode: '411001', country: 'IN' };
  return {
    ...order,
    at: new Date().toISOString(),
    placedAt: new Date().toISOString(),
    itemsMinor: amountMinor,
    discountMinor: 0,
    taxMinor: 0,
    shippingMinor: 0,
    totalMinor: amountMinor,
    paymentId,
    shippingAddress: { ...address, state: 'Maharashtra' },
    billingAddress: null,
    gstin: null,
    lines: [
      {
        lineId: order.orderId * 10,
        productId: 1,
        variantId: 1,
        variantTitle: null,
        sellerId: TILL_SELLER,
        title: 'Lamp',
        sku: null,
        hsn: null,
        quantity: 1,
        unitPriceMinor: amountMinor,
        discountMinor: 0,
        houseDiscountMinor: 0,
        taxMinor: 0,
        taxPercent: '0.00',
        taxIncluded: false,
        commissionPercent: '10.00',
        commissionMinor: Math.round(amountMinor / 10),
      },
    ],
    ...change,
  };
}
