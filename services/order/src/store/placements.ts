/**
 * From intent to order: many at once in one statement. An order that is no longer `placing` is left out with its lines
 * and shipments, so that exactly one of this and its rejection takes place.
 */
import type { Transaction } from 'kysely';
import type { ClaimedCart } from '#contracts/cart/schemas.ts';
import { chain } from '#platform/sql/changes/chain.ts';
import { given } from '#platform/sql/changes/fields.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import { type CommissionTerms, commissionOf } from '../domain/commission.ts';
import type { LineRow, OrderRow, ShipmentRow, WholeOrder } from '../domain/model.ts';
import { neverExpires } from '../domain/order-view.ts';
import { lineFields } from './fields.ts';
import type { Intent } from './intents.ts';
import type { OrderTables } from './tables.ts';

/** What holds for every placement at this moment. */
export interface PlacementRules {
  unpaidMs: number;
  commission: CommissionTerms;
}

export interface Placement {
  intent: Intent;
  cart: ClaimedCart;
  requestId: string;
}

interface ParcelMade {
  id: number;
  order_id: number;
  seller_id: number;
  created_at: Date;
}

const { id: _id, returned_quantity: _none, ...newLineFields } = lineFields;

const PLACE = chain({
  placed: updateRows<{ id: number }>({
    table: 'orders',
    fields: {
      id: 'bigint',
      cart_id: 'bigint',
      currency: 'text',
      items_minor: 'bigint',
      discount_minor: 'bigint',
      tax_minor: 'bigint',
      tax_included_minor: 'bigint',
      shipping_minor: 'bigint',
      total_minor: 'bigint',
      discounts: 'json',
      shipping_code: 'text',
      shipping_name: 'text',
      estimated_delivery: 'text',
      expires_at: 'timestamp',
    },
    match: { id: 'id' },
    listed: 'id',
    where: "t.status = 'placing'",
    set: {
      ...given('cart_id', 'currency', 'items_minor', 'discount_minor', 'tax_minor', 'tax_included_minor'),
      ...given('shipping_minor', 'total_minor', 'discounts', 'shipping_code', 'shipping_name', 'estimated_delivery'),
      ...given('expires_at'),
      status: "'pending'",
      version: '1',
    },
    returning: { id: 'bigint' },
  }),
  line: insertRows<{ id: number; order_id: number }>({
    table: 'order_line',
    fields: { ...newLineFields, ord: 'int' },
    aside: ['ord'],
    orderBy: 'r.order_id, r.ord',
    returning: { id: 'bigint', order_id: 'bigint' },
    after: { part: 'placed', on: { order_id: 'id' } },
  }),
  parcel: insertRows<ParcelMade>({
    table: 'shipment',
    fields: { order_id: 'bigint', seller_id: 'bigint', estimated_delivery: 'text' },
    orderBy: 'r.order_id, r.seller_id',
    returning: { id: 'bigint', order_id: 'bigint', seller_id: 'bigint', created_at: 'timestamp' },
    after: { part: 'placed', on: { order_id: 'id' } },
  }),
  told: insertRows({
    table: 'order_event',
    fields: { order_id: 'bigint' },
    values: { status: "'pending'", payment_status: "'pending'", fulfilment_status: "'unfulfilled'" },
    after: { part: 'placed', on: { order_id: 'id' } },
  }),
});

/** The orders as they now stand; undefined for those that were no longer `placing`. */
export async function placeIntents(
  tx: Transaction<OrderTables>,
  placements: readonly Placement[],
  { unpaidMs, commission }: PlacementRules,
): Promise<(WholeOrder | undefined)[]> {
  const orders = placements.map((placement) => orderOf(placement, unpaidMs));
  const lines = placements.map((placement) => linesOf(placement, commission));
  const sellers = lines.map((own) => [...new Set(own.map(({ seller_id }) => seller_id))]);
  const made = await PLACE(tx, {
    placed: orders.map(storedPart),
    line: lines.flatMap((own) => own.map((line, ord) => ({ ...line, ord }))),
    parcel: orders.flatMap(({ id, estimated_delivery }, index) =>
      sellers[index]!.map((seller_id) => ({ order_id: id, seller_id, estimated_delivery })),
    ),
    told: orders.map(({ id }) => ({ order_id: id })),
  });
  const stand = new Set(made.placed.map(({ id }) => id));
  const linesMade = Map.groupBy(made.line, ({ order_id }) => order_id);
  const parcelsMade = Map.groupBy(made.parcel, ({ order_id }) => order_id);
  return orders.map((order, index) => {
    if (!stand.has(order.id)) return undefined;
    // Ids were given in the order of the lines.
    const ids = (linesMade.get(order.id) ?? []).map(({ id }) => id).sort((a, b) => a - b);
    return {
      order,
      lines: lines[index]!.map((line, position) => ({ ...line, id: ids[position]! })),
      shipments: (parcelsMade.get(order.id) ?? []).map((row) => shipmentOf(row, order)),
      returns: [],
    };
  });
}

