/** An order as the API shows it: whole to its buyer and the staff, only his part to a seller. */
import { formatMoney } from '#contracts/common/money.ts';
import type { FulfilmentStatus, Order, OrderItem, OrderStatus, TrackedShipment } from '#contracts/order/schemas.ts';
import { placedExpiry } from './expiry.ts';
import { fulfilmentOf } from './fulfilment.ts';
import type { LineRow, OrderRow, ReturnRow, ShipmentRow, WholeOrder } from './model.ts';
import { isCashOnDelivery } from './payment-method.ts';
import { newestOf } from './times.ts';

const time = (at: Date | null): string | null => (at === null ? null : at.toISOString());

export function viewOf({ order, lines, shipments, returns }: WholeOrder): Order {
  const money = (minor: number) => formatMoney(minor, order.currency);
  const shipmentOf = new Map(shipments.map((shipment) => [shipment.seller_id, shipment]));
  return {
    id: order.id,
    _id: order.id,
    number: order.number,
    status: order.status as OrderStatus,
    paymentStatus: order.payment_status,
    fulfilmentStatus: order.fulfilment_status,
    items: lines.map((line) => itemView(line, shipmentOf.get(line.seller_id), money)),
    itemsPrice: money(order.items_minor),
    discountPrice: money(order.discount_minor),
    taxPrice: money(order.tax_minor),
    taxIncludedPrice: money(order.tax_included_minor),
    shippingPrice: money(order.shipping_minor),
    totalPrice: money(order.total_minor),
    refundedPrice: money(order.refunded_minor),
    currency: order.currency,
    discounts: order.discounts.map(({ code, kind, amountMinor }) => ({ code, kind, amount: money(amountMinor) })),
    user: { id: order.user_id, name: order.user_name, email: order.user_email },
    shippingAddress: order.shipping_address,
    billingAddress: order.billing_address ?? order.shipping_address,
    shippingMethod: shippingMethodOf(order),
    gstin: order.buyer_gstin,
    paymentMethod: order.payment_method,
    notes: order.notes,
    shipments: shipments.map(parcelView),
    returns: returns.map((one) => returnView(one, money)),
    cancelReason: order.cancel_reason,
    estimatedDelivery: order.estimated_delivery,
    paidAt: time(order.paid_at),
    processingAt: time(order.processing_at),
    shippedAt: time(order.shipped_at),
    deliveredAt: time(order.delivered_at),
    cancelledAt: time(order.cancelled_at),
    refundedAt: time(order.refunded_at),
    expiresAt: time(order.expires_at),
    version: order.version,
    createdAt: order.created_at.toISOString(),
    updatedAt: order.updated_at.toISOString(),
  };
}

export const shippingMethodOf = (order: OrderRow): { code: string; name: string } | null =>
  order.shipping_code === null ? null : { code: order.shipping_code, name: order.shipping_name ?? order.shipping_code };

function itemView(line: LineRow, shipment: ShipmentRow | undefined, money: (minor: number) => string): OrderItem {
  return {
    id: line.id,
    productId: line.product_id,
    variantId: line.variant_id,
    variantTitle: line.variant_title,
    title: line.title,
    sku: line.sku,
    image: line.image,
    sellerId: line.seller_id,
    quantity: line.quantity,
    unitPrice: money(line.unit_price_minor),
    lineTotal: money(line.line_total_minor),
    discount: money(line.discount_minor),
    tax: money(line.tax_minor),
    taxPercent: line.tax_percent,
    taxIncluded: line.tax_included,
    fulfilmentStatus: line.returned_quantity === line.quantity ? 'returned' : (shipment?.status ?? 'unfulfilled'),
    shipmentId: shipment?.id ?? null,
    returnedQuantity: line.returned_quantity,
  };
}

export const parcelView = (shipment: ShipmentRow): TrackedShipment => ({
  id: shipment.id,
  sellerId: shipment.seller_id,
  status: shipment.status,
  carrier: shipment.carrier,
  trackingNumber: shipment.tracking_number,
  estimatedDelivery: shipment.estimated_delivery,
});

