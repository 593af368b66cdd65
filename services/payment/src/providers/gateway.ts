/**
 * What every payment gateway is to us: a page to pay at, a question how it stands, and money back. All calls may be
 * repeated: our own references make the gateway do each thing once.
 */
import type { GatewayName } from '#contracts/payment/schemas.ts';
import type { GatewayStatus, Money } from '../domain/judge.ts';
import type { MoneyRules } from './money-rules.ts';

export type { GatewayStatus, Money } from '../domain/judge.ts';

export type Method = 'card' | 'upi' | 'netbanking' | 'wallet' | 'paypal';

export interface GatewayCaps {
  methods: readonly Method[];
  /** An unpaid payment can be cancelled by us; otherwise it just runs out. */
  cancel: boolean;
  /** The shopper's approval takes no money yet: `complete` must follow. */
  needsCapture: boolean;
  /** `list` can find payments by time. */
  listByTime: boolean;
  /** Webhooks carry a signature of their body. Without one an event is no more than a reason to ask. */
  signedWebhook: boolean;
  /** Seconds that a payment may live, where the gateway limits it. */
  expiry: { minS: number; maxS: number } | null;
  /** Currencies and amounts that it takes. */
  money: MoneyRules;
}

export interface CreateRequest {
  /** At most 20 characters of a–z and 0–9: the tightest gateway takes no more. */
  reference: string;
  orderId: number;
  orderNumber: string;
  money: Money;
  method: Method | null;
  /** Where the shopper comes back to, whatever was decided. */
  returnUrl: string;
  expiresAt: Date;
  customer: { name: string; email: string };
}

export interface CreatedPayment {
  /** The gateway's name for it. */
  gatewayRef: string;
  payUrl: string;
  expiresAt: Date;
}

export interface ObservedRefund {
  /** Our reference, where the gateway keeps it; null for a refund made in its dashboard. */
  reference: string | null;
  gatewayRef: string;
  status: 'pending' | 'success' | 'failed';
  money: Money;
  failureReason: string | null;
}

export interface ObservedPayment {
  gatewayRef: string;
  reference: string | null;
  status: GatewayStatus;
  /** Set when money was captured. */
  paid: { paymentRef: string; money: Money; method: string | null; at: Date } | null;
  failureReason: string | null;
  refunds: readonly ObservedRefund[];
}

/** A payment as a gateway's list has it: enough to see whether it agrees with ours. What differs is asked for by `get`. */
export interface ListedPayment {
  gatewayRef: string | null;
  paymentRef: string | null;
  reference: string | null;
  status: GatewayStatus;
  /** What was taken; null where nothing was, or where the list tells only of a refund. */
  paid: Money | null;
  /** Given back in all; null where the list does not tell. */
  refundedMinor: number | null;
}

export interface RefundRequest {
  reference: string;
  gatewayRef: string;
  paymentRef: string;
  money: Money;
  reason: string | null;
}

/** One thing that a webhook told. What it says is a reason to ask the gateway, never an answer. */
export interface GatewayEvent {
  /** The same for each repetition of the same news. */
  dedupeKey: string;
  kind: 'payment' | 'refund' | 'dispute' | 'ignored';
  /** The gateway's own word, for the record. */
  type: string;
  gatewayRef: string | null;
  /** The gateway's name for the money that was taken, where the event names only that. */
  paymentRef: string | null;
  reference: string | null;
}

export interface ReturnHint {
  /** The gateway's name for the payment; null where the return does not tell or does not prove it. */
  gatewayRef: string | null;
  /** It carries a signature that is not the gateway's. */
  forged: boolean;
}

export interface PaymentGateway {
  readonly name: GatewayName;
  readonly title: string;
  /** Moves no real money. */
  readonly test: boolean;
  readonly caps: GatewayCaps;
  /** The same reference again answers the same payment. Every call may throw a `GatewayRefusal` or `GatewayOutage`. */
  create(request: CreateRequest): Promise<CreatedPayment>;
  /** `refunds`: one is under way or has just been told of, so they are looked up even where it costs a call more. */
  get(gatewayRef: string, wants?: { refunds: boolean }): Promise<ObservedPayment>;
  /** Where `needsCapture`: takes the money that the shopper approved. */
  complete?(gatewayRef: string, reference: string): Promise<ObservedPayment>;
  /** `refused`: paid, or money is on its way; `get` says which. */
  cancel(gatewayRef: string): Promise<'cancelled' | 'refused' | 'unsupported'>;
  refund(request: RefundRequest): Promise<ObservedRefund>;
  /** How one refund stands, where `get` does not tell. */
  getRefund?(gatewayRef: string): Promise<ObservedRefund>;
  /** For reconciliation: the payments that the gateway has of a stretch of time. */
  list?(from: Date, to: Date): AsyncIterable<ListedPayment>;
  /** Throws `payment.bad_signature` before anything is read from the body. */
  parseWebhook(body: Buffer, headers: Readonly<Record<string, string | undefined>>): Promise<GatewayEvent[]>;
  /** A hint that the shopper came back; it never marks anything paid. */
  parseReturn(query: URLSearchParams): ReturnHint;
  /** After the drain. */
  close?(): Promise<void>;
}
