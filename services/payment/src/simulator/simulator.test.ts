/** Foreign clients at the simulator: Stripe's and Razorpay's own libraries find there what they expect. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import Razorpay from 'razorpay';
import Stripe from 'stripe';
import { until } from '#platform/testing/until.ts';
import { type Simulator, startSimulator } from './start.ts';

let simulator: Simulator;
let ear: Server;
let heard: Array<{ path: string; body: string; headers: Record<string, string> }>;
let stripe: Stripe;
let razorpay: any;

before(async () => {
  heard = [];
  ear = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    heard.push({
      path: request.url!,
      body: Buffer.concat(chunks).toString(),
      headers: request.headers as Record<string, string>,
    });
    response.end();
  });
  await new Promise<void>((resolve) => ear.listen(0, '127.0.0.1', resolve));
  const shop = `http://127.0.0.1:${(ear.address() as AddressInfo).port}`;
  simulator = await startSimulator({
    seed: 1,
    webhooks: { native: `${shop}/native`, stripe: `${shop}/stripe`, razorpay: `${shop}/razorpay` },
  });
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
  ear.close();
});
beforeEach(() => {
  heard.length = 0;
});

const told = (type: string) =>
  until(`the news ${type}`, async () => heard.find(({ body }) => body.includes(`"${type}"`)));

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
  const completed = await told('checkout.session.completed');
  await told('charge.refunded');
  for (const { body, headers } of heard) {
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
  const event = await told('payment_link.paid');
  const secret = simulator.secrets.razorpay.webhookSecret;
  assert.ok(validateWebhookSignature(event.body, event.headers['x-razorpay-signature'], secret));
  const refund = await razorpay.payments.refund(paid.payments[0].payment_id, { amount: 900, receipt: 'rf1' });
  assert.deepEqual([refund.status, refund.receipt], ['processed', 'rf1']);
  await assert.rejects(razorpay.paymentLink.cancel(link.id), { statusCode: 400 });
});

test('the native tongue opens one payment for a reference, which ends with a decline', async () => {
  const { base, secrets } = simulator;
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(base.native + path, {
      method,
      headers: {
        authorization: `Bearer ${secrets.native.apiKey}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  const wish = {
    reference: 'nt1',
    description: 'Order 1',
    amountMinor: 500,
    currency: 'INR',
    method: null,
    returnUrl: 'http://127.0.0.1/back',
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
  };
  const made = await call('POST', '/payments', wish);
  assert.deepEqual([made.status, made.body.status], [201, 'open']);
  assert.equal((await call('POST', '/payments', wish)).body.id, made.body.id);
  assert.equal((await call('POST', '/payments', { ...wish, amountMinor: 501 })).status, 409);
  assert.equal((await call('POST', '/payments', { ...wish, colour: 'red' })).status, 422);
  await simulator.pay('nt1', 'decline');
  assert.equal((await call('GET', `/payments/${made.body.id}`)).body.status, 'failed');
  await told('payment.failed');
});
