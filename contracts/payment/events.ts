/** What the payment service tells the others; amounts are minor units. */
import Type from 'typebox';
import { Id, nullable, Time } from '#platform/contract/schema.ts';
import type { EventCatalogue, EventIn } from '#platform/events/events.ts';
import { auditEvents } from '../common/audit.ts';
import { Minor } from '../common/money.ts';

const about = {
  paymentId: Id,
  orderId: Id,
  orderNumber: Type.String(),
  userId: Id,
  email: Type.String(),
  name: Type.String(),
  gateway: Type.String(),
  method: nullable(Type.String()),
  amountMinor: Minor,
  currency: Type.String(),
  at: Time,
};

const payout = {
  payoutId: Id,
  batchId: Id,
  sellerId: Id,
  amountMinor: Minor,
  currency: Type.String(),
  /** Masked. */
  account: Type.String(),
  reason: nullable(Type.String()),
  at: Time,
};

export const paymentEvents = {
  'payment.started': Type.Object({ ...about, expiresAt: Time }),
  /** The order is paid: told once for each order. */
  'payment.succeeded': Type.Object({ ...about, gatewayReference: nullable(Type.String()) }),
  /** The order stays pending and can be paid again. */
  'payment.failed': Type.Object({ ...about, reason: nullable(Type.String()) }),
  'payment.cancelled': Type.Object({ ...about, reason: nullable(Type.String()) }),
  /** Money went back. */
  'payment.refunded': Type.Object({
    ...about,
    refundId: Id,
    refundMinor: Minor,
    /** Over all refunds of the payment. */
    refundedTotalMinor: Minor,
    whole: Type.Boolean(),
    /** The return it was for. */
    returnId: nullable(Id),
    /** True: this payment did not pay the order, as a second one, or one that was held and given back. */
    duplicate: Type.Boolean(),
    reason: nullable(Type.String()),
  }),
  /** The gateway’s own list agrees. */
  'payment.reconciled': Type.Object(about),
  /** The answer to `order.expiry_due`: nothing is open any more. `paid`: a success came first. */
  'payment.attempts_closed': Type.Object({ orderId: Id, paid: Type.Boolean(), at: Time }),
  /** On its way to the seller. */
  'payout.sent': Type.Object(payout),
  'payout.paid': Type.Object(payout),
  /** The bank sent it back: the amount is the seller’s again. */
  'payout.bounced': Type.Object(payout),
  ...auditEvents,
} as const satisfies EventCatalogue;

export type PaymentEvent = EventIn<typeof paymentEvents>;
