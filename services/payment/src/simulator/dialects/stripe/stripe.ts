/** Stripe, as far as a shop with hosted Checkout speaks to it: sessions, intents, refunds, events, the balance. */
import type { Books } from '../../core/books.ts';
import type { Dialect, World } from '../../http/dialect.ts';
import { type OnceKeys, onceKeys } from '../../http/once.ts';
import { memoryBooks } from '../../memory/books.ts';
import type { MemoryStore } from '../../memory/store.ts';
import { amountForPeople } from '../amounts.ts';
import { timedSignature } from '../timed-signature.ts';
import { decimalsOf } from './amounts.ts';
import { type Catalogue, confirmPaymentPage, getPaymentPage, openCatalogue } from './catalogue.ts';
import { missing, stripeError } from './errors.ts';
import { readEvents } from './event-list.ts';
import { type StripeEvent, stripeEvents } from './events.ts';
import { chargeOf, detailsOf, intentIdOf, intentOf, sessionIdOfIntent } from './objects.ts';
import { createRefund, getRefund, listBalance, listRefunds } from './refunds.ts';
import { expanded, guard } from './requests.ts';
import { createSession, expireSession, getSession, listSessions } from './sessions.ts';

export interface Stripe {
  world: World;
  books: Books;
  store: MemoryStore;
  keys: OnceKeys;
  events: StripeEvent[];
  /** Sessions that were told as completed while the bank had not answered. */
  completed: Set<number>;
  catalogue: Catalogue;
  expanders: Record<string, (object: any) => unknown>;
  dialect: Dialect;
}

const KEPT_MS = 24 * 3_600_000;

