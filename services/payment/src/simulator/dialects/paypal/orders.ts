/** Orders: made by the shop, approved by the payer, captured by the shop. */
import Type from 'typebox';
import type { Payment } from '../../core/payment.ts';
import { statusAt } from '../../core/payment.ts';
import { captureApproved, openPayment } from '../../core/payments.ts';
import { type Answer, type Call, Refusal } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { minorIn, type PayPalMoney } from './amounts.ts';
import { notFound, paypalError, unprocessable } from './errors.ts';
import type { PayPal } from './paypal.ts';
import { bodyOf, once, prefersAll } from './requests.ts';
import { briefly, detailsOf, orderOf, type PayPalDetails } from './resources.ts';

const closed = { additionalProperties: false };
const optional = Type.Optional;
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const oneOf = (...values: string[]) => Type.Union(values.map((value) => Type.Literal(value)));
const address = Type.String({ pattern: '^https?://', maxLength: 4_000 });
export const Money = Type.Object(
  {
    currency_code: Type.String({ pattern: '^[A-Z]{3}$' }),
    value: Type.String({ pattern: '^(-?[0-9]+|-?([0-9]+)?[.][0-9]+)$', maxLength: 32 }),
  },
  closed,
);

const experience = {
  return_url: optional(address),
  cancel_url: optional(address),
  brand_name: optional(text(127)),
  locale: optional(text(10)),
  user_action: optional(oneOf('CONTINUE', 'PAY_NOW')),
  shipping_preference: optional(oneOf('GET_FROM_FILE', 'NO_SHIPPING', 'SET_PROVIDED_ADDRESS')),
  landing_page: optional(oneOf('LOGIN', 'GUEST_CHECKOUT', 'NO_PREFERENCE', 'BILLING')),
};

const newOrder = shape(
  Type.Object(
    {
      intent: oneOf('CAPTURE', 'AUTHORIZE'),
      purchase_units: Type.Array(
        Type.Object(
          {
            reference_id: optional(text(256)),
            custom_id: optional(text(127)),
            invoice_id: optional(text(127)),
            description: optional(text(127)),
            soft_descriptor: optional(text(22)),
            amount: Money,
          },
          closed,
        ),
        { minItems: 1, maxItems: 10 },
      ),
      payment_source: optional(
        Type.Object(
          {
            paypal: Type.Object(
              {
                email_address: optional(text(254)),
                experience_context: optional(
                  Type.Object(
                    {
                      ...experience,
                      payment_method_preference: optional(oneOf('UNRESTRICTED', 'IMMEDIATE_PAYMENT_REQUIRED')),
                    },
                    closed,
                  ),
                ),
              },
              closed,
            ),
          },
          closed,
        ),
      ),
      application_context: optional(Type.Object(experience, closed)),
    },
    closed,
  ),
);

interface Experience {
  return_url?: string;
  cancel_url?: string;
}

interface OrderBody {
  intent: string;
  purchase_units: Array<{
    reference_id?: string;
    custom_id?: string;
    invoice_id?: string;
    description?: string;
    amount: PayPalMoney;
  }>;
  payment_source?: { paypal: { experience_context?: Experience } };
  application_context?: Experience;
}

/** For the payer to come. */
const LIFE_MS = 3 * 3_600_000;

