/** What the payment service takes and gives: attempts to pay, payments, refunds, gateways. */
import Type, { type Static } from 'typebox';
import { Id, nullable, PageQuery, pageOf, Time, text } from '#platform/contract/schema.ts';
import { choice, DayOrTime, note } from '../common/fields.ts';
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

export const PaymentQuery = Type.Object({
  ...PageQuery.properties,
  status: Type.Optional(PaymentStatus),
  orderId: Type.Optional(Id),
  userId: Type.Optional(Id),
  gateway: Type.Optional(GatewayText),
  from: Type.Optional(DayOrTime),
  to: Type.Optional(DayOrTime),
  as: Type.Optional(choice('buyer', 'all')),
});

export const RefundPayment = Type.Object({
  /** Without it: all that is left. */
  amount: Type.Optional(MoneyInput),
  reason: Type.Optional(note(500)),
});

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
