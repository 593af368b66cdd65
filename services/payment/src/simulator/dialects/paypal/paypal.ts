/** PayPal, as far as a shop with redirects speaks to it: orders, captures, refunds, the account's transactions. */
import type { Books } from '../../core/books.ts';
import type { Payment } from '../../core/payment.ts';
import type { Dialect, World } from '../../http/dialect.ts';
import { type OnceKeys, onceKeys } from '../../http/once.ts';
import { memoryBooks } from '../../memory/books.ts';
import type { MemoryStore } from '../../memory/store.ts';
import { amountForPeople } from '../amounts.ts';
import { decimalsOf, moneyOf } from './amounts.ts';
import { createRefund, getCapture, getRefund } from './captures.ts';
import { type SigningCertificate, selfSigned } from './certificate.ts';
import { notFound, paypalError } from './errors.ts';
import { CERTIFICATE_PATH, paypalEvents, transmissionHeaders, verifySignature } from './notifications.ts';
import { captureOrder, createOrder, getOrder } from './orders.ts';
import { listTransactions } from './reporting.ts';
import { openTokens } from './requests.ts';
import { captureIdOf, detailsOf, PAYER_ID } from './resources.ts';

export interface PayPal {
  world: World;
  books: Books;
  store: MemoryStore;
  keys: OnceKeys;
  refundKeys: OnceKeys;
  signing: SigningCertificate;
  dialect: Dialect;
}

const HOUR_MS = 3_600_000;
const SIGNER = 'messageverificationcerts.sandbox.paypal.com';

/** The certificate that its webhooks are signed under is the shop's to trust. */
export function paypalDialect(world: World): { dialect: Dialect; certificate: string } {
  const { random, clock } = world;
  const { books, store } = memoryBooks(
    world,
    { declineEnds: false, cancelEnds: false, shopCaptures: true },
    () => random.text(17, 'upper'),
    () => dialect,
  );
  const tokens = openTokens(world);
  const isKept = ({ status }: { status: number }) => status < 400;
  const paypal: PayPal = {
    world,
    books,
    store,
    keys: onceKeys(clock, 6 * HOUR_MS, isKept),
    refundKeys: onceKeys(clock, 45 * 24 * HOUR_MS, isKept),
    signing: selfSigned(SIGNER, clock.realNow()),
    get dialect() {
      return dialect;
    },
  };

  const dialect: Dialect = {
    name: 'paypal',
    prefixes: ['/paypal'],
    books,
    store,
    guard: (call) => tokens.guard(call),
    refuse(status) {
      if (status === 404) return notFound().answer;
      return paypalError(status, status === 503 ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR');
    },
    routes: [
      {
        method: 'POST',
        path: '/v1/oauth2/token',
        operation: 'token',
        open: true,
        handle: (call) => tokens.issue(call),
      },
      { method: 'POST', path: '/v2/checkout/orders', operation: 'create', handle: (call) => createOrder(paypal, call) },
      { method: 'GET', path: '/v2/checkout/orders/:id', operation: 'get', handle: (call) => getOrder(paypal, call) },
      {
        method: 'POST',
        path: '/v2/checkout/orders/:id/capture',
        operation: 'capture',
        handle: (call) => captureOrder(paypal, call),
      },
      {
        method: 'GET',
        path: '/v2/payments/captures/:id',
        operation: 'get',
        handle: (call) => getCapture(paypal, call),
      },
      {
        method: 'POST',
        path: '/v2/payments/captures/:id/refund',
        operation: 'refund',
        handle: (call) => createRefund(paypal, call),
      },
      { method: 'GET', path: '/v2/payments/refunds/:id', operation: 'get', handle: (call) => getRefund(paypal, call) },
      {
        method: 'GET',
        path: '/v1/reporting/transactions',
        operation: 'list',
        handle: (call) => listTransactions(paypal, call),
      },
      {
        method: 'POST',
        path: '/v1/notifications/verify-webhook-signature',
        operation: 'other',
        handle: (call) => verifySignature(paypal, call),
      },
      {
        method: 'GET',
        path: CERTIFICATE_PATH,
        operation: 'other',
        open: true,
        handle: () => ({ status: 200, body: paypal.signing.certificate, headers: { 'content-type': 'text/plain' } }),
      },
    ],
    events: (news) => paypalEvents(paypal, news),
    webhookHeaders: (_event, body, stamp) => transmissionHeaders(paypal, body, stamp),
    namesOf: (payment) => {
      const { customId, invoiceId } = detailsOf(payment);
      return [payment.id, captureIdOf(payment), ...[customId, invoiceId].filter((name) => name !== null)];
    },
    amountIn: ({ amountMinor, currency }) => moneyOf(amountMinor, currency).value,
    amountText: ({ amountMinor, currency }) => amountForPeople(amountMinor, decimalsOf(currency), currency),
    methodsOf: () => ['paypal'],
    refundDetails: { customId: null, invoiceId: null, note: null },
    wayBack: (payment, decision) =>
      decision === 'cancel' || decision === 'leave'
        ? withToken(detailsOf(payment).cancelUrl, payment)
        : withToken(payment.returnUrl || null, payment, PAYER_ID),
  };
  return { dialect, certificate: paypal.signing.certificate };
}

function withToken(address: string | null, payment: Payment, payerId?: string): string | null {
  if (address === null) return null;
  const url = new URL(address);
  url.searchParams.set('token', payment.id);
  if (payerId !== undefined) url.searchParams.set('PayerID', payerId);
  return url.href;
}
