/**
 * A completed order as the books keep it: its lines, and what it cost to send as one part for each seller. Taken from the
 * event once and never reckoned again.
 */
import type { Static } from 'typebox';
import { shareOut } from '#contracts/common/money.ts';
import type { EventLine, orderEvents } from '#contracts/order/events.ts';

export type CompletedOrder = Static<(typeof orderEvents)['order.completed']>;

export interface Sale {
  order_id: number;
  order_number: string;
  user_id: number;
  /** Null: paid in cash, or nothing to pay. */
  payment_id: number | null;
  currency: string;
  total_minor: number;
  completed_at: Date;
}

/** A line of the order, or a seller's share of what it cost to send. */
export interface SalePart {
  order_id: number;
  position: number;
  kind: 'line' | 'shipping';
  line_id: number | null;
  seller_id: number;
  title: string;
  sku: string | null;
  hsn: string | null;
  quantity: number;
  unit_price_minor: number;
  /** quantity × unit price. */
  total_minor: number;
  discount_minor: number;
  /** What of the discount the shop bears. */
  house_discount_minor: number;
  tax_minor: number;
  tax_percent: string;
  tax_included: boolean;
  commission_minor: number;
  /** What the buyer paid for it. */
  paid_minor: number;
  /** Of so much … : what was paid, or the units where nothing was. */
  whole: number;
  /** … so much has been given back. */
  reversed: number;
}

export const saleOf = (order: CompletedOrder): Sale => ({
  order_id: order.orderId,
  order_number: order.number,
  user_id: order.userId,
  payment_id: order.paymentId,
  currency: order.currency,
  total_minor: order.totalMinor,
  completed_at: new Date(order.at),
});

export function partsOf(order: CompletedOrder): SalePart[] {
  const lines = order.lines.map((line, position) => linePart(order.orderId, line, position));
  return [...lines, ...shippingParts(order, lines)];
}

function linePart(orderId: number, line: EventLine, position: number): SalePart {
  const total = line.quantity * line.unitPriceMinor;
  const paid = total - line.discountMinor + (line.taxIncluded ? 0 : line.taxMinor);
  return {
    order_id: orderId,
    position,
    kind: 'line',
    line_id: line.lineId,
    seller_id: line.sellerId,
    title: line.variantTitle ? `${line.title} (${line.variantTitle})` : line.title,
    sku: line.sku ?? null,
    hsn: line.hsn ?? null,
    quantity: line.quantity,
    unit_price_minor: line.unitPriceMinor,
    total_minor: total,
    discount_minor: line.discountMinor,
    house_discount_minor: line.houseDiscountMinor ?? 0,
    tax_minor: line.taxMinor,
    tax_percent: line.taxPercent ?? '0.00',
    tax_included: line.taxIncluded,
    commission_minor: line.commissionMinor ?? 0,
    paid_minor: paid,
    whole: paid > 0 ? paid : line.quantity,
    reversed: 0,
  };
}

/** By what was paid for each seller's lines; where nothing was, in equal shares. They sum to what the order says. */
function shippingParts(order: CompletedOrder, lines: readonly SalePart[]): SalePart[] {
  if (order.shippingMinor === 0) return [];
  const bySeller = [...Map.groupBy(lines, ({ seller_id }) => seller_id)];
  const weights = bySeller.map(([, own]) => own.reduce((sum, { paid_minor }) => sum + paid_minor, 0));
  const shares = shareOut(order.shippingMinor, weights.some((weight) => weight > 0) ? weights : weights.map(() => 1));
  return bySeller.flatMap(([sellerId], index) => {
    const share = shares[index]!;
    return share === 0 ? [] : [shippingPart(order.orderId, sellerId, share, lines.length + index)];
  });
}

const shippingPart = (orderId: number, sellerId: number, share: number, position: number): SalePart => ({
  order_id: orderId,
  position,
  kind: 'shipping',
  line_id: null,
  seller_id: sellerId,
  title: 'Shipping',
  sku: null,
  hsn: null,
  quantity: 1,
  unit_price_minor: share,
  total_minor: share,
  discount_minor: 0,
  house_discount_minor: 0,
  tax_minor: 0,
  tax_percent: '0.00',
  tax_included: false,
  commission_minor: 0,
  paid_minor: share,
  whole: share,
  reversed: 0,
});
