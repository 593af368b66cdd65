/** What the order service tells the others, made from its rows. */
import type { EventLine, OrderEvent } from '#contracts/order/events.ts';
import type { OrderStatus } from '#contracts/order/schemas.ts';
import type { LineRow, OrderRow, ShipmentRow } from './model.ts';

/** An event but for what every one carries: entity, version, request. */
export type News = {
  [K in OrderEvent['type']]: Pick<Extract<OrderEvent, { type: K }>, 'type' | 'data'>;
}[OrderEvent['type']];

const aboutOrder = (order: OrderRow, at: Date) => ({
  orderId: order.id,
  number: order.number,
  userId: order.user_id,
  email: order.user_email,
  name: order.user_name,
  at: at.toISOString(),
});

const totalsOf = (order: OrderRow) => ({
  currency: order.currency,
  itemsMinor: order.items_minor,
  discountMinor: order.discount_minor,
  taxMinor: order.tax_minor,
  shippingMinor: order.shipping_minor,
  totalMinor: order.total_minor,
});

const eventLine = (line: LineRow, quantity = line.quantity): EventLine => ({
  lineId: line.id,
  productId: line.product_id,
  variantId: line.variant_id,
  variantTitle: line.variant_title,
  sellerId: line.seller_id,
  title: line.title,
  sku: line.sku,
  hsn: line.hsn,
  quantity,
  unitPriceMinor: line.unit_price_minor,
  discountMinor: line.discount_minor,
  houseDiscountMinor: line.house_discount_minor,
  taxMinor: line.tax_minor,
  taxPercent: line.tax_percent,
  taxIncluded: line.tax_included,
  commissionPercent: line.commission_percent,
  commissionMinor: line.commission_minor,
});

const eventLines = (lines: readonly LineRow[]) => lines.map((line) => eventLine(line));

export const orderPlaced = (order: OrderRow, lines: readonly LineRow[]): News => ({
  type: 'order.placed',
  data: {
    ...aboutOrder(order, order.created_at),
    ...totalsOf(order),
    cartId: order.cart_id!,
    lines: eventLines(lines),
    discounts: order.discounts.map(({ discountId, code, amountMinor }) => ({ discountId, code, amountMinor })),
    paymentMethod: order.payment_method,
    shippingAddress: order.shipping_address,
    expiresAt: order.expires_at?.toISOString() ?? null,
  },
});

export const orderRejected = (order: { id: number; user_id: number }, reason: string, at: Date): News => ({
  type: 'order.rejected',
  data: { orderId: order.id, userId: order.user_id, reason, at: at.toISOString() },
});

export const orderCompleted = (order: OrderRow, lines: readonly LineRow[], at: Date): News => ({
  type: 'order.completed',
  data: {
    ...aboutOrder(order, at),
    ...totalsOf(order),
    lines: eventLines(lines),
    paymentId: order.payment_id,
    paymentMethod: order.payment_method,
    placedAt: order.created_at.toISOString(),
    shippingAddress: order.shipping_address,
    billingAddress: order.billing_address,
    gstin: order.buyer_gstin,
  },
});

export const orderCancelled = (
  order: OrderRow,
  lines: readonly LineRow[],
  why: { reason: string; wasCompleted: boolean; at: Date },
): News => ({
  type: 'order.cancelled',
  data: {
    ...aboutOrder(order, why.at),
    currency: order.currency,
    totalMinor: order.total_minor,
    lines: eventLines(lines),
    reason: why.reason,
    wasCompleted: why.wasCompleted,
  },
});

export interface RefundWish {
  amountMinor: number;
  paymentId: number | null;
  returnId: number | null;
  reason: string;
  lines: { lineId: number; sellerId: number; quantity: number; amountMinor: number }[];
  at: Date;
}

export const refundRequested = (order: OrderRow, { at, ...wish }: RefundWish): News => ({
  type: 'order.refund_requested',
  data: { ...aboutOrder(order, at), currency: order.currency, ...wish },
});

export const orderReturned = (
  order: OrderRow,
  lines: readonly { line: LineRow; quantity: number }[],
  of: { returnId: number; reason: string; refunds: { lineId: number; amountMinor: number }[]; at: Date },
): News => ({
  type: 'order.returned',
  data: {
    ...aboutOrder(order, of.at),
    returnId: of.returnId,
    reason: of.reason,
    lines: lines.map(({ line, quantity }) => eventLine(line, quantity)),
    refunds: of.refunds.map(({ lineId, amountMinor }) => ({ lineId, amountMinor })),
    paymentId: order.payment_id,
  },
});

export const expiryDue = (order: OrderRow, at: Date): News => ({
  type: 'order.expiry_due',
  data: { ...aboutOrder(order, at), expiresAt: order.expires_at!.toISOString() },
});

const statesOf = (order: OrderRow) => ({
  status: order.status as OrderStatus,
  paymentStatus: order.payment_status,
  fulfilmentStatus: order.fulfilment_status,
});

export const statusChanged = (
  before: OrderRow,
  after: OrderRow,
  how: { sellerIds: number[]; shipment: ShipmentRow | null; reason: string | null; at: Date },
): News => ({
  type: 'order.status_changed',
  data: {
    ...aboutOrder(after, how.at),
    ...statesOf(after),
    carrier: how.shipment?.carrier ?? null,
    trackingNumber: how.shipment?.tracking_number ?? null,
    estimatedDelivery: how.shipment?.estimated_delivery ?? after.estimated_delivery,
    from: statesOf(before),
    sellerIds: how.sellerIds,
    shipmentId: how.shipment?.id ?? null,
    reason: how.reason,
  },
});

export const shipmentUpdated = (
  order: OrderRow,
  shipment: ShipmentRow,
  how: { from: ShipmentRow['status'] | null; lines: readonly LineRow[]; at: Date },
): News => ({
  type: 'shipment.updated',
  data: {
    ...aboutOrder(order, how.at),
    carrier: shipment.carrier,
    trackingNumber: shipment.tracking_number,
    estimatedDelivery: shipment.estimated_delivery,
    shipmentId: shipment.id,
    sellerId: shipment.seller_id,
    status: shipment.status,
    from: how.from,
    assigneeId: shipment.assignee_id,
    lines: how.lines.map(({ id, title, quantity }) => ({ lineId: id, title, quantity })),
  },
});
