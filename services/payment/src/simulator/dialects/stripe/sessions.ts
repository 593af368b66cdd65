/** Checkout sessions: made for one order, paid on the hosted page, ended by time or by the shop. */
import Type from 'typebox';
import type { Payment } from '../../core/payment.ts';
import { cancelPayment, openPayment } from '../../core/payments.ts';
import type { Answer, Call } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { checkCurrency, checkTotal } from './amounts.ts';
import { missing, refusal } from './errors.ts';
import { type ListQuery, listFields, listOf } from './lists.ts';
import { type SessionDetails, sessionOf, unix } from './objects.ts';
import { expanded, formOf, once, queryOf, versionOf } from './requests.ts';
import { Expand, type SessionParams, sessionParams } from './session-params.ts';
import type { Stripe } from './stripe.ts';

const LIFE_S = { least: 30 * 60, most: 24 * 3_600 };

export async function createSession(stripe: Stripe, call: Call): Promise<Answer> {
  const params = formOf<SessionParams>(call, sessionParams(versionOf(call)));
  const now = stripe.books.now();
  const { money, lines } = linesOf(stripe, params);
  const expiresAt = lifeOf(params, now);
  if (params.success_url === undefined)
    throw refusal(400, 'Missing required param: success_url.', { param: 'success_url' });
  const methods = params.payment_method_types ?? params.allowed_payment_method_types ?? ['card'];
  const details: SessionDetails = {
    client_reference_id: params.client_reference_id ?? null,
    cancel_url: params.cancel_url ?? null,
    metadata: params.metadata ?? {},
    intentMetadata: params.payment_intent_data?.metadata ?? {},
    intentDescription: params.payment_intent_data?.description ?? null,
    customer_email: params.customer_email ?? null,
    methods,
    lines,
  };
  return once(stripe.keys, call, async () => {
    // Stripe keeps no reference unique: each session is one of its own.
    const { payment } = await openPayment(stripe.books, {
      reference: stripe.world.random.text(24),
      description: lines
        .map(({ name }) => name)
        .join(', ')
        .slice(0, 200),
      amountMinor: money.amount,
      currency: money.currency,
      method: null,
      returnUrl: params.success_url!,
      expiresAt,
      details: { ...details },
    });
    const session = sessionOf(stripe.world, payment, now);
    return { status: 200, body: expanded(session, params.expand ?? [], stripe.expanders) };
  });
}

function linesOf(stripe: Stripe, params: SessionParams) {
  if (params.mode !== 'payment') throw refusal(400, 'This simulator plays mode payment only.', { param: 'mode' });
  const items = params.line_items;
  if (!items) throw refusal(400, 'Missing required param: line_items.', { param: 'line_items' });
  const lines = items.map((item, index) => {
    const param = `line_items[${index}]`;
    const { price, price_data: data, quantity } = item;
    if ((price === undefined) === (data === undefined)) {
      throw refusal(400, `You must specify either \`price\` or \`price_data\` in ${param}.`, { param });
    }
    if (quantity === undefined) throw refusal(400, `Missing required param: ${param}[quantity].`, { param });
    if (price !== undefined) return { ...stripe.catalogue.lineOf(price, param), quantity: Number(quantity) };
    checkCurrency(data!.currency, `${param}[price_data][currency]`);
    return {
      name: data!.product_data?.name ?? stripe.catalogue.nameOf(data!.product, `${param}[price_data]`),
      unitAmount: Number(data!.unit_amount),
      currency: data!.currency.toUpperCase(),
      quantity: Number(quantity),
    };
  });
  const currency = lines[0]!.currency;
  if (lines.some((line) => line.currency !== currency))
    throw refusal(400, 'All line items must have the same currency.');
  const amount = lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);
  checkTotal(amount, currency);
  return { money: { amount, currency }, lines };
}

function lifeOf({ expires_at: asked }: SessionParams, now: Date): Date {
  if (asked === undefined) return new Date(now.getTime() + LIFE_S.most * 1_000);
  const seconds = Number(asked) - unix(now);
  // A second of travel is forgiven.
  if (seconds < LIFE_S.least - 1 || seconds > LIFE_S.most + 1) {
    throw refusal(
      400,
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      {
        param: 'expires_at',
      },
    );
  }
  return new Date(Number(asked) * 1_000);
}

const expandOnly = shape(Type.Object({ expand: Type.Optional(Expand) }, { additionalProperties: false }));

export async function getSession(stripe: Stripe, call: Call): Promise<Answer> {
  const { expand = [] } = queryOf<{ expand?: string[] }>(call, expandOnly);
  const payment = await knownSession(stripe, call.params.id!);
  return {
    status: 200,
    body: expanded(sessionOf(stripe.world, payment, stripe.books.now()), expand, stripe.expanders),
  };
}

export async function knownSession(stripe: Stripe, id: string): Promise<Payment> {
  const payment = await stripe.store.find('id', id);
  if (!payment) throw missing('checkout.session', id, 'session');
  return payment;
}

export async function expireSession(stripe: Stripe, call: Call): Promise<Answer> {
  const { expand = [] } = formOf<{ expand?: string[] }>(call, expandOnly);
  const payment = await knownSession(stripe, call.params.id!);
  return once(stripe.keys, call, async () => {
    const ended = await cancelPayment(stripe.books, payment);
    if (!ended) {
      const { status } = sessionOf(stripe.world, await knownSession(stripe, payment.id), stripe.books.now());
      throw refusal(
        400,
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${status}.`,
      );
    }
    return {
      status: 200,
      body: expanded(sessionOf(stripe.world, ended, stripe.books.now()), expand, stripe.expanders),
    };
  });
}

const listShape = shape(
  Type.Object(
    {
      ...listFields,
      status: Type.Optional(Type.Union(['open', 'complete', 'expired'].map((status) => Type.Literal(status)))),
      payment_intent: Type.Optional(Type.String({ maxLength: 200 })),
    },
    { additionalProperties: false },
  ),
);

export function listSessions(stripe: Stripe, call: Call): Answer {
  const query = queryOf<ListQuery & { status?: string; payment_intent?: string }>(call, listShape);
  const sessions = stripe.store
    .payments()
    .map((payment) => sessionOf(stripe.world, payment, stripe.books.now()))
    .filter(({ status }) => query.status === undefined || status === query.status)
    .filter(({ payment_intent }) => query.payment_intent === undefined || payment_intent === query.payment_intent);
  const list = listOf('/v1/checkout/sessions', sessions, query);
  return { status: 200, body: expanded(list, query.expand ?? [], stripe.expanders) };
}