const dayMs = 86_400_000;

function orderOf({ intent, cart }: Placement, unpaidMs: number): OrderRow {
  const free = neverExpires({ payment_method: intent.paymentMethod, total_minor: cart.totalMinor });
  const days = cart.shippingMethod?.maxDays;
  return {
    id: intent.id,
    number: intent.number,
    user_id: intent.userId,
    user_name: intent.userName,
    user_email: intent.userEmail,
    status: 'pending',
    payment_status: 'pending',
    fulfilment_status: 'unfulfilled',
    version: 1,
    idempotency_key: intent.idempotencyKey,
    fingerprint: intent.fingerprint,
    instance_id: intent.instanceId,
    cart_id: cart.cartId,
    currency: cart.currency,
    items_minor: cart.subtotalMinor,
    discount_minor: cart.discountMinor,
    tax_minor: cart.taxMinor,
    tax_included_minor: cart.taxIncludedMinor,
    shipping_minor: cart.shippingMinor,
    total_minor: cart.totalMinor,
    refunded_minor: 0,
    discounts: cart.discounts,
    shipping_address: intent.shippingAddress,
    billing_address: intent.billingAddress,
    shipping_code: cart.shippingMethod?.code ?? null,
    shipping_name: cart.shippingMethod?.name ?? null,
    estimated_delivery:
      days === undefined ? null : new Date(intent.createdAt.getTime() + days * dayMs).toISOString().slice(0, 10),
    buyer_gstin: intent.gstin,
    payment_method: intent.paymentMethod,
    notes: intent.notes,
    cancel_reason: null,
    payment_id: null,
    attempt_id: null,
    attempt_version: 0,
    payment_tried: false,
    expires_at: free ? null : new Date(intent.createdAt.getTime() + unpaidMs),
    expiry_asked_at: null,
    paid_at: null,
    processing_at: null,
    shipped_at: null,
    delivered_at: null,
    cancelled_at: null,
    refunded_at: null,
    created_at: intent.createdAt,
    updated_at: intent.createdAt,
  };
}

/** What the intent's row does not hold yet. */
const storedPart = (order: OrderRow) => ({
  id: order.id,
  cart_id: order.cart_id,
  currency: order.currency,
  items_minor: order.items_minor,
  discount_minor: order.discount_minor,
  tax_minor: order.tax_minor,
  tax_included_minor: order.tax_included_minor,
  shipping_minor: order.shipping_minor,
  total_minor: order.total_minor,
  discounts: order.discounts,
  shipping_code: order.shipping_code,
  shipping_name: order.shipping_name,
  estimated_delivery: order.estimated_delivery,
  expires_at: order.expires_at,
});

const linesOf = ({ intent, cart }: Placement, commission: CommissionTerms): Omit<LineRow, 'id'>[] =>
  cart.lines.map((line) => ({
    order_id: intent.id,
    product_id: line.productId,
    variant_id: line.variantId,
    variant_title: line.variantTitle,
    title: line.title,
    sku: line.sku,
    image: line.image,
    seller_id: line.sellerId,
    category_id: line.categoryId,
    quantity: line.quantity,
    returned_quantity: 0,
    unit_price_minor: line.unitPriceMinor,
    line_total_minor: line.lineTotalMinor,
    discount_minor: line.discountMinor,
    tax_minor: line.taxMinor,
    tax_percent: line.taxPercent,
    tax_included: line.taxIncluded,
    hsn: line.hsn,
    house_discount_minor: line.houseDiscountMinor,
    ...commissionOf(line, commission),
  }));

const shipmentOf = (row: ParcelMade, order: OrderRow): ShipmentRow => ({
  id: row.id,
  order_id: row.order_id,
  seller_id: row.seller_id,
  status: 'unfulfilled',
  carrier: null,
  tracking_number: null,
  estimated_delivery: order.estimated_delivery,
  assignee_id: null,
  assignee_name: null,
  version: 1,
  processing_at: null,
  shipped_at: null,
  out_for_delivery_at: null,
  delivered_at: null,
  returned_at: null,
  created_at: row.created_at,
  updated_at: row.created_at,
});
