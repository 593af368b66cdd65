/** Payments of a played gateway: opened by the shop, decided by the shopper, closed by either or by time. */
import type { Books, Step } from './books.ts';
import { type Decision, outcomeOf } from './decision.ts';
import type { BankAnswer, NewPayment, Payment, Status } from './payment.ts';

/** What the core refuses, as a gateway would with a 4xx; the dialect words it. */
export class Refused extends Error {
  readonly reason: 'reference_used' | 'not_found' | 'too_much' | 'key_used';

  constructor(reason: Refused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export const DELAY_MS = 10_000;
const DECLINED = 'The bank declined the payment.';

/** `repeated`: the same payment was opened before. */
export async function openPayment(books: Books, input: NewPayment): Promise<{ payment: Payment; repeated: boolean }> {
  const created = await books.store.insert({ ...input, id: books.newId('payment'), token: books.newToken() });
  const payment = created ?? (await books.store.find('reference', input.reference));
  if (!payment || payment.amountMinor !== input.amountMinor || payment.currency !== input.currency) {
    throw new Refused('reference_used', 'This reference was used for another payment.');
  }
  return { payment, repeated: created === undefined };
}

export async function knownPayment(books: Books, id: string): Promise<Payment> {
  const payment = await books.store.find('id', id);
  if (!payment) throw new Refused('not_found', 'There is no such payment.');
  return payment;
}

export interface Choice {
  decision: Decision;
  method: string | null;
  /** The money comes although the payment was closed or its time is over. */
  late?: boolean;
}

/** False when the payment had ended before. */
export async function decide(books: Books, payment: Payment, { decision, method, late }: Choice): Promise<boolean> {
  const outcome = outcomeOf(books.habits, decision);
  if (!outcome) return true;
  const at = books.now();
  const moved = await books.store.move({
    ...stepTo(books, payment, outcome.to, method, at),
    from: late ? ['open', 'cancelled', 'expired', 'failed'] : outcome.from,
    news: outcome.news,
    ...(outcome.to === 'approved' ? approvedWith(decision as BankAnswer, method ?? payment.method, at) : {}),
    ...(decision === 'decline' && outcome.to !== 'approved' ? declined(books, payment, method, at) : {}),
    ...(late ? { late } : {}),
  });
  return moved !== undefined;
}

function stepTo(
  books: Books,
  payment: Payment,
  to: Status,
  method: string | null,
  at: Date,
): Omit<Step, 'from' | 'news'> {
  const used = method ?? payment.method ?? 'card';
  switch (to) {
    case 'paid': {
      const captureId = books.newId('capture');
      return {
        payment,
        change: { status: 'paid', captureId, capturedAt: at, method: used, failureReason: null },
        attempt: { id: captureId, method: used, status: 'captured', failureReason: null, at },
        at,
      };
    }
    case 'processing':
      return {
        payment,
        change: { status: 'processing', method: used },
        attempt: { id: books.newId('attempt'), method: used, status: 'processing', failureReason: null, at },
        at,
        settleAt: new Date(at.getTime() + DELAY_MS),
      };
    default:
      return { payment, change: { status: to }, attempt: null, at };
  }
}

/** From now on the shop has that long to capture. */
const CAPTURE_MS = 3 * 3_600_000;

const approvedWith = (bankAnswer: BankAnswer, method: string | null, at: Date): Pick<Step, 'change'> => ({
  change: { status: 'approved', method, bankAnswer, expiresAt: new Date(at.getTime() + CAPTURE_MS) },
});

function declined(books: Books, payment: Payment, method: string | null, at: Date): Pick<Step, 'change' | 'attempt'> {
  const used = method ?? payment.method ?? 'card';
  return {
    change: {
      status: books.habits.declineEnds ? 'failed' : 'open',
      method: used,
      failureReason: DECLINED,
    },
    attempt: { id: books.newId('attempt'), method: used, status: 'failed', failureReason: DECLINED, at },
  };
}

/** The shop captures what the shopper approved, and the bank says what it was to say. */
export async function captureApproved(books: Books, payment: Payment): Promise<Payment | undefined> {
  const at = books.now();
  const from = ['approved'] as const;
  switch (payment.bankAnswer) {
    case 'decline':
      return books.store.move({
        ...stepTo(books, payment, 'open', null, at),
        ...declined(books, payment, null, at),
        from,
        news: 'payment.attempt_failed',
      });
    case 'delay':
      return books.store.move({ ...stepTo(books, payment, 'processing', null, at), from, news: 'payment.processing' });
    default:
      return books.store.move({ ...stepTo(books, payment, 'paid', null, at), from, news: 'payment.paid' });
  }
}

/** Takes the money of a payment whose bank answered late. */
export async function capturePayment(books: Books, payment: Payment): Promise<Payment | undefined> {
  const at = books.now();
  return books.store.move({
    ...stepTo(books, payment, 'paid', null, at),
    from: ['processing'],
    news: 'payment.paid',
  });
}

/** The bank's late answer is no. */
export async function failPayment(books: Books, payment: Payment): Promise<Payment | undefined> {
  const at = books.now();
  const { change, attempt } = declined(books, payment, null, at);
  const step = stepTo(books, payment, 'failed', null, at);
  return books.store.move({
    ...step,
    change: { ...change, status: 'failed' },
    attempt,
    from: ['processing'],
    news: 'payment.failed',
  });
}

/** Closes an unpaid payment; one that is paid or on its way stays as it is. */
export async function cancelPayment(books: Books, payment: Payment): Promise<Payment | undefined> {
  const step = stepTo(books, payment, 'cancelled', null, books.now());
  return books.store.move({ ...step, from: ['open'], news: 'payment.cancelled' });
}

/** Its time is over, unless it was given more. */
export async function expirePayment(books: Books, payment: Payment): Promise<Payment | undefined> {
  if (payment.expiresAt > books.now()) return undefined;
  const step = stepTo(books, payment, 'expired', null, books.now());
  return books.store.move({ ...step, from: ['open', 'approved'], news: 'payment.expired', late: true });
}
