/** What the order service tells the others. Each event says all that its consumers need; amounts are minor units. */
import Type, { type Static } from 'typebox';
import { Id, nullable, Time } from '#platform/contract/schema.ts';
import type { EventCatalogue, EventIn } from '#platform/events/events.ts';
import { AddressReply } from '../common/address.ts';
import { auditEvents } from '../common/audit.ts';
import { LineQuantity } from '../common/fields.ts';
import { Minor } from '../common/money.ts';
import { FulfilmentStatus, OrderPaymentStatus, OrderStatus } from './schemas.ts';

export const EventLine = Type.Object({
  lineId: Id,
  productId: Id,
  variantId: Id,
  variantTitle: nullable(Type.String()),
  sellerId: Id,
  title: Type.String(),
  sku: nullable(Type.String()),
  hsn: nullable(Type.String()),
  quantity: LineQuantity,
  unitPriceMinor: Minor,
  /** Its part of all discounts. */
  discountMinor: Minor,
  /** What of it the shop bears and not the seller. */
  houseDiscountMinor: Minor,
  taxMinor: Minor,
  taxPercent: Type.String(),
  taxIncluded: Type.Boolean(),
  /** Fixed when the order was placed. */
  commissionPercent: Type.String(),
  commissionMinor: Minor,
});
export type EventLine = Static<typeof EventLine>;

const about = {
  orderId: Id,
  number: Type.String(),
  userId: Id,
  email: Type.String(),
  name: Type.String(),
  at: Time,
};

const totals = {
  currency: Type.String(),
  itemsMinor: Minor,
  discountMinor: Minor,
  taxMinor: Minor,
  shippingMinor: Minor,
  totalMinor: Minor,
};

const states = { status: OrderStatus, paymentStatus: OrderPaymentStatus, fulfilmentStatus: FulfilmentStatus };
const lines = Type.Array(EventLine);

const parcel = {
  carrier: nullable(Type.String()),
  trackingNumber: nullable(Type.String()),
  estimatedDelivery: nullable(Type.String()),
};

export const orderEvents = {
  /** The order stands: cart empties the claimed cart. */
  'order.placed': Type.Object({
    ...about,
    ...totals,
    cartId: Id,
    lines,
    discounts: Type.Array(Type.Object({ discountId: Id, code: Type.String(), amountMinor: Minor })),
    paymentMethod: nullable(Type.String()),
    shippingAddress: AddressReply,
    expiresAt: nullable(Time),
  }),
  /** The intent does not become an order: cart and product give back what it took. */
  'order.rejected': Type.Object({ orderId: Id, userId: Id, reason: Type.String(), at: Time }),
  /** Paid, or delivered with cash: product turns the hold into a sale. */
  'order.completed': Type.Object({
    ...about,
    ...totals,
    lines,
    paymentId: nullable(Id),
    paymentMethod: nullable(Type.String()),
    placedAt: Time,
    shippingAddress: AddressReply,
    /** Null: the same. */
    billingAddress: nullable(AddressReply),
    /** The buyer’s tax number. */
    gstin: nullable(Type.String()),
  }),
  /** Product gives back the stock, cart the coupon uses, payment closes open attempts. */
  'order.cancelled': Type.Object({
    ...about,
    currency: Type.String(),
    totalMinor: Minor,
    lines,
    reason: Type.String(),
    /** True: it was completed, so what is given back was sold and not held; a refund is asked for besides. */
    wasCompleted: Type.Boolean(),
  }),
  /** Payment gives money back: of a cancelled or returned order, or of one that was paid too late. */
  'order.refund_requested': Type.Object({
    ...about,
    currency: Type.String(),
    amountMinor: Minor,
    /** Null: of whichever payment of the order was captured. */
    paymentId: nullable(Id),
    returnId: nullable(Id),
    reason: Type.String(),
    lines: Type.Array(Type.Object({ lineId: Id, sellerId: Id, quantity: LineQuantity, amountMinor: Minor })),
  }),
  /** Lines came back: product puts exactly these on the shelf. */
  'order.returned': Type.Object({
    ...about,
    returnId: Id,
    reason: Type.String(),
    lines,
    /** What is given back for each of them. */
    refunds: Type.Array(Type.Object({ lineId: Id, amountMinor: Minor })),
    /** Null: paid in cash, and given back so. */
    paymentId: nullable(Id),
  }),
  /** Any state moved; for mail, live tracking and statistics. */
  'order.status_changed': Type.Object({
    ...about,
    ...states,
    ...parcel,
    /** What the order was before. */
    from: Type.Object(states),
    sellerIds: Type.Array(Id),
    shipmentId: nullable(Id),
    reason: nullable(Type.String()),
  }),
  /** Unpaid past its time: payment closes what is open at the gateway and answers `payment.attempts_closed`. */
  'order.expiry_due': Type.Object({ ...about, expiresAt: Time }),
  'shipment.updated': Type.Object({
    ...about,
    ...parcel,
    shipmentId: Id,
    sellerId: Id,
    status: FulfilmentStatus,
    from: nullable(FulfilmentStatus),
    assigneeId: nullable(Id),
    lines: Type.Array(Type.Object({ lineId: Id, title: Type.String(), quantity: LineQuantity })),
  }),
  ...auditEvents,
} as const satisfies EventCatalogue;

/** An order that was completed, oldest return first. */
export const Completion = Type.Object({
  completed: orderEvents['order.completed'],
  returns: Type.Array(orderEvents['order.returned']),
  /** When it was cancelled afterwards. */
  cancelledAt: nullable(Time),
});
export type Completion = Static<typeof Completion>;

export type OrderEvent = EventIn<typeof orderEvents>;
