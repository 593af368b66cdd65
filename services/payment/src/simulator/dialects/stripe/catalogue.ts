/** Products, prices and the hosted page's own calls: no more than Stripe's command line uses to trigger an event. */
import Type from 'typebox';
import { decide } from '../../core/payments.ts';
import type { Answer, Call, World } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { checkCurrency } from './amounts.ts';
import { missing, refusal } from './errors.ts';
import { unix } from './objects.ts';
import { formOf } from './requests.ts';
import { Metadata } from './session-params.ts';
import { knownSession } from './sessions.ts';
import type { Stripe } from './stripe.ts';

export interface Catalogue {
  lineOf(priceId: string, param: string): { name: string; unitAmount: number; currency: string };
  nameOf(productId: string | undefined, param: string): string;
  addProduct(call: Call): Answer;
  addPrice(call: Call): Answer;
  addMethod(call: Call): Answer;
}

const closed = { additionalProperties: false };
const text = Type.String({ minLength: 1, maxLength: 5_000 });
const productShape = shape(
  Type.Object(
    { name: text, description: Type.Optional(text), metadata: Type.Optional(Metadata), active: Type.Optional(text) },
    closed,
  ),
);
const priceShape = shape(
  Type.Object(
    {
      currency: text,
      unit_amount: Type.String({ pattern: '^[0-9]{1,10}$' }),
      product: Type.Optional(text),
      product_data: Type.Optional(Type.Object({ name: text }, closed)),
      metadata: Type.Optional(Metadata),
    },
    closed,
  ),
);

/** A test's payment method: its kind alone is kept, whatever else it was given. */
const methodShape = shape(
  Type.Object(
    { type: text, billing_details: Type.Optional(Type.Unknown()), card: Type.Optional(Type.Unknown()) },
    closed,
  ),
);

export function openCatalogue(world: World): Catalogue {
  const products = new Map<string, string>();
  const prices = new Map<string, { name: string; unitAmount: number; currency: string }>();

  function nameOf(productId: string | undefined, param: string): string {
    const name = products.get(productId ?? '');
    if (name === undefined) throw missing('product', productId ?? '', `${param}[product]`);
    return name;
  }

  return {
    nameOf,
    lineOf(priceId, param) {
      const line = prices.get(priceId);
      if (!line) throw missing('price', priceId, `${param}[price]`);
      return line;
    },
    addProduct(call) {
      const { name } = formOf<{ name: string }>(call, productShape);
      const id = `prod_${world.random.text(14)}`;
      products.set(id, name);
      const created = unix(world.clock.now());
      return {
        status: 200,
        body: { id, object: 'product', active: true, created, livemode: false, metadata: {}, name },
      };
    },
    addPrice(call) {
      const params = formOf<{
        currency: string;
        unit_amount: string;
        product?: string;
        product_data?: { name: string };
      }>(call, priceShape);
      checkCurrency(params.currency, 'currency');
      const id = `price_${world.random.text(24)}`;
      const name = params.product_data?.name ?? nameOf(params.product, 'product');
      const unitAmount = Number(params.unit_amount);
      prices.set(id, { name, unitAmount, currency: params.currency.toUpperCase() });
      const created = unix(world.clock.now());
      const { currency, product = null } = params;
      return {
        status: 200,
        body: {
          id,
          object: 'price',
          active: true,
          created,
          currency,
          product,
          type: 'one_time',
          unit_amount: unitAmount,
        },
      };
    },
    addMethod(call) {
      const { type } = formOf<{ type: string }>(call, methodShape);
      const created = unix(world.clock.now());
      return {
        status: 200,
        body: { id: `pm_${world.random.text(24)}`, object: 'payment_method', created, livemode: false, type },
      };
    },
  };
}

export async function getPaymentPage(stripe: Stripe, call: Call): Promise<Answer> {
  const payment = await knownSession(stripe, call.params.id!);
  return {
    status: 200,
    body: { id: payment.id, object: 'checkout.session', invoice: null, total_summary: { due: payment.amountMinor } },
  };
}

const confirmShape = shape(Type.Object({ payment_method: text, expected_amount: Type.Optional(text) }, closed));

export async function confirmPaymentPage(stripe: Stripe, call: Call): Promise<Answer> {
  const params = formOf<{ expected_amount?: string }>(call, confirmShape);
  const payment = await knownSession(stripe, call.params.id!);
  if (params.expected_amount !== undefined && Number(params.expected_amount) !== payment.amountMinor) {
    throw refusal(400, 'The amount has changed.', { param: 'expected_amount' });
  }
  if (!(await decide(stripe.books, payment, { decision: 'approve', method: 'card' }))) {
    throw refusal(400, 'This Checkout Session has ended.');
  }
  return { status: 200, body: { id: payment.id, object: 'checkout.session', state: 'succeeded' } };
}
