/** What the payment service takes and gives: attempts to pay, payments, refunds, gateways. */
import Type, { type Static } from 'typebox';
import { Id, nullable, PageQuery, pageOf, Time, text } from '#platform/contract/schema.ts';
import { choice, DayOrTime, LineQuantity, note } from '../common/fields.ts';
import { Money, MoneyInput } from '../common/money.ts';

/** A partly refunded payment is `refunded` too: `refundedAmount` says how much. */
export const PaymentStatus = choice('pending', 'success', 'failed', 'cancelled', 'refunded', 'reconciled');
export type PaymentStatus = Static<typeof PaymentStatus>;

export const RefundStatus = choice('pending', 'success', 'failed');
export type RefundStatus = Static<typeof RefundStatus>;

export const gatewayNames = ['stripe', 'razorpay', 'paypal', 'juspay', 'sandbox'] as const;
export type GatewayName = (typeof gatewayNames)[number];
/** Other spellings of a gateway that requests and webhooks may use. */
export const gatewayAliases: ReadonlyMap<string, GatewayName> = new Map([['justpay', 'juspay']]);

const GatewayText = Type.String({ maxLength: 30, pattern: '^[A-Za-z]+$' });

export const InitiatePayment = Type.Object({
  /** Without it: the caller’s latest pending order. */
  orderId: Type.Optional(Id),
  gateway: Type.Optional(GatewayText),
  /** card, upi, netbanking, as the gateway offers. */
  method: Type.Optional(text(50)),
});
export type InitiatePayment = Static<typeof InitiatePayment>;

export const PaymentStart = Type.Object({
  url: Type.String({ description: 'The page to send the shopper to' }),
  paymentId: Id,
  orderId: Id,
  gateway: Type.String(),
  method: nullable(Type.String()),
  status: PaymentStatus,
  amount: Money,
  currency: Type.String(),
  expiresAt: Time,
});
export type PaymentStart = Static<typeof PaymentStart>;

export const Refund = Type.Object({
  id: Id,
  paymentId: Id,
  orderId: Id,
  amount: Money,
  currency: Type.String(),
  status: RefundStatus,
  reason: nullable(Type.String()),
  gatewayReference: nullable(Type.String()),
  createdAt: Time,
  finishedAt: nullable(Time),
});
export type Refund = Static<typeof Refund>;

export const Payment = Type.Object({
  id: Id,
  orderId: Id,
  orderNumber: Type.String(),
  userId: Id,
  gateway: Type.String(),
  method: nullable(Type.String()),
  status: PaymentStatus,
  amount: Money,
  currency: Type.String(),
  refundedAmount: Money,
  /** Set where the money came in another currency than was asked; refunds are in it. */
  capturedCurrency: nullable(Type.String()),
  /** Our own name for it at the gateway. */
  reference: Type.String(),
  gatewayReference: nullable(Type.String()),
  failureReason: nullable(Type.String()),
  /** Set: what the gateway reports differs from what was asked. Nothing is marked paid until a person has looked. */
  heldReason: nullable(Type.String()),
  /** The page to pay at, while it is open. */
  url: nullable(Type.String()),
  refunds: Type.Array(Refund),
  expiresAt: nullable(Time),
  paidAt: nullable(Time),
  createdAt: Time,
  updatedAt: Time,
});
export type Payment = Static<typeof Payment>;
export const PaymentPage = pageOf(Payment);
export type PaymentPage = Static<typeof PaymentPage>;

/** Which payments; a file holds all of them. */
export const PaymentFilter = Type.Object({
  status: Type.Optional(PaymentStatus),
  orderId: Type.Optional(Id),
  userId: Type.Optional(Id),
  gateway: Type.Optional(GatewayText),
  from: Type.Optional(DayOrTime),
  to: Type.Optional(DayOrTime),
  as: Type.Optional(choice('buyer', 'all')),
  /** Only payments that are held for a person. */
  held: Type.Optional(choice('true')),
});

export const PaymentQuery = Type.Object({ ...PageQuery.properties, ...PaymentFilter.properties });

export const RefundPayment = Type.Object({
  /** Without it and without items: all that is left. */
  amount: Type.Optional(MoneyInput),
  /** Delivered lines of the order that come back: their price goes back and their stock on the shelf. */
  items: Type.Optional(Type.Array(Type.Object({ id: Id, quantity: LineQuantity }), { minItems: 1, maxItems: 100 })),
  reason: Type.Optional(note(500)),
});

/**
 * What a person decides of a held payment. `accept`: it pays the order as it is. `refund`: it is booked and given back.
 * `drop`: it is none of this shop's, or was settled at the gateway by hand; nothing is booked.
 */
export const ResolvePayment = Type.Object({
  decision: choice('accept', 'refund', 'drop'),
  note: text(500),
});

export const findingKinds = [
  'held',
  'unknown_here',
  'missing_there',
  'amount_differs',
  'refund_unknown',
  'refund_missing',
  'refund_failed',
  'disputed',
  'gateway_off',
  'repaired',
] as const;
export type FindingKind = (typeof findingKinds)[number];
export const FindingState = choice('open', 'repaired', 'resolved');
export type FindingState = Static<typeof FindingState>;

/** Something about a payment that a person has to look at, or that was repaired by itself. */
export const Finding = Type.Object({
  id: Id,
  gateway: Type.String(),
  kind: choice(...findingKinds),
  state: FindingState,
  summary: Type.String(),
  paymentId: nullable(Id),
  orderId: nullable(Id),
  gatewayReference: nullable(Type.String()),
  amount: nullable(Money),
  currency: nullable(Type.String()),
  note: nullable(Type.String()),
  foundAt: Time,
  resolvedAt: nullable(Time),
});
export type Finding = Static<typeof Finding>;
export const FindingPage = pageOf(Finding);
export type FindingPage = Static<typeof FindingPage>;

export const FindingQuery = Type.Object({
  ...PageQuery.properties,
  state: Type.Optional(FindingState),
  kind: Type.Optional(choice(...findingKinds)),
  gateway: Type.Optional(GatewayText),
});

export const ResolveFinding = Type.Object({ note: text(500) });

export const RefundIds = Type.Object({ id: Id, refundId: Id });

export const Gateways = Type.Object({
  items: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      methods: Type.Array(Type.String()),
      /** Moves no real money. */
      test: Type.Boolean(),
      /** False while it does not answer. */
      available: Type.Boolean(),
      default: Type.Boolean(),
    }),
  ),
});
export type Gateways = Static<typeof Gateways>;

export const GatewayParams = Type.Object({ gateway: GatewayText });
export const LinkParams = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_.-]{16,400}$' }) });
/**
 * `delay` approves after some seconds, `leave` goes back with nothing decided, `approve_and_close` pays and leads nowhere.
 * Of a UPI ID the name decides: `success@…`, `failure@…`, `pending@…`. No field takes a card number.
 */
export const SandboxAction = Type.Object({
  action: choice('approve', 'decline', 'cancel', 'delay', 'leave', 'approve_and_close'),
  method: Type.Optional(note(50)),
  upi: Type.Optional(Type.String({ pattern: '^[a-z]{2,20}@[a-z]{2,20}$' })),
});
export type SandboxAction = Static<typeof SandboxAction>;