export async function createOrder(paypal: PayPal, call: Call): Promise<Answer> {
  const body = bodyOf<OrderBody>(call, newOrder);
  if (body.intent !== 'CAPTURE' || body.purchase_units.length !== 1) {
    throw unprocessable('NOT_ELIGIBLE', 'This simulator plays intent CAPTURE with one purchase unit only.');
  }
  const unit = body.purchase_units[0]!;
  const amountMinor = minorIn(unit.amount, "/purchase_units/@reference_id=='default'/amount");
  const context = body.payment_source?.paypal.experience_context ?? body.application_context ?? {};
  const details: PayPalDetails = {
    referenceId: unit.reference_id ?? 'default',
    customId: unit.custom_id ?? null,
    invoiceId: unit.invoice_id ?? null,
    cancelUrl: context.cancel_url ?? null,
    withSource: body.payment_source !== undefined,
  };
  return once(paypal.keys, call, async () => {
    const { payment } = await openPayment(paypal.books, {
      reference: paypal.world.random.text(24),
      description: unit.description ?? '',
      amountMinor,
      currency: unit.amount.currency_code,
      method: 'paypal',
      returnUrl: context.return_url ?? '',
      expiresAt: new Date(paypal.books.now().getTime() + LIFE_MS),
      details: { ...details },
    });
    return drawn(paypal, call, payment, 201);
  });
}

async function drawn(paypal: PayPal, call: Call, payment: Payment, status: number): Promise<Answer> {
  const order = orderOf(paypal.world, payment, await paypal.store.refundsOf([payment]));
  return { status, body: prefersAll(call) || call.method === 'GET' ? order : briefly(order) };
}

/** An order that nobody approved, or captured, in time is gone. */
export async function knownOrder(paypal: PayPal, id: string): Promise<Payment> {
  const payment = await paypal.store.find('id', id);
  if (!payment || statusAt(payment, paypal.books.now()) === 'expired') throw notFound();
  return payment;
}

export async function getOrder(paypal: PayPal, call: Call): Promise<Answer> {
  return drawn(paypal, call, await knownOrder(paypal, call.params.id!), 200);
}

const captureShape = shape(Type.Object({}, closed));

export async function captureOrder(paypal: PayPal, call: Call): Promise<Answer> {
  bodyOf(call, captureShape);
  const payment = await knownOrder(paypal, call.params.id!);
  return once(paypal.keys, call, async () => {
    refuseUnready(paypal, payment);
    const moved = await captureApproved(paypal.books, payment);
    if (!moved) throw alreadyCaptured();
    if (moved.status === 'open') throw declined(paypal, moved);
    const order = orderOf(paypal.world, moved, []);
    // Without a preference the capture is in the answer all the same.
    const { id, status, payment_source, purchase_units, payer, links } = order;
    const [{ reference_id, payments }] = purchase_units as [(typeof purchase_units)[number]];
    const brief = { id, status, payment_source, purchase_units: [{ reference_id, payments }], payer, links };
    return { status: 201, body: prefersAll(call) ? order : brief };
  });
}

const alreadyCaptured = () =>
  unprocessable(
    'ORDER_ALREADY_CAPTURED',
    "Order already captured. If 'intent=CAPTURE' only one capture per order is allowed.",
  );

function refuseUnready(paypal: PayPal, payment: Payment): void {
  if (payment.status === 'open') {
    throw unprocessable('ORDER_NOT_APPROVED', 'Payer has not yet approved the Order for payment.');
  }
  if (payment.status !== 'approved') throw alreadyCaptured();
  const { invoiceId } = detailsOf(payment);
  const paid = paypal.store
    .payments()
    .some((other) => other.captureId !== null && invoiceId !== null && detailsOf(other).invoiceId === invoiceId);
  if (paid)
    throw unprocessable(
      'DUPLICATE_INVOICE_ID',
      'Duplicate Invoice ID detected. To avoid a potential duplicate transaction your account setting requires that Invoice Id be unique for each transaction.',
    );
}

/** The payer may choose something else: the order waits for them again. */
function declined(paypal: PayPal, payment: Payment): Refusal {
  const answer = paypalError(422, 'UNPROCESSABLE_ENTITY', [
    {
      issue: 'INSTRUMENT_DECLINED',
      description:
        'The instrument presented was either declined by the processor or bank, or it can’t be used for this payment.',
    },
  ]);
  const links = [{ href: paypal.world.pageOf(payment), rel: 'redirect', method: 'GET' }];
  return new Refusal({ ...answer, body: { ...(answer.body as object), links } });
}
