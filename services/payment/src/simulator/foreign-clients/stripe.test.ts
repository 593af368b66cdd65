/** Stripe's own library and command line find at the simulator what they expect, and trust its signatures. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import Stripe from 'stripe';
import { type Simulator, startSimulator } from '../start.ts';
import { type Ear, openEar } from '../testing/ear.ts';

let simulator: Simulator;
let ear: Ear;
let stripe: Stripe;

before(async () => {
  ear = await openEar();
  simulator = await startSimulator({ seed: 1, webhooks: { stripe: `${ear.url}/stripe` } });
  stripe = new Stripe(simulator.secrets.stripe.secretKey, {
    host: '127.0.0.1',
    port: new URL(simulator.url).port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
});
after(async () => {
  await simulator.close();
  await ear.close();
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
