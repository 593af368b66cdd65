/** Refunds of a payment intent or its charge, and what the account's balance has of all money. */
import Type from 'typebox';
import type { Payment } from '../../core/payment.ts';
import { Refused } from '../../core/payments.ts';
import type { Answer, Call } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { giveBack } from '../../memory/refunds.ts';
import { missing, refusal } from './errors.ts';
import { type ListQuery, listFields, listOf } from './lists.ts';
import { balanceEntryOf, type RefundDetails, refundOf, sessionIdOfIntent } from './objects.ts';
import { expanded, formOf, once, queryOf } from './requests.ts';
import { Expand, Metadata } from './session-params.ts';
import type { Stripe } from './stripe.ts';

const id = Type.String({ minLength: 1, maxLength: 200 });

const refundShape = shape(
  Type.Object(
    {
      payment_intent: Type.Optional(id),
      charge: Type.Optional(id),
      amount: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,9}$' })),
      reason: Type.Optional(
        Type.Union(['duplicate', 'fraudulent', 'requested_by_customer'].map((reason) => Type.Literal(reason))),
      ),
      metadata: Type.Optional(Metadata),
      expand: Type.Optional(Expand),
    },
    { additionalProperties: false },
  ),
);

interface RefundParams {
  payment_intent?: string;
  charge?: string;
  amount?: string;
  reason?: string;
  metadata?: Record<string, string>;
  expand?: string[];
}

export async function createRefund(stripe: Stripe, call: Call): Promise<Answer> {
  const params = formOf<RefundParams>(call, refundShape);
  if (params.payment_intent === undefined && params.charge === undefined) {
    throw refusal(400, 'One of the following params should be provided for this request: payment_intent or charge.');
  }
  const payment = await chargedPayment(stripe, params);
  return once(stripe.keys, call, async () => {
    const left = payment.amountMinor - stripe.store.bySeq(payment.seq).refundedMinor;
    const amountMinor = params.amount === undefined ? left : Number(params.amount);
    checkRefundable(stripe, payment, amountMinor, left);
    const details: RefundDetails = { metadata: params.metadata ?? {}, reason: params.reason ?? null };
    const refund = await giveBack(stripe.world, stripe.dialect, {
      payment,
      key: stripe.world.random.text(24),
      amountMinor,
      details: { ...details },
    }).catch((error: unknown) => {
      throw error instanceof Refused ? refusal(400, error.message) : error;
    });
    const body = refundOf(stripe.store.bySeq(payment.seq), refund);
    return { status: 200, body: expanded(body, params.expand ?? [], stripe.expanders) };
  });
}

async function chargedPayment(stripe: Stripe, { payment_intent: intent, charge }: RefundParams): Promise<Payment> {
  if (intent !== undefined) {
    const payment = await stripe.store.find('id', sessionIdOfIntent(intent));
    if (!payment || payment.attempts.length === 0) throw missing('payment_intent', intent, 'payment_intent');
    return payment;
  }
  const payment = stripe.store.byAttempt(charge!);
  if (!payment) throw missing('charge', charge!, 'charge');
  return payment;
}

function checkRefundable(stripe: Stripe, payment: Payment, amount: number, left: number): void {
  const now = stripe.store.bySeq(payment.seq);
  if (now.status !== 'paid') {
    throw refusal(400, 'This PaymentIntent does not have a successful charge to refund.', { param: 'payment_intent' });
  }
  if (left === 0) {
    throw refusal(400, `Charge ${now.captureId} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (amount > left) {
    throw refusal(400, `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  }
}

export function getRefund(stripe: Stripe, call: Call): Answer {
  const refund = stripe.store.refundById(call.params.id!);
  if (!refund) throw missing('refund', call.params.id!, 'id');
  return { status: 200, body: refundOf(stripe.store.bySeq(refund.paymentSeq), refund) };
}

const listShape = shape(
  Type.Object(
    { ...listFields, payment_intent: Type.Optional(id), charge: Type.Optional(id) },
    { additionalProperties: false },
  ),
);

export function listRefunds(stripe: Stripe, call: Call): Answer {
  const query = queryOf<ListQuery & { payment_intent?: string; charge?: string }>(call, listShape);
  const refunds = stripe.store
    .refunds()
    .map((refund) => refundOf(stripe.store.bySeq(refund.paymentSeq), refund))
    .filter(({ payment_intent }) => query.payment_intent === undefined || payment_intent === query.payment_intent)
    .filter(({ charge }) => query.charge === undefined || charge === query.charge);
  return { status: 200, body: listOf('/v1/refunds', refunds, query) };
}

const balanceShape = shape(
  Type.Object(
    {
      ...listFields,
      type: Type.Optional(id),
      source: Type.Optional(id),
      currency: Type.Optional(id),
      payout: Type.Optional(id),
    },
    { additionalProperties: false },
  ),
);

/** Payouts are not played: nothing has left the balance. */
export function listBalance(stripe: Stripe, call: Call): Answer {
  const query = queryOf<ListQuery & { type?: string; source?: string; currency?: string; payout?: string }>(
    call,
    balanceShape,
  );
  const { store } = stripe;
  const charges = store
    .payments()
    .flatMap((payment) =>
      payment.captureId === null || payment.capturedAt === null
        ? []
        : [balanceEntryOf(payment.captureId, 'charge', payment.amountMinor, payment, payment.capturedAt)],
    );
  const refunds = store
    .refunds()
    .filter(({ status }) => status === 'succeeded')
    .map((refund) =>
      balanceEntryOf(refund.id, 'refund', refund.amountMinor, store.bySeq(refund.paymentSeq), refund.createdAt),
    );
  const entries = [...charges, ...refunds]
    .filter(() => query.payout === undefined)
    .filter((entry) => query.type === undefined || entry.type === query.type)
    .filter((entry) => query.source === undefined || entry.source === query.source)
    .filter((entry) => query.currency === undefined || entry.currency === query.currency)
    .sort((a, b) => a.created - b.created);
  return { status: 200, body: listOf('/v1/balance_transactions', entries, query) };
}
