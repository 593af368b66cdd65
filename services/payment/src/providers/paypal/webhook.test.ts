/** A message that PayPal itself has signed verifies, and nothing that differs from it; certificates come from PayPal alone. */
import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { isProblem } from '#platform/errors/problem.ts';
import { openCertificates } from './certificates.ts';
import messages from './signed-messages.json' with { type: 'json' };
import { isSigned, parsePaypalWebhook, readPaypalEvent } from './webhook.ts';

const { simulator, own } = messages;
const body = Buffer.from(simulator.body);
const headers = {
  'paypal-transmission-id': simulator.transmission_id,
  'paypal-transmission-time': simulator.transmission_time,
  'paypal-transmission-sig': simulator.transmission_sig,
  'paypal-cert-url': simulator.cert_url,
  'paypal-auth-algo': simulator.auth_algo,
};
const thatDay = () => new Date('2024-08-02T20:00:00Z');

function certificates(options: { pem?: string; now?: () => Date; insteadOf?: string } = {}) {
  const asked: string[] = [];
  const opened = openCertificates({
    fetch: async (url) => {
      asked.push(url);
      return options.pem ?? simulator.certificate_pem;
    },
    now: options.now ?? thatDay,
    insteadOf: options.insteadOf,
  });
  return { ...opened, asked };
}
const parse = (
  more: Record<string, string> = {},
  from = certificates(),
  bytes = body,
  webhookId = simulator.webhook_id,
) => parsePaypalWebhook({ webhookId, certificates: from }, bytes, { ...headers, ...more });
const forged = (error: unknown) => isProblem(error, 'payment.bad_signature');

test('the check sum is the one that PayPal counts', () => {
  assert.equal(crc32('123456789'), 3_421_780_262);
});

test('a message signed by PayPal itself verifies and leads to its order', async () => {
  assert.deepEqual(await parse(), [
    {
      dedupeKey: 'WH-9Y180613C5171350R-3A568107UP261041K',
      type: 'PAYMENT.CAPTURE.PENDING',
      kind: 'payment',
      gatewayRef: '8PR65097T8571330M',
      paymentRef: '02T21492PP3782704',
      reference: null,
    },
  ]);
});

test('another webhook, a body written anew, another time, id, algorithm or signature is refused', async () => {
  const anew = Buffer.from(JSON.stringify(JSON.parse(simulator.body), null, 1));
  await assert.rejects(parse({}, certificates(), body, 'WH-OTHER'), forged);
  await assert.rejects(parse({}, certificates(), anew), forged);
  await assert.rejects(parse({ 'paypal-transmission-time': '2024-08-02T19:34:58Z' }), forged);
  await assert.rejects(parse({ 'paypal-transmission-id': own.transmission_id }), forged);
  await assert.rejects(parse({ 'paypal-auth-algo': 'SHA1withRSA' }), forged);
  await assert.rejects(parse({ 'paypal-transmission-sig': own.signature_base64 }), forged);
});

test('a certificate is fetched from PayPal’s own hosts alone, and once', async () => {
  const from = certificates();
  const path = '/v1/notifications/certs/CERT-1';
  for (const url of [
    `http://api.paypal.com${path}`,
    `https://api.paypal.com.evil.test${path}`,
    `https://evil.test${path}`,
    `https://api.paypal.com@evil.test${path}`,
    `https://api.paypal.com:8443${path}`,
    `https://api.paypal.com${path}?to=https://evil.test`,
    'https://api.paypal.com/v1/notifications/certs/../../../evil',
    'https://api.paypal.com/other/CERT-1',
    'no address',
    '',
  ]) {
    await assert.rejects(parse({ 'paypal-cert-url': url }, from), forged, url);
  }
  assert.deepEqual(from.asked, []);
  await parse({}, from);
  await parse({}, from);
  assert.deepEqual(from.asked, [simulator.cert_url]);
});

test('in a rehearsal only the address of the rehearsal may name a certificate', async () => {
  const from = certificates({ insteadOf: 'http://127.0.0.1:9/paypal' });
  await assert.rejects(parse({}, from), forged);
  await parse({ 'paypal-cert-url': 'http://127.0.0.1:9/paypal/v1/notifications/certs/CERT-1' }, from);
});

test('a certificate out of its time, of another name, or in a chain that does not hold is refused', async () => {
  await assert.rejects(parse({}, certificates({ now: () => new Date('2025-03-08T00:00:00Z') })), forged);
  await assert.rejects(parse({}, certificates({ pem: 'no certificate' })), forged);
  // The same twice: it has not signed itself.
  const twice = simulator.certificate_pem + simulator.certificate_pem;
  await assert.rejects(parse({}, certificates({ pem: twice })), forged);
});

test('a message whose certificate cannot be fetched is neither taken nor refused for good', async () => {
  const from = openCertificates({ fetch: () => Promise.reject(new Error('away')), now: thatDay });
  await assert.rejects(parse({}, { ...from, asked: [] }), (error) => isProblem(error, 'payment.gateway_unavailable'));
});

test('our own vector verifies with its key', () => {
  const signed = {
    'paypal-transmission-id': own.transmission_id,
    'paypal-transmission-time': own.transmission_time,
    'paypal-transmission-sig': own.signature_base64,
    'paypal-auth-algo': 'SHA256withRSA',
  };
  const key = createPublicKey(own.public_key_pem);
  assert.ok(isSigned(key, own.webhook_id, Buffer.from(own.body), signed));
  assert.ok(!isSigned(key, own.webhook_id, Buffer.from(`${own.body} `), signed));
});

test('an approval, a refund and a dispute lead to their payment', () => {
  const read = (event_type: string, resource: object) =>
    readPaypalEvent(Buffer.from(JSON.stringify({ id: 'WH-1', event_type, resource })));
  const approved = read('CHECKOUT.ORDER.APPROVED', { id: 'ORDER1', purchase_units: [{ custom_id: 'ours' }] });
  assert.deepEqual([approved.kind, approved.gatewayRef, approved.reference], ['payment', 'ORDER1', 'ours']);
  const links = [{ rel: 'up', href: 'https://api.paypal.com/v2/payments/captures/CAP1' }];
  const refunded = read('PAYMENT.CAPTURE.REFUNDED', { id: 'REF1', custom_id: 'of the refund', links });
  assert.deepEqual([refunded.kind, refunded.paymentRef, refunded.reference], ['refund', 'CAP1', null]);
  const disputed = read('CUSTOMER.DISPUTE.CREATED', { disputed_transactions: [{ seller_transaction_id: 'CAP1' }] });
  assert.deepEqual([disputed.kind, disputed.paymentRef], ['dispute', 'CAP1']);
  assert.equal(read('BILLING.PLAN.CREATED', {}).kind, 'ignored');
});
