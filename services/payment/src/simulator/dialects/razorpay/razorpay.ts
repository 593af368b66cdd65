/** Razorpay, as far as a shop with payment links speaks to it: links, orders, payments, refunds, settlements. */
import type { Books } from '../../core/books.ts';
import type { Payment } from '../../core/payment.ts';
import type { Dialect, World } from '../../http/dialect.ts';
import { type OnceKeys, onceKeys } from '../../http/once.ts';
import { memoryBooks } from '../../memory/books.ts';
import type { MemoryStore } from '../../memory/store.ts';
import { amountForPeople } from '../amounts.ts';
import { decimalsOf } from './amounts.ts';
import { detailsOf, orderIdOf } from './entities.ts';
import { razorpayError } from './errors.ts';
import { razorpayEvents, razorpaySignature } from './events.ts';
import { cancelLink, createLink, getLink, listLinks } from './links.ts';
import { createOrder, getOrder, getPayment, listOrders, listPayments, orderPayments } from './orders.ts';
import { createRefund, getRefund, listRefunds, reconcile } from './refunds.ts';
import { guard } from './requests.ts';

export interface Razorpay {
  world: World;
  books: Books;
  store: MemoryStore;
  keys: OnceKeys;
  dialect: Dialect;
}

const KEPT_MS = 24 * 3_600_000;

export function razorpayDialect(world: World): Dialect {
  const { random, clock, secrets } = world;
  const prefix = { payment: 'plink_', capture: 'pay_', refund: 'rfnd_', attempt: 'pay_' };
  const { books, store } = memoryBooks(
    world,
    { declineEnds: false, cancelEnds: false, shopCaptures: false },
    (kind) => prefix[kind] + random.text(14),
    () => dialect,
  );
  const razorpay: Razorpay = {
    world,
    books,
    store,
    keys: onceKeys(clock, KEPT_MS, ({ status }) => status < 400),
    get dialect() {
      return dialect;
    },
  };

  const dialect: Dialect = {
    name: 'razorpay',
    prefixes: ['/razorpay/v1'],
    books,
    store,
    guard: (call) => guard(call, secrets.razorpay),
    refuse: (status) =>
      status === 404
        ? razorpayError(404, 'The requested URL was not found on the server.', { reason: 'NA' })
        : razorpayError(status, 'The server encountered an error.', { code: 'SERVER_ERROR', reason: 'server_error' }),
    routes: [
      { method: 'POST', path: '/payment_links', operation: 'create', handle: (call) => createLink(razorpay, call) },
      { method: 'GET', path: '/payment_links', operation: 'list', handle: (call) => listLinks(razorpay, call) },
      { method: 'GET', path: '/payment_links/:id', operation: 'get', handle: (call) => getLink(razorpay, call) },
      {
        method: 'POST',
        path: '/payment_links/:id/cancel',
        operation: 'cancel',
        handle: (call) => cancelLink(razorpay, call),
      },
      { method: 'POST', path: '/orders', operation: 'create', handle: (call) => createOrder(razorpay, call) },
      { method: 'GET', path: '/orders', operation: 'list', handle: (call) => listOrders(razorpay, call) },
      { method: 'GET', path: '/orders/:id', operation: 'get', handle: (call) => getOrder(razorpay, call) },
      {
        method: 'GET',
        path: '/orders/:id/payments',
        operation: 'get',
        handle: (call) => orderPayments(razorpay, call),
      },
      { method: 'GET', path: '/payments', operation: 'list', handle: (call) => listPayments(razorpay, call) },
      { method: 'GET', path: '/payments/:id', operation: 'get', handle: (call) => getPayment(razorpay, call) },
      {
        method: 'POST',
        path: '/payments/:id/refund',
        operation: 'refund',
        handle: (call) => createRefund(razorpay, call),
      },
      {
        method: 'GET',
        path: '/payments/:id/refunds',
        operation: 'list',
        handle: (call) => listRefunds(razorpay, call),
      },
      {
        method: 'GET',
        path: '/payments/:id/refunds/:refundId',
        operation: 'get',
        handle: (call) => getRefund(razorpay, call),
      },
      { method: 'GET', path: '/refunds', operation: 'list', handle: (call) => listRefunds(razorpay, call) },
      { method: 'GET', path: '/refunds/:id', operation: 'get', handle: (call) => getRefund(razorpay, call) },
      {
        method: 'GET',
        path: '/settlements/recon/combined',
        operation: 'list',
        handle: (call) => reconcile(razorpay, call),
      },
    ],
    events: (news) => razorpayEvents(razorpay, news),
    webhookHeaders: (event, body, { forged }) => ({
      'x-razorpay-signature': razorpaySignature(forged ? 'of somebody else' : secrets.razorpay.webhookSecret, body),
      'x-razorpay-event-id': event.id,
      'user-agent': 'Razorpay-Webhook/v1',
    }),
    namesOf: (payment) => {
      const { shopReference, notes } = detailsOf(payment);
      const ours = shopReference === null ? [] : [shopReference];
      return [
        payment.id,
        orderIdOf(payment),
        ...ours,
        ...Object.values(notes),
        ...payment.attempts.map(({ id }) => id),
      ];
    },
    amountIn: ({ amountMinor }) => String(amountMinor),
    amountText: ({ amountMinor, currency }) => amountForPeople(amountMinor, decimalsOf(currency), currency),
    methodsOf: (payment) => detailsOf(payment).methods,
    refundDetails: { speed: 'normal', receipt: null, notes: {} },
    // There is no address for turning back: the callback follows success alone.
    wayBack: (payment, decision) =>
      decision === 'approve' && payment.returnUrl !== '' ? callbackOf(payment, secrets.razorpay.keySecret) : null,
  };
  return dialect;
}

function callbackOf(payment: Payment, keySecret: string): string {
  const url = new URL(payment.returnUrl);
  const reference = detailsOf(payment).shopReference ?? '';
  const paymentId = payment.captureId ?? '';
  const signed = `${payment.id}|${reference}|paid|${paymentId}`;
  const values = {
    razorpay_payment_id: paymentId,
    razorpay_payment_link_id: payment.id,
    razorpay_payment_link_reference_id: reference,
    razorpay_payment_link_status: 'paid',
    razorpay_signature: razorpaySignature(keySecret, signed),
  };
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  return url.href;
}