export function stripeDialect(world: World): Dialect {
  const { random, clock, secrets } = world;
  const prefix = { payment: 'cs_test_', capture: 'ch_', refund: 're_', attempt: 'ch_' };
  const { books, store } = memoryBooks(
    world,
    { declineEnds: false, cancelEnds: false, shopCaptures: false },
    (kind) => prefix[kind] + random.text(24),
    () => dialect,
  );
  const paymentOfIntent = async (id: string) => {
    const payment = await store.find('id', sessionIdOfIntent(id));
    if (!payment || payment.attempts.length === 0) throw missing('payment_intent', id, 'intent');
    return payment;
  };
  const ofSession = (id: string) => store.payments().find((payment) => payment.id === id)!;
  const ofIntent = (id: string) => ofSession(sessionIdOfIntent(id));
  const charge = (id: string) => {
    const payment = store.byAttempt(id)!;
    return chargeOf(payment, payment.attempts.find((attempt) => attempt.id === id)!);
  };
  const stripe: Stripe = {
    world,
    books,
    store,
    keys: onceKeys(clock, KEPT_MS, ({ status }) => status < 400 || status >= 500),
    events: [],
    completed: new Set(),
    catalogue: openCatalogue(world),
    expanders: {
      payment_intent: (object) => intentOf(ofIntent(object.payment_intent)),
      latest_charge: (object) => charge(object.latest_charge),
      charge: (object) => charge(object.charge),
      line_items: (object) => lineItemsOf(detailsOf(ofSession(object.id)), object),
    },
    get dialect() {
      return dialect;
    },
  };

  const dialect: Dialect = {
    name: 'stripe',
    // Stripe's own libraries know a host and a port, but no path before the version.
    prefixes: ['/stripe/v1', '/v1'],
    books,
    store,
    guard: (call) => guard(call, secrets.stripe.secretKey),
    refuse: (status, call) =>
      status === 404
        ? stripeError(404, `Unrecognized request URL (${call.method}: ${call.path}).`)
        : stripeError(status, 'An unknown error occurred.', { type: 'api_error' }),
    routes: [
      {
        method: 'POST',
        path: '/checkout/sessions',
        operation: 'create',
        handle: (call) => createSession(stripe, call),
      },
      { method: 'GET', path: '/checkout/sessions', operation: 'list', handle: (call) => listSessions(stripe, call) },
      { method: 'GET', path: '/checkout/sessions/:id', operation: 'get', handle: (call) => getSession(stripe, call) },
      {
        method: 'POST',
        path: '/checkout/sessions/:id/expire',
        operation: 'cancel',
        handle: (call) => expireSession(stripe, call),
      },
      {
        method: 'GET',
        path: '/payment_intents/:id',
        operation: 'get',
        handle: async (call) => {
          const intent = intentOf(await paymentOfIntent(call.params.id!));
          return { status: 200, body: expanded(intent, call.query.getAll('expand[]'), stripe.expanders) };
        },
      },
      {
        method: 'GET',
        path: '/charges/:id',
        operation: 'get',
        handle: ({ params }) => {
          if (!store.byAttempt(params.id!)) throw missing('charge', params.id!, 'id');
          return { status: 200, body: charge(params.id!) };
        },
      },
      { method: 'POST', path: '/refunds', operation: 'refund', handle: (call) => createRefund(stripe, call) },
      { method: 'GET', path: '/refunds', operation: 'list', handle: (call) => listRefunds(stripe, call) },
      { method: 'GET', path: '/refunds/:id', operation: 'get', handle: (call) => getRefund(stripe, call) },
      { method: 'GET', path: '/balance_transactions', operation: 'list', handle: (call) => listBalance(stripe, call) },
      ...readEvents(stripe),
      { method: 'POST', path: '/products', operation: 'other', handle: (call) => stripe.catalogue.addProduct(call) },
      { method: 'POST', path: '/prices', operation: 'other', handle: (call) => stripe.catalogue.addPrice(call) },
      {
        method: 'POST',
        path: '/payment_methods',
        operation: 'other',
        handle: (call) => stripe.catalogue.addMethod(call),
      },
      { method: 'GET', path: '/payment_pages/:id', operation: 'other', handle: (call) => getPaymentPage(stripe, call) },
      {
        method: 'POST',
        path: '/payment_pages/:id/confirm',
        operation: 'other',
        handle: (call) => confirmPaymentPage(stripe, call),
      },
    ],
    events(news) {
      const events = stripeEvents(stripe, news);
      if (news.type === 'payment.processing') stripe.completed.add(news.payment.seq);
      return events;
    },
    webhookHeaders: (_event, body, { at, forged }) => ({
      'stripe-signature': timedSignature(forged ? 'whsec_of_somebody_else' : secrets.stripe.webhookSecret, at, body),
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    }),
    namesOf: (payment) => {
      const { client_reference_id: reference, metadata } = detailsOf(payment);
      const ours = reference === null ? [] : [reference];
      const attempts = payment.attempts.map(({ id }) => id);
      return [payment.id, intentIdOf(payment), ...ours, ...Object.values(metadata), ...attempts];
    },
    amountIn: ({ amountMinor }) => String(amountMinor),
    amountText: ({ amountMinor, currency }) => amountForPeople(amountMinor, decimalsOf(currency), currency),
    methodsOf: (payment) => detailsOf(payment).methods,
    refundDetails: { metadata: {}, reason: null },
    wayBack(payment, decision) {
      if (decision === 'approve' || decision === 'delay') {
        return payment.returnUrl.replaceAll('{CHECKOUT_SESSION_ID}', payment.id);
      }
      // A declined card leaves the shopper on the page, to try another.
      return decision === 'decline' ? null : detailsOf(payment).cancel_url;
    },
  };
  return dialect;
}

function lineItemsOf({ lines }: ReturnType<typeof detailsOf>, session: { id: string; currency: string }) {
  const data = lines.map(({ name, unitAmount, quantity }, index) => ({
    id: `li_${index}_${session.id}`,
    object: 'item',
    amount_discount: 0,
    amount_subtotal: unitAmount * quantity,
    amount_tax: 0,
    amount_total: unitAmount * quantity,
    currency: session.currency,
    description: name,
    price: null,
    quantity,
  }));
  return { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${session.id}/line_items` };
}
