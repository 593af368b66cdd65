/** PayPal's own library finds at the simulator what it expects; webhooks verify as PayPal documents. */
import assert from 'node:assert/strict';
import { verify, X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { crc32 } from 'node:zlib';
import {
  CheckoutPaymentIntent,
  Client,
  Environment,
  OrdersController,
  PaymentsController,
} from '@paypal/paypal-server-sdk';
import axios from 'axios';
import { type Simulator, startSimulator } from '../start.ts';
import { type Ear, openEar } from '../testing/ear.ts';

let simulator: Simulator;
let ear: Ear;

before(async () => {
  ear = await openEar();
  simulator = await startSimulator({ seed: 1, webhooks: { paypal: `${ear.url}/paypal` } });
});
after(async () => {
  await simulator.close();
  await ear.close();
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
