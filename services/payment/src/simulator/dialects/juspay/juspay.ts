/** Juspay, as its documentation describes it: a session for a hosted page, the order's status, refunds. */
import type { Books } from '../../core/books.ts';
import type { Payment } from '../../core/payment.ts';
import type { Call, Dialect, World } from '../../http/dialect.ts';
import { basicOf } from '../../http/json.ts';
import { memoryBooks } from '../../memory/books.ts';
import type { MemoryStore } from '../../memory/store.ts';
import { amountForPeople } from '../amounts.ts';
import { juspayError, notFound, refusal } from './errors.ts';
import { juspayEvents } from './events.ts';
import { DECIMALS, detailsOf, numberOf, orderOf, statusOf } from './orders.ts';
import { createRefund } from './refunds.ts';
import { openSession } from './sessions.ts';
import { basic, returnSignature } from './signature.ts';

export interface Juspay {
  world: World;
  books: Books;
  store: MemoryStore;
  dialect: Dialect;
}

/** In whatever letters it is written. */
export async function knownOrder(juspay: Juspay, orderId: string): Promise<Payment> {
  const payment = await juspay.store.find('reference', orderId.toLowerCase());
  if (!payment) throw notFound(orderId);
  return payment;
}

export function juspayDialect(world: World): Dialect {
  const { random, secrets } = world;
  const prefix = { payment: 'ordeh_', capture: 'mozj', refund: 'rfnd', attempt: 'mozj' };
  const { books, store } = memoryBooks(
    world,
    { declineEnds: false, cancelEnds: false, shopCaptures: false },
    (kind) => prefix[kind] + random.text(24, 'hex'),
    () => dialect,
  );
  const juspay: Juspay = {
    world,
    books,
    store,
    get dialect() {
      return dialect;
    },
  };

  const dialect: Dialect = {
    name: 'juspay',
    prefixes: ['/juspay'],
    books,
    store,
    guard: (call) => guard(call, secrets.juspay),
    refuse: (status) =>
      status === 404
        ? juspayError(404, 'RESOURCE_NOT_FOUND', 'There is no such resource.')
        : juspayError(status, 'INTERNAL_SERVER_ERROR', 'Internal server error.'),
    routes: [
      { method: 'POST', path: '/session', operation: 'create', handle: (call) => openSession(juspay, call) },
      {
        method: 'GET',
        path: '/orders/:id',
        operation: 'get',
        async handle(call) {
          const payment = await knownOrder(juspay, call.params.id!);
          return { status: 200, body: orderOf(world, payment, await store.refundsOf([payment])) };
        },
      },
      {
        method: 'POST',
        path: '/orders/:id/refunds',
        operation: 'refund',
        handle: (call) => createRefund(juspay, call),
      },
    ],
    events: (news) => juspayEvents(juspay, news),
    webhookHeaders: (_event, _body, { forged }) => {
      const { webhookUsername, webhookPassword } = secrets.juspay;
      return { authorization: basic(webhookUsername, forged ? 'of-somebody-else' : webhookPassword) };
    },
    takes: (status) => status === 200,
    hookOf: (payment) => detailsOf(payment).webhookUrl,
    namesOf: (payment) => [payment.id, detailsOf(payment).orderId, ...payment.attempts.map(({ id }) => id)],
    amountIn: ({ amountMinor }) => String(numberOf(amountMinor)),
    amountText: ({ amountMinor, currency }) => amountForPeople(amountMinor, DECIMALS, currency),
    methodsOf: (payment) => detailsOf(payment).methods,
    refundDetails: {},
    // There is one way back, whatever was decided.
    wayBack: (payment) => returnOf(payment, secrets.juspay.responseKey),
  };
  return dialect;
}

function guard(call: Call, { apiKey, merchantId }: { apiKey: string; merchantId: string }): void {
  const given = basicOf(call);
  if (given?.name !== apiKey || given.password !== '') throw refusal('UNAUTHORIZED', 'The API key is not valid.', 401);
  if (call.headers['x-merchantid'] !== merchantId) throw refusal('UNAUTHORIZED', 'x-merchantid is not valid.', 401);
}

function returnOf(payment: Payment, responseKey: string): string {
  const { status, status_id } = statusOf(payment);
  const values = { order_id: detailsOf(payment).orderId, status, status_id: String(status_id) };
  const url = new URL(payment.returnUrl);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  // Encoded once by Juspay and once by the address, as in its samples.
  url.searchParams.set('signature', encodeURIComponent(returnSignature(responseKey, values)));
  url.searchParams.set('signature_algorithm', 'HMAC-SHA256');
  return url.href;
}
