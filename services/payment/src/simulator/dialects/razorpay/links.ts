/** Payment links: one for each `reference_id`, paid on a hosted page, cancelled or run out. */
import Type from 'typebox';
import type { Payment } from '../../core/payment.ts';
import { cancelPayment, openPayment } from '../../core/payments.ts';
import type { Answer, Call } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { checkAmount } from './amounts.ts';
import { detailsOf, linkOf, type RazorpayDetails, unix } from './entities.ts';
import { refusal, unknownId } from './errors.ts';
import type { Razorpay } from './razorpay.ts';
import { bodyOf, Notes, type PageQuery, pageFields, pageOf, queryOf, textNotes } from './requests.ts';

const closed = { additionalProperties: false };
const optional = Type.Optional;
const text = (maxLength: number) => Type.String({ maxLength });
const flag = Type.Boolean();

const newLink = shape(
  Type.Object(
    {
      amount: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
      currency: optional(Type.String({ pattern: '^[A-Z]{3}$' })),
      accept_partial: optional(Type.Literal(false)),
      upi_link: optional(flag),
      description: optional(text(2_048)),
      reference_id: optional(Type.String({ minLength: 1, maxLength: 40 })),
      expire_by: optional(Type.Integer({ minimum: 0 })),
      customer: optional(
        Type.Object({ name: optional(text(255)), email: optional(text(255)), contact: optional(text(20)) }, closed),
      ),
      notify: optional(Type.Object({ sms: optional(flag), email: optional(flag), whatsapp: optional(flag) }, closed)),
      reminder_enable: optional(flag),
      notes: optional(Notes),
      callback_url: optional(Type.String({ pattern: '^https?://', maxLength: 2_048 })),
      callback_method: optional(Type.Literal('get')),
      options: optional(
        Type.Object(
          {
            checkout: optional(
              Type.Object(
                {
                  name: optional(text(255)),
                  method: optional(
                    Type.Object(
                      { card: optional(flag), upi: optional(flag), netbanking: optional(flag), wallet: optional(flag) },
                      closed,
                    ),
                  ),
                },
                closed,
              ),
            ),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
);

interface LinkBody {
  amount: number;
  currency?: string;
  upi_link?: boolean;
  description?: string;
  reference_id?: string;
  expire_by?: number;
  customer?: Record<string, string>;
  notify?: Record<string, boolean>;
  reminder_enable?: boolean;
  notes?: Record<string, string | number>;
  callback_url?: string;
  callback_method?: string;
  options?: { checkout?: { method?: Record<string, boolean> } };
}

const LIFE_S = { least: 15 * 60, most: 183 * 86_400 };
const allMethods = ['card', 'upi', 'netbanking', 'wallet'];

export async function createLink(razorpay: Razorpay, call: Call): Promise<Answer> {
  const body = bodyOf<LinkBody>(call, newLink);
  const { currency = 'INR' } = body;
  const now = razorpay.books.now();
  checkAmount(body.amount, currency);
  if (body.upi_link) throw refusal('UPI Payment Links is not supported in Test Mode');
  if ((body.callback_url === undefined) !== (body.callback_method === undefined)) {
    throw refusal('callback_url and callback_method go together.', { field: 'callback_method' });
  }
  const expiresAt = lifeOf(body.expire_by, now);
  const asked = body.options?.checkout?.method;
  const methods = allMethods.filter((method) => asked?.[method] !== false);
  if (methods.length === 0)
    throw refusal('At least one payment method must be enabled.', { field: 'options.checkout.method' });
  const reference = body.reference_id;
  if (reference !== undefined && (await razorpay.store.find('reference', keyOf(reference)))) {
    throw refusal(`payment link creation with reference ID already attempted`, { field: 'reference_id' });
  }
  const details: RazorpayDetails = {
    kind: 'link',
    shopReference: reference ?? null,
    notes: textNotes(body.notes),
    customer: body.customer ?? {},
    notify: { sms: false, email: false, whatsapp: false, ...body.notify },
    reminders: body.reminder_enable ?? false,
    callbackMethod: body.callback_method ?? null,
    methods,
    expireBy: body.expire_by ?? 0,
  };
  const { payment } = await openPayment(razorpay.books, {
    reference: keyOf(reference ?? razorpay.world.random.text(20)),
    description: body.description ?? '',
    amountMinor: body.amount,
    currency,
    method: null,
    returnUrl: body.callback_url ?? '',
    expiresAt,
    details: { ...details },
  });
  return { status: 200, body: linkOf(razorpay.world, payment) };
}

/** Links and orders may be named alike. */
const keyOf = (reference: string) => `link ${reference}`;

function lifeOf(expireBy: number | undefined, now: Date): Date {
  if (expireBy === undefined || expireBy === 0) return new Date(now.getTime() + LIFE_S.most * 1_000);
  const seconds = expireBy - unix(now);
  if (seconds < LIFE_S.least) {
    throw refusal('expire_by should be at least 15 minutes after current time', { field: 'expire_by' });
  }
  if (seconds > LIFE_S.most)
    throw refusal('expire_by should not be later than 6 months from now', { field: 'expire_by' });
  return new Date(expireBy * 1_000);
}

async function knownLink(razorpay: Razorpay, id: string): Promise<Payment> {
  const payment = await razorpay.store.find('id', id);
  if (!payment || detailsOf(payment).kind !== 'link') throw unknownId();
  return payment;
}

export async function getLink(razorpay: Razorpay, call: Call): Promise<Answer> {
  return { status: 200, body: linkOf(razorpay.world, await knownLink(razorpay, call.params.id!)) };
}

export async function cancelLink(razorpay: Razorpay, call: Call): Promise<Answer> {
  const payment = await knownLink(razorpay, call.params.id!);
  const noted = razorpay.store.note(payment, { cancelledAt: unix(razorpay.books.now()) });
  const ended = await cancelPayment(razorpay.books, noted);
  if (!ended) {
    const { status } = linkOf(razorpay.world, await knownLink(razorpay, payment.id));
    throw refusal(`Payment link cannot be cancelled as it is ${status === 'created' ? 'being paid' : status}.`);
  }
  return { status: 200, body: linkOf(razorpay.world, ended) };
}

const listShape = shape(
  Type.Object({ ...pageFields, reference_id: optional(text(40)), payment_id: optional(text(40)) }, closed),
);

export function listLinks(razorpay: Razorpay, call: Call): Answer {
  const query = queryOf<PageQuery & { reference_id?: string; payment_id?: string }>(call, listShape);
  const links = razorpay.store
    .payments()
    .filter((payment) => detailsOf(payment).kind === 'link')
    .filter((payment) => query.reference_id === undefined || detailsOf(payment).shopReference === query.reference_id)
    .filter(({ captureId }) => query.payment_id === undefined || captureId === query.payment_id)
    .map((payment) => linkOf(razorpay.world, payment));
  return { status: 200, body: { payment_links: pageOf(links, query) } };
}
