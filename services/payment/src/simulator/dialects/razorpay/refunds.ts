/** Refunds of captured payments, once for each idempotency key, and the days' settlements. */
import Type from 'typebox';
import type { Refund } from '../../core/payment.ts';
import { Refused } from '../../core/payments.ts';
import type { Answer, Call } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { giveBack } from '../../memory/refunds.ts';
import { collectionOf, feeOf, orderIdOf, type RefundDetails, refundOf, unix } from './entities.ts';
import { refusal, unknownId } from './errors.ts';
import { knownAttempt } from './orders.ts';
import type { Razorpay } from './razorpay.ts';
import { bodyOf, Notes, type PageQuery, pageOf, pageShape, queryOf, textNotes } from './requests.ts';

const closed = { additionalProperties: false };

const newRefund = shape(
  Type.Object(
    {
      amount: Type.Optional(Type.Integer({ minimum: 1 })),
      speed: Type.Optional(Type.Union([Type.Literal('normal'), Type.Literal('optimum')])),
      receipt: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
      notes: Type.Optional(Notes),
    },
    closed,
  ),
);

interface RefundBody {
  amount?: number;
  speed?: string;
  receipt?: string;
  notes?: Record<string, string | number>;
}

const LEAST = 100;
const MONTHS_MS = 183 * 86_400_000;

export async function createRefund(razorpay: Razorpay, call: Call): Promise<Answer> {
  const body = bodyOf<RefundBody>(call, newRefund);
  const key = call.headers['x-refund-idempotency'];
  if (key === undefined) return giveBackNow(razorpay, call, body);
  if (!/^[A-Za-z0-9_-]{10,}$/.test(key)) {
    throw refusal('The idempotency key must have at least 10 characters of A-Z, a-z, 0-9, - and _.');
  }
  const outcome = await razorpay.keys.run(key, `${call.path} ${call.body.toString('latin1')}`, () =>
    giveBackNow(razorpay, call, body),
  );
  if ('answer' in outcome) return outcome.answer;
  switch (outcome.earlier.kind) {
    case 'same':
      return outcome.earlier.answer;
    case 'running':
      throw refusal('Another request with this idempotency key is in progress.', {}, 409);
    case 'other':
      throw refusal('Different request body sent for the same Idempotency Header.');
  }
}

async function giveBackNow(razorpay: Razorpay, call: Call, body: RefundBody): Promise<Answer> {
  const { payment, attempt } = knownAttempt(razorpay, call.params.id!);
  if (attempt.status !== 'captured') {
    throw refusal('The payment status should be captured for action to be taken');
  }
  if (razorpay.books.now().getTime() - attempt.at.getTime() > MONTHS_MS) {
    throw refusal('The payment is too old to be refunded.');
  }
  const left = payment.amountMinor - payment.refundedMinor;
  const amountMinor = body.amount ?? left;
  if (left === 0) throw refusal('The payment has been fully refunded already', { field: 'amount' });
  if (amountMinor > left) {
    throw refusal('The refund amount provided is greater than amount captured', { field: 'amount' });
  }
  if (amountMinor < LEAST && amountMinor !== left) {
    throw refusal('The amount must be at least INR 1.00', { field: 'amount' });
  }
  const details: RefundDetails = {
    speed: body.speed ?? 'normal',
    receipt: body.receipt ?? null,
    notes: textNotes(body.notes),
  };
  const wish = { payment, key: razorpay.world.random.text(24), amountMinor, details: { ...details } };
  const refund = await giveBack(razorpay.world, razorpay.dialect, wish).catch((error: unknown) => {
    throw error instanceof Refused ? refusal(error.message) : error;
  });
  return { status: 200, body: refundOf(razorpay.store.bySeq(payment.seq), refund) };
}

const drawn = (razorpay: Razorpay, refund: Refund) => refundOf(razorpay.store.bySeq(refund.paymentSeq), refund);

export function getRefund(razorpay: Razorpay, call: Call): Answer {
  const refund = razorpay.store.refundById(call.params.refundId ?? call.params.id!);
  const payment = refund && razorpay.store.bySeq(refund.paymentSeq);
  if (!refund || (call.params.refundId !== undefined && payment?.captureId !== call.params.id)) throw unknownId();
  return { status: 200, body: drawn(razorpay, refund) };
}

export function listRefunds(razorpay: Razorpay, call: Call): Answer {
  const query = queryOf<PageQuery>(call, pageShape);
  const { id } = call.params;
  const of = id === undefined ? null : knownAttempt(razorpay, id).payment;
  const refunds = razorpay.store.refunds().filter(({ paymentSeq }) => of === null || paymentSeq === of.seq);
  const items = pageOf(
    refunds.map((refund) => drawn(razorpay, refund)),
    query,
  );
  return { status: 200, body: collectionOf(items) };
}

const reconShape = shape(
  Type.Object(
    {
      year: Type.String({ pattern: '^\\d{4}$' }),
      month: Type.String({ pattern: '^\\d{1,2}$' }),
      day: Type.Optional(Type.String({ pattern: '^\\d{1,2}$' })),
      count: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,3}$' })),
      skip: Type.Optional(Type.String({ pattern: '^\\d{1,9}$' })),
    },
    closed,
  ),
);

/** Every payment and refund of a day or month, as if each were settled at once. */
export function reconcile(razorpay: Razorpay, call: Call): Answer {
  const { year, month, day, count = '10', skip = '0' } = queryOf<Record<string, string>>(call, reconShape);
  const prefix = [year, month!.padStart(2, '0'), ...(day === undefined ? [] : [day.padStart(2, '0')])].join('-');
  const isWithin = (at: Date) => at.toISOString().startsWith(prefix);
  const { store } = razorpay;
  const payments = store
    .payments()
    .filter(({ capturedAt }) => capturedAt !== null && isWithin(capturedAt))
    .map((payment) => {
      const { fee, tax } = feeOf(payment.amountMinor);
      return {
        ...entryOf(payment.captureId!, 'payment', payment.amountMinor, payment.currency, payment.capturedAt!),
        credit: payment.amountMinor - fee,
        debit: 0,
        fee,
        tax,
        order_id: orderIdOf(payment),
        method: payment.method,
      };
    });
  const refunds = store
    .refunds()
    .filter(({ status, createdAt }) => status === 'succeeded' && isWithin(createdAt))
    .map((refund) => {
      const payment = store.bySeq(refund.paymentSeq);
      return {
        ...entryOf(refund.id, 'refund', refund.amountMinor, payment.currency, refund.createdAt),
        credit: 0,
        debit: refund.amountMinor,
        fee: 0,
        tax: 0,
        payment_id: payment.captureId,
      };
    });
  const items = [...payments, ...refunds].slice(Number(skip), Number(skip) + Number(count));
  return { status: 200, body: collectionOf(items) };
}

const entryOf = (id: string, type: string, amount: number, currency: string, at: Date) => ({
  entity_id: id,
  type,
  amount,
  currency,
  created_at: unix(at),
  settled: true,
  settled_at: unix(at),
  settlement_id: `setl_${at.toISOString().slice(0, 10).replaceAll('-', '')}`,
  on_hold: false,
});
