/** What the order service takes and gives: orders, tracking, notes, and what payment asks of them. */
import Type, { type Static } from 'typebox';
import { Id, nullable, PageQuery, pageOf, Time, text } from '#platform/contract/schema.ts';
import { Address, AddressReply } from '../common/address.ts';
import { Count, choice, DayOrTime, Gstin, LineQuantity, name, note } from '../common/fields.ts';
import { Minor, Money, MoneyInput } from '../common/money.ts';

export const OrderStatus = choice('pending', 'completed', 'cancelled', 'refunded');
export type OrderStatus = Static<typeof OrderStatus>;

export const FulfilmentStatus = choice(
  'unfulfilled',
  'processing',
  'shipped',
  'out_for_delivery',
  'delivered',
  'returned',
);
export type FulfilmentStatus = Static<typeof FulfilmentStatus>;

/** How the order’s money stands; a partly refunded payment is `refunded` too, see `refundedPrice`. */
export const OrderPaymentStatus = choice('pending', 'success', 'failed', 'cancelled', 'refunded', 'reconciled');
export type OrderPaymentStatus = Static<typeof OrderPaymentStatus>;

/** The method of payment that lets an order stand unpaid until it is delivered. */
export const CASH_ON_DELIVERY = 'cod';

/** `lineTotal` is quantity × unitPrice, before discount and tax. */
export const OrderItem = Type.Object({
  id: Id,
  productId: Id,
  variantId: Id,
  variantTitle: nullable(Type.String()),
  title: Type.String(),
  sku: nullable(Type.String()),
  image: nullable(Type.String()),
  sellerId: Id,
  quantity: LineQuantity,
  unitPrice: Money,
  lineTotal: Money,
  discount: Money,
  tax: Money,
  taxPercent: Type.String(),
  taxIncluded: Type.Boolean(),
  fulfilmentStatus: FulfilmentStatus,
  shipmentId: nullable(Id),
  returnedQuantity: Count,
});
export type OrderItem = Static<typeof OrderItem>;

export const TrackedShipment = Type.Object({
  id: Id,
  sellerId: Id,
  status: FulfilmentStatus,
  carrier: nullable(Type.String()),
  trackingNumber: nullable(Type.String()),
  estimatedDelivery: nullable(Type.String()),
});
export type TrackedShipment = Static<typeof TrackedShipment>;

export const OrderReturn = Type.Object({
  id: Id,
  items: Type.Array(Type.Object({ id: Id, quantity: LineQuantity })),
  reason: Type.String(),
  refundPrice: Money,
  at: Time,
});
export type OrderReturn = Static<typeof OrderReturn>;

/** totalPrice = itemsPrice − discountPrice + taxPrice + shippingPrice. */
export const Order = Type.Object({
  id: Id,
  /** The same as id. */
  _id: Id,
  number: Type.String({ description: 'Public, cannot be guessed' }),
  status: OrderStatus,
  paymentStatus: OrderPaymentStatus,
  fulfilmentStatus: FulfilmentStatus,
  items: Type.Array(OrderItem),
  itemsPrice: Money,
  discountPrice: Money,
  taxPrice: Money,
  /** Tax that the prices hold already; not added again. */
  taxIncludedPrice: Money,
  shippingPrice: Money,
  totalPrice: Money,
  refundedPrice: Money,
  currency: Type.String(),
  discounts: Type.Array(Type.Object({ code: Type.String(), kind: Type.String(), amount: Money })),
  user: Type.Object({ id: Id, name: Type.String(), email: Type.String() }),
  shippingAddress: AddressReply,
  billingAddress: AddressReply,
  shippingMethod: nullable(Type.Object({ code: Type.String(), name: Type.String() })),
  /** The buyer’s tax number, for the invoice. */
  gstin: nullable(Type.String()),
  paymentMethod: nullable(Type.String()),
  notes: nullable(Type.String()),
  shipments: Type.Array(TrackedShipment),
  returns: Type.Array(OrderReturn),
  cancelReason: nullable(Type.String()),
  estimatedDelivery: nullable(Type.String()),
  paidAt: nullable(Time),
  processingAt: nullable(Time),
  shippedAt: nullable(Time),
  deliveredAt: nullable(Time),
  cancelledAt: nullable(Time),
  refundedAt: nullable(Time),
  /** When an unpaid order is given up; null when it is paid or cash on delivery. */
  expiresAt: nullable(Time),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});
export type Order = Static<typeof Order>;
export const OrderPage = pageOf(Order);
export type OrderPage = Static<typeof OrderPage>;

export const OrderQuery = Type.Object({
  ...PageQuery.properties,
  status: Type.Optional(OrderStatus),
  paymentStatus: Type.Optional(OrderPaymentStatus),
  fulfilmentStatus: Type.Optional(FulfilmentStatus),
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Number, name or e-mail' })),
  userId: Type.Optional(Id),
  from: Type.Optional(DayOrTime),
  to: Type.Optional(DayOrTime),
  as: Type.Optional(choice('buyer', 'seller', 'all')),
});
export type OrderQuery = Static<typeof OrderQuery>;

/** Items and prices sent along are never trusted: a difference from the cart is 409 `cart.changed`. */
export const PlaceOrder = Type.Object({
  shippingAddress: Address,
  billingAddress: Type.Optional(Address),
  /** Of a buyer who buys for a business: it stands on the invoice. */
  gstin: Type.Optional(Gstin),
  paymentMethod: Type.Optional(text(50)),
  shippingMethod: Type.Optional(text(50)),
  notes: Type.Optional(note(2_000)),
  cartVersion: Type.Optional(Count),
  expectedTotal: Type.Optional(MoneyInput),
  items: Type.Optional(
    Type.Array(
      Type.Object({
        productId: Id,
        variantId: Type.Optional(Id),
        quantity: LineQuantity,
        unitPrice: Type.Optional(MoneyInput),
        price: Type.Optional(MoneyInput),
      }),
      { maxItems: 200 },
    ),
  ),
  itemsPrice: Type.Optional(MoneyInput),
  taxPrice: Type.Optional(MoneyInput),
  shippingPrice: Type.Optional(MoneyInput),
  totalPrice: Type.Optional(MoneyInput),
});
export type PlaceOrder = Static<typeof PlaceOrder>;