const returnView = (one: ReturnRow, money: (minor: number) => string) => ({
  id: one.id,
  items: one.lines.map(({ line_id, quantity }) => ({ id: line_id, quantity })),
  reason: one.reason,
  refundPrice: money(one.refund_minor),
  at: one.created_at.toISOString(),
});

/**
 * What one who has to do with some parcels of an order may see of it: their lines, their totals, where they go. Not
 * the buyer's e-mail or billing address, not what else was bought, and no code of another seller.
 */
export function partOf(whole: WholeOrder, shipmentIds: ReadonlySet<number>): WholeOrder {
  const shipments = whole.shipments.filter(({ id }) => shipmentIds.has(id));
  const sellers = new Set(shipments.map(({ seller_id }) => seller_id));
  const lines = whole.lines.filter(({ seller_id }) => sellers.has(seller_id));
  const ownLines = new Set(lines.map(({ id }) => id));
  const returns = whole.returns.map((one) => ownReturn(one, ownLines)).filter((one) => one.lines.length > 0);
  const sum = (amount: (line: LineRow) => number) => lines.reduce((total, line) => total + amount(line), 0);
  const taxOnTop = sum((line) => (line.tax_included ? 0 : line.tax_minor));
  const items = sum((line) => line.line_total_minor);
  const discount = sum((line) => line.discount_minor);
  const order: OrderRow = {
    ...whole.order,
    fulfilment_status: fulfilmentOf(shipments.map(({ status }) => status)),
    items_minor: items,
    discount_minor: discount,
    tax_minor: taxOnTop,
    tax_included_minor: sum((line) => (line.tax_included ? line.tax_minor : 0)),
    shipping_minor: 0,
    total_minor: items - discount + taxOnTop,
    refunded_minor: returns.reduce((total, one) => total + one.refund_minor, 0),
    discounts: [],
    user_email: '',
    billing_address: null,
    estimated_delivery: shipments[0]?.estimated_delivery ?? whole.order.estimated_delivery,
    processing_at: whenAll(shipments.map(({ processing_at }) => processing_at)),
    shipped_at: whenAll(shipments.map(({ shipped_at }) => shipped_at)),
    delivered_at: whenAll(shipments.map(({ delivered_at }) => delivered_at)),
  };
  return { order, lines, shipments, returns };
}

function ownReturn(one: ReturnRow, ownLines: ReadonlySet<number>): ReturnRow {
  const lines = one.lines.filter(({ line_id }) => ownLines.has(line_id));
  return { ...one, lines, refund_minor: lines.reduce((total, { amount_minor }) => total + amount_minor, 0) };
}

/** When the last of them was as far; null while one is not. */
const whenAll = (times: readonly (Date | null)[]): Date | null =>
  times.includes(null) ? null : newestOf(times as readonly Date[]);

/** The order as its placement was answered: what a repeated request with the same Idempotency-Key is told. */
export function asPlaced(whole: WholeOrder, unpaidMinutes: number): WholeOrder {
  const { order } = whole;
  const home = { fulfilment_status: 'unfulfilled' as FulfilmentStatus, processing_at: null, shipped_at: null };
  return {
    order: {
      ...order,
      ...home,
      // A free order is paid by being placed.
      status: order.total_minor === 0 ? 'completed' : 'pending',
      payment_status: order.total_minor === 0 ? 'success' : 'pending',
      paid_at: order.total_minor === 0 ? order.paid_at : null,
      version: order.total_minor === 0 ? 2 : 1,
      refunded_minor: 0,
      cancel_reason: null,
      delivered_at: null,
      cancelled_at: null,
      refunded_at: null,
      expires_at: neverExpires(order) ? null : placedExpiry(order.created_at, unpaidMinutes),
      updated_at: order.total_minor === 0 && order.paid_at ? order.paid_at : order.created_at,
    },
    lines: whole.lines.map((line) => ({ ...line, returned_quantity: 0 })),
    shipments: whole.shipments.map((shipment) => ({
      ...shipment,
      status: 'unfulfilled',
      carrier: null,
      tracking_number: null,
      estimated_delivery: order.estimated_delivery,
    })),
    returns: [],
  };
}

/** Paid at the door, or with nothing to pay. */
export const neverExpires = (order: { payment_method: string | null; total_minor: number }): boolean =>
  isCashOnDelivery(order.payment_method) || order.total_minor === 0;
