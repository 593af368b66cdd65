/** The books of a gateway outside the shop: kept in memory, since nothing kills that gateway but its own process. */
import type { NewRefund, Step, Store } from '../core/books.ts';
import { type News, type NewsType, type Payment, type Refund, statusAt } from '../core/payment.ts';
import type { SimulatedClock } from './clock.ts';

export interface MemoryStore extends Store {
  payments(): readonly Payment[];
  refunds(): readonly Refund[];
  byAttempt(id: string): Payment | undefined;
  bySeq(seq: number): Payment;
  refundById(id: string): Refund | undefined;
  /** Ends a pending refund; a failed one gives the amount back to the payment. */
  endRefund(refund: Refund, status: 'succeeded' | 'failed', failureReason: string | null): void;
  /** What the dialect keeps beside it. */
  note(payment: Payment, details: Record<string, unknown>): Payment;
  /** For tests of reconciliation: the books say something else, or nothing, and nobody is told. */
  alter(payment: Payment, change: Partial<Pick<Payment, 'amountMinor' | 'currency' | 'reference'>>): Payment;
  forget(payment: Payment): void;
}

export interface MemoryStoreOptions {
  clock: SimulatedClock;
  tell(news: News): void;
  /** What is to be done when a payment's time is over, or the bank's late answer is there. */
  due: { expire(payment: Payment): unknown; settle(payment: Payment): unknown };
}

const PAGE = 100;

export function memoryStore({ clock, tell, due }: MemoryStoreOptions): MemoryStore {
  const payments = new Map<number, Payment>();
  const names = {
    id: new Map<string, number>(),
    token: new Map<string, number>(),
    reference: new Map<string, number>(),
  };
  const attempts = new Map<string, number>();
  const refunds: Refund[] = [];
  let seqs = 0;

  const current = (payment: Payment): Payment | undefined => payments.get(payment.seq);

  function put(payment: Payment): Payment {
    payments.set(payment.seq, payment);
    return payment;
  }

  const watchExpiry = (payment: Payment) => clock.at(payment.expiresAt, () => due.expire(current(payment) ?? payment));

  function report(type: NewsType | null, payment: Payment, refund: Refund | null): void {
    if (type) tell({ type, payment, refund, at: clock.now() });
  }

  return {
    async insert(input) {
      if (names.reference.has(input.reference)) return undefined;
      seqs += 1;
      const payment = put({
        ...input,
        seq: seqs,
        status: 'open',
        failureReason: null,
        bankAnswer: null,
        captureId: null,
        capturedAt: null,
        refundedMinor: 0,
        createdAt: clock.now(),
        attempts: [],
        details: input.details ?? {},
      });
      names.id.set(payment.id, seqs);
      names.token.set(payment.token, seqs);
      names.reference.set(payment.reference, seqs);
      watchExpiry(payment);
      return payment;
    },
    find: async (by, value) => payments.get(names[by].get(value) ?? 0),
    async move({ payment, from, change, attempt, news, at, settleAt, late }: Step) {
      const now = current(payment);
      if (!now || !from.includes(now.status) || (!late && statusAt(now, at) === 'expired')) return undefined;
      const others = now.attempts.filter(({ id, status }) => id !== attempt?.id && status !== 'processing');
      const moved = put({ ...now, ...change, attempts: attempt ? [...others, attempt] : now.attempts });
      if (attempt) attempts.set(attempt.id, moved.seq);
      if (change.expiresAt) watchExpiry(moved);
      if (settleAt) clock.at(settleAt, () => due.settle(moved));
      report(news, moved, null);
      return moved;
    },
    async refund({ payment, id, key, amountMinor, status, details = {}, at }: NewRefund) {
      const earlier = refunds.find((refund) => refund.key === key);
      if (earlier) return earlier;
      const now = current(payment);
      if (now?.status !== 'paid' || now.refundedMinor + amountMinor > now.amountMinor) return 'short';
      const refund: Refund = {
        seq: refunds.length + 1,
        id,
        paymentSeq: now.seq,
        key,
        amountMinor,
        status,
        failureReason: null,
        createdAt: at,
        details,
      };
      refunds.push(refund);
      const changed = put({ ...now, refundedMinor: now.refundedMinor + amountMinor });
      report('refund.created', changed, refund);
      if (status === 'succeeded') report('refund.succeeded', changed, refund);
      return refund;
    },
    refundsOf: async (of) => refunds.filter(({ paymentSeq }) => of.some(({ seq }) => seq === paymentSeq)),
    between: async (from, to, afterSeq) =>
      [...payments.values()]
        .filter(({ seq, createdAt }) => seq > afterSeq && createdAt >= from && createdAt < to)
        .slice(0, PAGE),
    payments: () => [...payments.values()],
    refunds: () => refunds,
    byAttempt: (id) => payments.get(attempts.get(id) ?? 0),
    bySeq: (seq) => payments.get(seq)!,
    refundById: (id) => refunds.find((refund) => refund.id === id),
    endRefund(refund, status, failureReason) {
      // A bank may send back what had succeeded; what has failed has ended.
      const ends = status === 'failed' ? ['pending', 'succeeded'] : ['pending'];
      const index = refunds.findIndex(({ seq, status: now }) => seq === refund.seq && ends.includes(now));
      if (index < 0) return;
      const ended = { ...refund, status, failureReason };
      refunds[index] = ended;
      const payment = payments.get(refund.paymentSeq)!;
      const left = status === 'failed' ? refund.amountMinor : 0;
      report(`refund.${status}`, put({ ...payment, refundedMinor: payment.refundedMinor - left }), ended);
    },
    note: (payment, details) => {
      const now = current(payment) ?? payment;
      return put({ ...now, details: { ...now.details, ...details } });
    },
    alter(payment, change) {
      const changed = put({ ...(current(payment) ?? payment), ...change });
      if (change.reference !== undefined) names.reference.set(change.reference, payment.seq);
      return changed;
    },
    forget(payment) {
      payments.delete(payment.seq);
    },
  };
}
