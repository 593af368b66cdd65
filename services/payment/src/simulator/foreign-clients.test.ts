/**
 * Foreign clients at the simulator: the libraries of Stripe, Razorpay and PayPal, and Stripe's command line, find there
 * what they expect. None of them was written here.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import {
  CheckoutPaymentIntent,
  Client,
  Environment,
  OrdersController,
  PaymentsController,
} from '@paypal/paypal-server-sdk';
import axios from 'axios';
import Razorpay from 'razorpay';
import Stripe from 'stripe';
import { type Simulator, startSimulator } from './start.ts';
import { type Ear, openEar } from './testing/ear.ts';

let simulator: Simulator;
let ear: Ear;
let stripe: Stripe;
let razorpay: any;

before(async () => {
  ear = await openEar();
  const webhooks = { stripe: `${ear.url}/stripe`, razorpay: `${ear.url}/razorpay`, paypal: `${ear.url}/paypal` };
  simulator = await startSimulator({ seed: 1, webhooks });
  const { port } = new URL(simulator.url);
  stripe = new Stripe(simulator.secrets.stripe.secretKey, {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const { keyId, keySecret } = simulator.secrets.razorpay;
  razorpay = new Razorpay({ key_id: keyId, key_secret: keySecret });
  // The library has no setting for its address, and puts the version before the path itself.
  razorpay.api.rq.defaults.baseURL = simulator.base.razorpay.replace(/\/v1$/, '');
});
after(async () => {
  await simulator.close();
  await ear.close();
});
beforeEach(() => {
  ear.heard.length = 0;
});

const session = (reference: string, more: object = {}): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  client_reference_id: reference,
  success_url: 'http://127.0.0.1/ok?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://127.0.0.1/back',
  line_items: [
    { quantity: 2, price_data: { currency: 'inr', unit_amount: 24_950, product_data: { name: 'Brass lamp' } } },
  ],
  metadata: { reference },
  ...more,
});

test('Stripe’s library opens a session, sees it paid, gives a part back, and trusts the webhooks', async () => {
  const made = await stripe.checkout.sessions.create(session('st1'), { idempotencyKey: 'payment-st1' });
  assert.deepEqual(
    [made.status, made.payment_status, made.amount_total, made.currency],
    ['open', 'unpaid', 49_900, 'inr'],
  );
  assert.equal((await stripe.checkout.sessions.create(session('st1'), { idempotencyKey: 'payment-st1' })).id, made.id);
  const { returnUrl } = await simulator.pay('st1');
  assert.equal(returnUrl, `http://127.0.0.1/ok?session=${made.id}`);
  const paid = await stripe.checkout.sessions.retrieve(made.id, { expand: ['payment_intent.latest_charge'] });
  const intent = paid.payment_intent as Stripe.PaymentIntent;
  assert.deepEqual([paid.status, paid.payment_status, intent.status], ['complete', 'paid', 'succeeded']);
  const refund = await stripe.refunds.create({
    payment_intent: intent.id,
    amount: 900,
    metadata: { reference: 'rf1' },
  });
  assert.deepEqual([refund.status, refund.amount], ['succeeded', 900]);
  await assert.rejects(stripe.refunds.create({ payment_intent: intent.id, amount: 49_900 }), { statusCode: 400 });
  const completed = await ear.told('checkout.session.completed');
  await ear.told('charge.refunded');
  for (const { body, headers } of ear.heard) {
    const secret = simulator.secrets.stripe.webhookSecret;
    assert.ok(stripe.webhooks.constructEvent(body, headers['stripe-signature']!, secret).id.startsWith('evt_'));
  }
  assert.equal(JSON.parse(completed.body).data.object.id, made.id);
  const listed = await stripe.checkout.sessions.list({ status: 'complete' });
  assert.ok(listed.data.some(({ id }) => id === made.id));
});

test('Stripe’s library expires a session once, and a key is bound to its parameters', async () => {
  const made = await stripe.checkout.sessions.create(session('st2'), { idempotencyKey: 'payment-st2' });
  assert.equal((await stripe.checkout.sessions.expire(made.id)).status, 'expired');
  await assert.rejects(stripe.checkout.sessions.expire(made.id), { statusCode: 400 });
  await assert.rejects(
    stripe.checkout.sessions.create(session('st2', { locale: 'en' }), { idempotencyKey: 'payment-st2' }),
    {
      type: 'StripeIdempotencyError',
    },
  );
});

test('Stripe refuses what it does not know, in the words its library understands', async () => {
  const refused = (more: object) =>
    stripe.checkout.sessions.create(session('st3', more)).then(
      () => null,
      (error) => error,
    );
  assert.equal((await refused({ succes_url: 'http://127.0.0.1' })).code, 'parameter_unknown');
  assert.equal((await refused({ line_items: undefined })).param, 'line_items');
  assert.equal((await refused({ payment_method_types: ['card'] })).code, 'parameter_unknown', 'gone since version 23');
  assert.equal((await refused({ expires_at: Math.floor(Date.now() / 1_000) + 60 })).param, 'expires_at');
  const stranger = new Stripe('sk_test_stranger', {
    host: '127.0.0.1',
    port: new URL(simulator.url).port,
    protocol: 'http',
  });
  await assert.rejects(stranger.refunds.list(), { statusCode: 401 });
});

test('Stripe’s command line triggers a completed session, lists it, and expires another', async () => {
  const home = mkdtempSync(join(tmpdir(), 'haat-stripe-'));
  const { secretKey } = simulator.secrets.stripe;
  // It looks for newer versions of itself: a proxy that is not there keeps it on this machine.
  const environment = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_CONFIG_HOME: home,
    STRIPE_CLI_TELEMETRY_OPTOUT: '1',
    HTTPS_PROXY: 'http://127.0.0.1:1',
    NO_PROXY: '127.0.0.1',
  };
  const run = async (...args: string[]): Promise<string> => {
    const shim = ['node_modules/@stripe/cli/bin/shim.js', ...args, '--api-key', secretKey, '--api-base', simulator.url];
    const { stdout } = await promisify(execFile)(process.execPath, shim, { env: environment, timeout: 60_000 });
    return stdout;
  };
  try {
    assert.match(await run('trigger', 'checkout.session.completed'), /Trigger succeeded/);
    const { body } = await ear.told('"checkout.session.completed"', '"amount_total":3000');
    const { id } = JSON.parse(body).data.object;
    const { data } = JSON.parse(await run('get', '/v1/checkout/sessions', '-d', 'limit=1'));
    assert.deepEqual([data[0].id, data[0].payment_status], [id, 'paid']);
    const open = await stripe.checkout.sessions.create(session('cli1'));
    assert.equal(JSON.parse(await run('checkout', 'sessions', 'expire', open.id)).status, 'expired');
  } finally {
    rmSync(home, { recursive: true });
  }
});

test('Razorpay’s library opens one link for a reference, sees it paid, and trusts webhook and return', async () => {
  const body = {
    amount: 49_900,
    currency: 'INR',
    reference_id: 'rz1',
    description: 'Order 1',
    callback_url: 'http://127.0.0.1/back',
    callback_method: 'get',
    notes: { reference: 'rz1' },
  };
  const link = await razorpay.paymentLink.create(body);
  assert.deepEqual([link.status, link.amount, link.payments], ['created', 49_900, null]);
  const again = await razorpay.paymentLink.create(body).catch((error: any) => error);
  assert.deepEqual([again.statusCode, again.error.code], [400, 'BAD_REQUEST_ERROR']);
  assert.match(again.error.description, /reference ID already attempted/);
  const found = await razorpay.paymentLink.all({ reference_id: 'rz1' });
  assert.equal(found.payment_links[0].id, link.id);
  await simulator.pay('rz1', 'decline');
  assert.equal((await razorpay.paymentLink.fetch(link.id)).status, 'created', 'a declined try leaves the link payable');
  const { returnUrl } = await simulator.pay('rz1', 'approve', { method: 'upi' });
  const paid = await razorpay.paymentLink.fetch(link.id);
  assert.deepEqual([paid.status, paid.payments[0].method], ['paid', 'upi']);
  const query = new URL(returnUrl!).searchParams;
  const { validatePaymentVerification, validateWebhookSignature } = await import(
    'razorpay/dist/utils/razorpay-utils.js'
  ).then(({ default: utils }: any) => utils);
  assert.ok(
    validatePaymentVerification(
      {
        payment_link_id: query.get('razorpay_payment_link_id'),
        payment_id: query.get('razorpay_payment_id'),
        payment_link_reference_id: query.get('razorpay_payment_link_reference_id'),
        payment_link_status: query.get('razorpay_payment_link_status'),
      },
      query.get('razorpay_signature'),
      simulator.secrets.razorpay.keySecret,
    ),
  );
  const event = await ear.told('payment_link.paid');
  const secret = simulator.secrets.razorpay.webhookSecret;
  assert.ok(validateWebhookSignature(event.body, event.headers['x-razorpay-signature'], secret));
  const refund = await razorpay.payments.refund(paid.payments[0].payment_id, { amount: 900, receipt: 'rf1' });
  assert.deepEqual([refund.status, refund.receipt], ['processed', 'rf1']);
  await assert.rejects(razorpay.paymentLink.cancel(link.id), { statusCode: 400 });
});

test('PayPal’s library makes an order, captures what the payer approved, and gives it back', async () => {
  const { clientId, clientSecret } = simulator.secrets.paypal;
  const client = new Client({
    clientCredentialsAuthCredentials: { oAuthClientId: clientId, oAuthClientSecret: clientSecret },
    environment: Environment.Sandbox,
    // The library knows PayPal's own addresses only.
    unstable_httpClientOptions: {
      adapter: (config: any) =>
        axios.getAdapter('http')({
          ...config,
          url: config.url.replace('https://api-m.sandbox.paypal.com', simulator.base.paypal),
        }),
    } as never,
  });
  const orders = new OrdersController(client);
  const payments = new PaymentsController(client);
  const { result: order } = await orders.createOrder({
    paypalRequestId: 'payment-pp1',
    prefer: 'return=representation',
    body: {
      intent: CheckoutPaymentIntent.Capture,
      purchaseUnits: [{ customId: 'pp1', invoiceId: 'pp1', amount: { currencyCode: 'USD', value: '10.00' } }],
      paymentSource: {
        paypal: { experienceContext: { returnUrl: 'http://127.0.0.1/ok', cancelUrl: 'http://127.0.0.1/back' } },
      },
    },
  });
  assert.deepEqual([order.status, order.purchaseUnits?.[0]?.customId], ['PAYER_ACTION_REQUIRED', 'pp1']);
  const early = await orders.captureOrder({ id: order.id! }).catch((error: any) => error);
  assert.deepEqual([early.statusCode, early.result.details[0].issue], [422, 'ORDER_NOT_APPROVED']);
  const { returnUrl } = await simulator.pay('pp1');
  assert.equal(new URL(returnUrl!).searchParams.get('token'), order.id);
  const { result: captured } = await orders.captureOrder({ id: order.id!, paypalRequestId: 'capture-pp1' });
  const capture = captured.purchaseUnits![0]!.payments!.captures![0]!;
  assert.deepEqual([captured.status, capture.status, capture.amount?.value], ['COMPLETED', 'COMPLETED', '10.00']);
  const again = await orders.captureOrder({ id: order.id!, paypalRequestId: 'capture-pp1' });
  assert.equal(again.statusCode, 200, 'the same request id is answered as before');
  const twice = await orders.captureOrder({ id: order.id! }).catch((error: any) => error);
  assert.equal(twice.result.details[0].issue, 'ORDER_ALREADY_CAPTURED');
  const { result: refund } = await payments.refundCapturedPayment({
    captureId: capture.id!,
    body: { amount: { currencyCode: 'USD', value: '1.00' }, customId: 'rf1' },
  });
  assert.equal(refund.status, 'COMPLETED');
  const { result: left } = await payments.getCapturedPayment({ captureId: capture.id! });
  assert.equal(left.status, 'PARTIALLY_REFUNDED');
  await ear.told('PAYMENT.CAPTURE.REFUNDED');
});

test('PayPal’s webhooks verify with the certificate that they name, and by PayPal’s own check', async () => {
  const { secrets, base, paypalCertificate } = simulator;
  const { body, headers } = await paypalNews('pp2');
  const certificate = await (await fetch(headers['paypal-cert-url']!)).text();
  assert.equal(certificate, paypalCertificate);
  const { subject, publicKey, validToDate } = new X509Certificate(certificate);
  assert.match(subject, /^CN=messageverificationcerts\.sandbox\.paypal\.com$/);
  assert.ok(validToDate > new Date());
  const signed = [
    headers['paypal-transmission-id'],
    headers['paypal-transmission-time'],
    secrets.paypal.webhookId,
    crc32(body),
  ].join('|');
  const signature = Buffer.from(headers['paypal-transmission-sig']!, 'base64');
  assert.ok(verify('sha256', Buffer.from(signed), publicKey, signature));
  const token = await paypalToken();
  const ask = async (event: string) => {
    const question = {
      auth_algo: headers['paypal-auth-algo'],
      cert_url: headers['paypal-cert-url'],
      transmission_id: headers['paypal-transmission-id'],
      transmission_sig: headers['paypal-transmission-sig'],
      transmission_time: headers['paypal-transmission-time'],
      webhook_id: secrets.paypal.webhookId,
    };
    const answer = await fetch(`${base.paypal}/v1/notifications/verify-webhook-signature`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: `${JSON.stringify(question).slice(0, -1)},"webhook_event":${event}}`,
    });
    return ((await answer.json()) as { verification_status: string }).verification_status;
  };
  assert.equal(await ask(body), 'SUCCESS');
  assert.equal(await ask(JSON.stringify(JSON.parse(body), null, 1)), 'FAILURE', 'written again it is another body');
});

async function paypalToken(): Promise<string> {
  const { clientId, clientSecret } = simulator.secrets.paypal;
  const answer = await fetch(`${simulator.base.paypal}/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function paypalNews(customId: string) {
  const answer = await fetch(`${simulator.base.paypal}/v2/checkout/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await paypalToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      intent: 'CAPTURE',
      purchase_units: [
        { custom_id: customId, description: 'Lamp “Ünï”', amount: { currency_code: 'JPY', value: '500' } },
      ],
    }),
  });
  assert.equal(answer.status, 201);
  await simulator.pay(customId);
  return ear.told('CHECKOUT.ORDER.APPROVED', customId);
}