export const CancelOrder = Type.Object({ reason: Type.Optional(note(500)) });

export const ReturnOrder = Type.Object({
  items: Type.Array(Type.Object({ id: Id, quantity: LineQuantity }), { minItems: 1, maxItems: 200 }),
  reason: name(1_000),
});
export type ReturnOrder = Static<typeof ReturnOrder>;

const parcel = {
  carrier: Type.Optional(nullable(note(100))),
  trackingNumber: Type.Optional(nullable(note(100))),
  estimatedDelivery: Type.Optional(nullable(DayOrTime)),
};

export const ShipOrder = Type.Object({ ...parcel, shipmentId: Type.Optional(Id) });
export type ShipOrder = Static<typeof ShipOrder>;

/** A step of fulfilment, or `cancelled`. Anything that the state machine does not allow now is 409. */
export const NextStatus = choice(
  'pending',
  'completed',
  'cancelled',
  'refunded',
  'unfulfilled',
  'processing',
  'shipped',
  'out_for_delivery',
  'delivered',
  'returned',
);
export type NextStatus = Static<typeof NextStatus>;

export const SetOrderStatus = Type.Object({
  status: NextStatus,
  shipmentId: Type.Optional(Id),
  reason: Type.Optional(note(500)),
  ...parcel,
});
export type SetOrderStatus = Static<typeof SetOrderStatus>;

export const Tracking = Type.Object({
  orderId: Id,
  number: Type.String(),
  status: OrderStatus,
  paymentStatus: OrderPaymentStatus,
  fulfilmentStatus: FulfilmentStatus,
  /** placed, paid, processing, shipped, out_for_delivery, delivered; or ending in cancelled or returned. */
  steps: Type.Array(Type.Object({ name: Type.String(), at: nullable(Time) })),
  shipments: Type.Array(TrackedShipment),
  estimatedDelivery: nullable(Type.String()),
});
export type Tracking = Static<typeof Tracking>;

/** The data of an `order.status` event of the live stream. */
export const OrderStatusNews = Type.Object({
  orderId: Id,
  status: OrderStatus,
  fulfilmentStatus: FulfilmentStatus,
  at: Time,
});
export type OrderStatusNews = Static<typeof OrderStatusNews>;

export const OrderNote = Type.Object({
  id: Id,
  orderId: Id,
  author: Type.Object({ id: Id, name: Type.String() }),
  text: Type.String(),
  visibleToBuyer: Type.Boolean(),
  createdAt: Time,
});
export type OrderNote = Static<typeof OrderNote>;
export const OrderNotePage = pageOf(OrderNote);
export const CreateOrderNote = Type.Object({ text: name(5_000), visibleToBuyer: Type.Optional(Type.Boolean()) });

export const Shipment = Type.Object({
  ...TrackedShipment.properties,
  orderId: Id,
  orderNumber: Type.String(),
  /** The delivery partner it was given to. */
  assigneeId: nullable(Id),
  assigneeName: nullable(Type.String()),
  items: Type.Array(
    Type.Object({
      id: Id,
      productId: Id,
      variantId: Id,
      variantTitle: nullable(Type.String()),
      title: Type.String(),
      quantity: LineQuantity,
    }),
  ),
  shippingAddress: AddressReply,
  shippingMethod: nullable(Type.Object({ code: Type.String(), name: Type.String() })),
  /** What the partner collects at the door; 0 when paid. */
  amountDue: Money,
  currency: Type.String(),
  processingAt: nullable(Time),
  shippedAt: nullable(Time),
  outForDeliveryAt: nullable(Time),
  deliveredAt: nullable(Time),
  returnedAt: nullable(Time),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});
export type Shipment = Static<typeof Shipment>;
export const ShipmentPage = pageOf(Shipment);

export const ShipmentQuery = Type.Object({
  ...PageQuery.properties,
  status: Type.Optional(FulfilmentStatus),
  orderId: Type.Optional(Id),
  assigned: Type.Optional(Type.Boolean()),
});

export const ChangeShipment = Type.Object({ status: Type.Optional(FulfilmentStatus), ...parcel });
export type ChangeShipment = Static<typeof ChangeShipment>;
export const AssignShipment = Type.Object({ userId: nullable(Id) });

export const DebugAuth = Type.Object({
  user: Type.Object({ id: Id, email: Type.String(), name: Type.String(), roles: Type.Array(Type.String()) }),
  session: Type.Object({ id: Type.String(), expiresAt: Time }),
  scopes: Type.Array(Type.String()),
});
export type DebugAuth = Static<typeof DebugAuth>;

// Between services.

export const Payable = Type.Object({
  orderId: Id,
  number: Type.String(),
  userId: Id,
  email: Type.String(),
  name: Type.String(),
  amountMinor: Minor,
  currency: Type.String(),
  status: OrderStatus,
  paymentStatus: OrderPaymentStatus,
  paymentMethod: nullable(Type.String()),
  expiresAt: nullable(Time),
});
export type Payable = Static<typeof Payable>;

export const PaymentStarted = Type.Object({ orderId: Id, expiresAt: Time });
export const OrderExpiry = Type.Object({ expiresAt: nullable(Time) });
