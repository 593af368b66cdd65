/** The native gateway's operations: what stands behind its paths, and what the shop's own sandbox calls without them. */
import type { Books } from '../../core/books.ts';
import { type NewPayment, type Payment, type Refund, type Status, statusAt } from '../../core/payment.ts';
import { cancelPayment, knownPayment, openPayment } from '../../core/payments.ts';
import { paymentsBetween, refundPayment } from '../../core/refunds.ts';

export interface NativeRefund {
  id: string;
  key: string;
  amountMinor: number;
  status: Refund['status'];
  failureReason: string | null;
}

export interface NativePayment {
  id: string;
  reference: string;
  status: Status;
  amountMinor: number;
  currency: string;
  method: string | null;
  captureId: string | null;
  capturedAt: Date | null;
  failureReason: string | null;
  expiresAt: Date;
  createdAt: Date;
  url: string;
  refunds: NativeRefund[];
}

/** Every call may throw `Refused`. */
export interface NativeApi {
  create(input: NewPayment): Promise<NativePayment>;
  get(id: string): Promise<NativePayment>;
  /** One that is paid or on its way stays as it is. */
  cancel(id: string): Promise<NativePayment>;
  refund(id: string, refund: { key: string; amountMinor: number }): Promise<NativeRefund>;
  /** Everything of a stretch of time, oldest first. */
  list(from: Date, to: Date): AsyncGenerator<NativePayment>;
}

export function nativeApi(books: Books, pageOf: (payment: Payment) => string): NativeApi {
  const view = (payment: Payment, refunds: readonly Refund[]): NativePayment => ({
    id: payment.id,
    reference: payment.reference,
    status: statusAt(payment, books.now()),
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    method: payment.method,
    captureId: payment.captureId,
    capturedAt: payment.capturedAt,
    failureReason: payment.failureReason,
    expiresAt: payment.expiresAt,
    createdAt: payment.createdAt,
    url: pageOf(payment),
    refunds: refunds.map(nativeRefund),
  });
  const whole = async (payment: Payment) => view(payment, await books.store.refundsOf([payment]));

  return {
    create: async (input) => view((await openPayment(books, input)).payment, []),
    get: async (id) => whole(await knownPayment(books, id)),
    async cancel(id) {
      const payment = await knownPayment(books, id);
      return whole((await cancelPayment(books, payment)) ?? (await knownPayment(books, id)));
    },
    async refund(id, wish) {
      const payment = await knownPayment(books, id);
      return nativeRefund(await refundPayment(books, { ...wish, payment }));
    },
    async *list(from, to) {
      for await (const [payment, refunds] of paymentsBetween(books, from, to)) yield view(payment, refunds);
    },
  };
}

export const nativeRefund = ({ id, key, amountMinor, status, failureReason }: Refund): NativeRefund => ({
  id,
  key,
  amountMinor,
  status,
  failureReason,
});
