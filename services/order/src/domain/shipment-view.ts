/** A shipment as its seller, its delivery partner and the staff see it. */
import { formatMoney } from '#contracts/common/money.ts';
import type { Shipment } from '#contracts/order/schemas.ts';
import type { LineRow, OrderRow, ShipmentRow } from './model.ts';
import { parcelView, shippingMethodOf } from './order-view.ts';
import { isCashOnDelivery } from './payment-method.ts';
import { paidFor } from './refund-share.ts';

const time = (at: Date | null): string | null => (at === null ? null : at.toISOString());

export interface ParcelOfOrder {
  order: OrderRow;
  shipment: ShipmentRow;
  /** The lines of this shipment. */
  lines: readonly LineRow[];
  /** True for the order's first parcel, with which the shipping costs are collected. */
  first: boolean;
}

export function shipmentView({ order, shipment, lines, first }: ParcelOfOrder): Shipment {
  return {
    ...parcelView(shipment),
    orderId: order.id,
    orderNumber: order.number,
    assigneeId: shipment.assignee_id,
    assigneeName: shipment.assignee_name,
    items: lines.map((line) => ({
      id: line.id,
      productId: line.product_id,
      variantId: line.variant_id,
      variantTitle: line.variant_title,
      title: line.title,
      quantity: line.quantity,
    })),
    shippingAddress: order.shipping_address,
    shippingMethod: shippingMethodOf(order),
    amountDue: formatMoney(amountDue({ order, shipment, lines, first }), order.currency),
    currency: order.currency,
    processingAt: time(shipment.processing_at),
    shippedAt: time(shipment.shipped_at),
    outForDeliveryAt: time(shipment.out_for_delivery_at),
    deliveredAt: time(shipment.delivered_at),
    returnedAt: time(shipment.returned_at),
    version: shipment.version,
    createdAt: shipment.created_at.toISOString(),
    updatedAt: shipment.updated_at.toISOString(),
  };
}

/** What is collected at the door: nothing of what is paid, cancelled or was delivered before. */
export function amountDue({ order, shipment, lines, first }: ParcelOfOrder): number {
  const open = order.status === 'pending' && isCashOnDelivery(order.payment_method);
  if (!open || shipment.delivered_at !== null) return 0;
  return lines.reduce((sum, line) => sum + paidFor(line), 0) + (first ? order.shipping_minor : 0);
}
