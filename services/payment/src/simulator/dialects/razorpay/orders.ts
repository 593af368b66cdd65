/** Orders, and the payments made for orders and links alike. */
import Type from 'typebox';
import type { Attempt, Payment } from '../../core/payment.ts';
import { openPayment } from '../../core/payments.ts';
import type { Answer, Call } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { checkAmount } from './amounts.ts';
import { collectionOf, detailsOf, orderOf, paymentIdOf, paymentOf, type RazorpayDetails } from './entities.ts';
import { refusal, unknownId } from './errors.ts';
import type { Razorpay } from './razorpay.ts';
import { bodyOf, Notes, type PageQuery, pageFields, pageOf, pageShape, queryOf, textNotes } from './requests.ts';

const closed = { additionalProperties: false };
const optional = Type.Optional;

const newOrder = shape(
  Type.Object(
    {
      amount: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
      currency: Type.String({ pattern: '^[A-Z]{3}$' }),
      receipt: optional(Type.String({ minLength: 1, maxLength: 40 })),
      unique_receipt: optional(Type.Boolean()),
      notes: optional(Notes),
      partial_payment: optional(Type.Literal(false)),
    },
    closed,
  ),
);

interface OrderBody {
  amount: number;
  currency: string;
  receipt?: string;
  unique_receipt?: boolean;
  notes?: Record<string, string | number>;
}

/** An order without a link stays payable until somebody gives it up. */
const LIFE_MS = 183 * 86_400_000;

export async function createOrder(razorpay: Razorpay, call: Call): Promise<Answer> {
  const body = bodyOf<OrderBody>(call, newOrder);
  checkAmount(body.amount, body.currency);
  if (body.unique_receipt && body.receipt === undefined) {
    throw refusal('The receipt field is required.', { field: 'receipt' });
  }
  const reference = body.unique_receipt ? `order ${body.receipt}` : `order ${razorpay.world.random.text(24)}`;
  const earlier = await razorpay.store.find('reference', reference);
  if (earlier && (earlier.amountMinor !== body.amount || earlier.currency !== body.currency)) {
    throw refusal('An order with this receipt exists with other values.', { field: 'receipt' });
  }
  const details: RazorpayDetails = {
    kind: 'order',
    shopReference: body.receipt ?? null,
    notes: textNotes(body.notes),
    customer: {},
    notify: {},
    reminders: false,
    callbackMethod: null,
    methods: ['card', 'upi', 'netbanking', 'wallet'],
    expireBy: 0,
  };
  const { payment } = await openPayment(razorpay.books, {
    reference,
    description: '',
    amountMinor: body.amount,
    currency: body.currency,
    method: null,
    returnUrl: '',
    expiresAt: new Date(razorpay.books.now().getTime() + LIFE_MS),
    details: { ...details },
  });
  return { status: 200, body: orderOf(payment) };
}

async function knownOrder(razorpay: Razorpay, id: string): Promise<Payment> {
  const payment = id.startsWith('order_') ? await razorpay.store.find('id', paymentIdOf(id)) : undefined;
  if (!payment) throw unknownId();
  return payment;
}

export async function getOrder(razorpay: Razorpay, call: Call): Promise<Answer> {
  return { status: 200, body: orderOf(await knownOrder(razorpay, call.params.id!)) };
}

const orderListShape = shape(Type.Object({ ...pageFields, receipt: optional(Type.String({ maxLength: 40 })) }, closed));

export function listOrders(razorpay: Razorpay, call: Call): Answer {
  const query = queryOf<PageQuery & { receipt?: string }>(call, orderListShape);
  const orders = razorpay.store.payments().map(orderOf);
  const named = orders.filter(({ receipt }) => query.receipt === undefined || receipt === query.receipt);
  return { status: 200, body: collectionOf(pageOf(named, query)) };
}

export async function orderPayments(razorpay: Razorpay, call: Call): Promise<Answer> {
  const payment = await knownOrder(razorpay, call.params.id!);
  return { status: 200, body: collectionOf(payment.attempts.map((attempt) => paymentOf(payment, attempt))) };
}

export function knownAttempt(razorpay: Razorpay, id: string): { payment: Payment; attempt: Attempt } {
  const payment = razorpay.store.byAttempt(id);
  const attempt = payment?.attempts.find((candidate) => candidate.id === id);
  if (!payment || !attempt) throw unknownId();
  return { payment, attempt };
}

export function getPayment(razorpay: Razorpay, call: Call): Answer {
  const { payment, attempt } = knownAttempt(razorpay, call.params.id!);
  return { status: 200, body: paymentOf(payment, attempt) };
}

export function listPayments(razorpay: Razorpay, call: Call): Answer {
  const query = queryOf<PageQuery>(call, pageShape);
  const payments = razorpay.store
    .payments()
    .flatMap((payment) => payment.attempts.map((attempt) => paymentOf(payment, attempt)))
    .sort((a, b) => a.created_at - b.created_at);
  return { status: 200, body: collectionOf(pageOf(payments, query)) };
}

/** Links answer for themselves; what was paid captures itself. */
export const isLink = (payment: Payment): boolean => detailsOf(payment).kind === 'link';
