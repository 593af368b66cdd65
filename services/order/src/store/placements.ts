/**
 * From intent to order: many at once in one statement. An order that is no longer `placing` is left out with its lines
 * and shipments, so that exactly one of this and its rejection takes place.
 */
import type { Transaction } from 'kysely';
import type { ClaimedCart } from '#contracts/cart/schemas.ts';
import { run } from '#platform/sql/database.ts';
import { type CommissionTerms, commissionOf } from '../domain/commission.ts';
import type { LineRow, OrderRow, ShipmentRow, WholeOrder } from '../domain/model.ts';
import { neverExpires } from '../domain/order-view.ts';
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

const PLACE = `
with wanted as (
  select * from jsonb_to_recordset($1::jsonb) as w(id bigint, cart_id bigint, currency varchar, items_minor bigint,
    discount_minor bigint, tax_minor bigint, tax_included_minor bigint, shipping_minor bigint, total_minor bigint,
    discounts jsonb, shipping_code varchar, shipping_name varchar, estimated_delivery varchar, expires_at timestamptz)
), placed as (
  update orders o
  set status = 'pending', version = 1, cart_id = w.cart_id, currency = w.currency, items_minor = w.items_minor,
    discount_minor = w.discount_minor, tax_minor = w.tax_minor, tax_included_minor = w.tax_included_minor,
    shipping_minor = w.shipping_minor, total_minor = w.total_minor, discounts = w.discounts,
    shipping_code = w.shipping_code, shipping_name = w.shipping_name, estimated_delivery = w.estimated_delivery,
    expires_at = w.expires_at
  from wanted w
  where o.id = w.id and o.id = any(array(select unnest($4::bigint[]))) and o.status = 'placing'
  returning o.id, o.estimated_delivery
), line as (
  insert into order_line (order_id, product_id, variant_id, variant_title, title, sku, image, seller_id, category_id,
    quantity, unit_price_minor, line_total_minor, discount_minor, tax_minor, tax_percent, tax_included, hsn,
    house_discount_minor, commission_percent, commission_minor)
  select l.order_id, l.product_id, l.variant_id, l.variant_title, l.title, l.sku, l.image, l.seller_id, l.category_id,
    l.quantity, l.unit_price_minor, l.line_total_minor, l.discount_minor, l.tax_minor, l.tax_percent, l.tax_included,
    l.hsn, l.house_discount_minor, l.commission_percent, l.commission_minor
  from jsonb_to_recordset($2::jsonb) as l(order_id bigint, ord int, product_id bigint, variant_id bigint,
    variant_title varchar, title varchar, sku varchar, image varchar, seller_id bigint, category_id bigint,
    quantity int, unit_price_minor bigint, line_total_minor bigint, discount_minor bigint, tax_minor bigint,
    tax_percent varchar, tax_included boolean, hsn varchar, house_discount_minor bigint, commission_percent varchar,
    commission_minor bigint)
  join placed on placed.id = l.order_id
  order by l.order_id, l.ord
  returning id, order_id
), parcel as (
  insert into shipment (order_id, seller_id, estimated_delivery)
  select s.order_id, s.seller_id, placed.estimated_delivery
  from jsonb_to_recordset($3::jsonb) as s(order_id bigint, seller_id bigint)
  join placed on placed.id = s.order_id
  order by s.order_id, s.seller_id
  returning id, order_id, seller_id, created_at
), told as (
  insert into order_event (order_id, status, payment_status, fulfilment_status)
  select id, 'pending', 'pending', 'unfulfilled' from placed
)
select 'order' as kind, id as order_id, null::bigint as id, null::bigint as seller_id, null::timestamptz as at from placed
union all select 'line', order_id, id, null, null from line
union all select 'parcel', order_id, id, seller_id, created_at from parcel`;

interface PlacedRow {
  kind: 'order' | 'line' | 'parcel';
  order_id: number;
  id: number;
  seller_id: number;
  at: Date;
}

/** The orders as they now stand; undefined for those that were no longer `placing`. */
export async function placeIntents(
  tx: Transaction<OrderTables>,
  placements: readonly Placement[],
  { unpaidMs, commission }: PlacementRules,
): Promise<(WholeOrder | undefined)[]> {
  const orders = placements.map((placement) => orderOf(placement, unpaidMs));
  const lines = placements.map((placement) => linesOf(placement, commission));
  const sellers = lines.map((own) => [...new Set(own.map(({ seller_id }) => seller_id))]);
  const rows = await run<PlacedRow>(tx, PLACE, [
    JSON.stringify(orders.map(storedPart)),
    JSON.stringify(lines.flatMap((own) => own.map((line, ord) => ({ ...line, ord })))),
    JSON.stringify(
      orders.flatMap(({ id }, index) => sellers[index]!.map((seller_id) => ({ order_id: id, seller_id }))),
    ),
    orders.map(({ id }) => id),
  ]);
  const byOrder = Map.groupBy(rows, (row) => row.order_id);
  return orders.map((order, index) => {
    const own = byOrder.get(order.id);
    if (!own) return undefined;
    // Ids were given in the order of the lines.
    const ids = own.filter(({ kind }) => kind === 'line').map(({ id }) => id);
    ids.sort((a, b) => a - b);
    return {
      order,
      lines: lines[index]!.map((line, position) => ({ ...line, id: ids[position]! })),
      shipments: own.filter(({ kind }) => kind === 'parcel').map((row) => shipmentOf(row, order)),
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

const shipmentOf = (row: PlacedRow, order: OrderRow): ShipmentRow => ({
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
  created_at: row.at,
  updated_at: row.at,
});
