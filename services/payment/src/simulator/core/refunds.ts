/** Money given back by a played gateway: once for each key, and never more than was captured. */
import type { Books } from './books.ts';
import type { Payment, Refund } from './payment.ts';
import { Refused } from './payments.ts';

export interface RefundWish {
  payment: Payment;
  key: string;
  amountMinor: number;
  /** Settled later by the gateway. */
  pending?: boolean;
  details?: Readonly<Record<string, unknown>>;
}

export async function refundPayment(books: Books, wish: RefundWish): Promise<Refund> {
  const { payment, key, amountMinor, pending = false, details } = wish;
  const id = books.newId('refund');
  const status = pending ? 'pending' : 'succeeded';
  const at = books.now();
  const refund = await books.store.refund({
    payment,
    id,
    key,
    amountMinor,
    status,
    at,
    ...(details ? { details } : {}),
  });
  if (refund === 'short') throw new Refused('too_much', 'There is not so much left of this payment.');
  if (refund.paymentSeq !== payment.seq || refund.amountMinor !== amountMinor) {
    throw new Refused('key_used', 'This key was used for another refund.');
  }
  return refund;
}

/** Everything of a stretch of time, oldest first. */
export async function* paymentsBetween(books: Books, from: Date, to: Date): AsyncGenerator<[Payment, Refund[]]> {
  let last = 0;
  for (;;) {
    const page = await books.store.between(from, to, last);
    const refunds = Map.groupBy(await books.store.refundsOf(page), (refund) => refund.paymentSeq);
    for (const payment of page) yield [payment, refunds.get(payment.seq) ?? []];
    if (page.length === 0) return;
    last = page.at(-1)!.seq;
  }
}
