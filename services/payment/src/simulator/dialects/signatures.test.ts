/** Signatures as each gateway makes them: known vectors, which the gateways' own libraries agree with. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { basic, returnSignature } from './juspay/signature.ts';
import { selfSigned } from './paypal/certificate.ts';
import { isSignedBy, paypalSignature } from './paypal/signature.ts';
import { razorpaySignature } from './razorpay/events.ts';
import { timedSignature } from './timed-signature.ts';

test('Stripe’s and the native webhooks are signed with their time', () => {
  const body = Buffer.from(
    '{"id":"evt_test_1","object":"event","type":"checkout.session.completed","created":1700000000,"data":{"object":{"id":"cs_test_1","object":"checkout.session","client_reference_id":"ord_1","payment_status":"paid","amount_total":49900,"currency":"inr"}}}',
  );
  const at = new Date(1700000000 * 1_000);
  assert.equal(
    timedSignature('whsec_test_secret', at, body),
    't=1700000000,v1=4e86c95b2e770c660f422df8acb5fc752fb800d4d0aa83c2b7795b768fd35d2b',
  );
});

test('Razorpay’s webhooks are signed over the body alone, its returns over four of their values', () => {
  const body =
    '{"entity":"event","account_id":"acc_test","event":"payment_link.paid","contains":["payment_link","order","payment"],"payload":{"payment_link":{"entity":{"id":"plink_test_1","reference_id":"ord_1","amount":49900,"amount_paid":49900,"currency":"INR","status":"paid"}},"payment":{"entity":{"id":"pay_test_1","amount":49900,"currency":"INR","status":"captured","method":"upi"}}},"created_at":1700000000}';
  assert.equal(
    razorpaySignature('rzp_whsec_test', body),
    'e052d84053e0d5c4481f42621ad205c06be6a23ea12c206e15fc82eaf38deacd',
  );
  assert.equal(
    razorpaySignature('rzp_key_secret', 'plink_test_1|ord_1|paid|pay_test_1'),
    '8e86aaaeef2a1753cf76bfe8fd52efbc2a4848bde2ebf1e28bdc56a912d62658',
  );
});

test('PayPal’s webhooks are signed over a checksum of the body', () => {
  const transmission = {
    id: '69cd13f0-d67a-11e5-baa3-778b53f4ae55',
    time: '2023-11-14T22:13:20Z',
    webhookId: '1JE4291016473214C',
    body: Buffer.from(
      '{"id":"WH-TEST-1","event_version":"1.0","create_time":"2023-11-14T22:13:20.000Z","resource_type":"capture","event_type":"PAYMENT.CAPTURE.COMPLETED","resource":{"id":"CAP_TEST_1","status":"COMPLETED","amount":{"currency_code":"USD","value":"10.00"},"custom_id":"ord_1"}}',
    ),
  };
  const key =
    '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAoWJNoVgRq4v6Pa4riv5L\ncvBreHbDm7X/0Tupj6vgZk7/oqwIPUOcVJwlr+p62wCRBm8J4b3iFyzREdVEwZbX\nPeL6soSC5LMZQXyYlLAz+cVNsCpF5PbFedQIq6jvkhCFKqzAbQbHya4fb4EDm4GB\n6kl0rPRjMbz6JfDY6X97iY3DQKwpZFLUIJU1SgyFBiU9Aqor6v4gQgZQu39KKlHm\nCDna6aqd0RkCR4spmxYuy0WNyz7viAazc+4XSUPBmkJxcdjsT7pQ5DHF27KJFmRN\nlRy9svFy7pEDzcFjf8+1cmHGCZZgp/gVFjcOCj8ziSWJsfmNYWhl4VLtLBFSwQlE\n6QIDAQAB\n-----END PUBLIC KEY-----\n';
  const signature =
    'dnT0mcK+pf+yjrEXKj1kDepejXfofJKq5fWQ5O1Ar8Cu6OjS+K6WXgHQznaimyLnUqrE0mWyPNsVCi18t/jSoqqvzasXlp4ncRFwN1aJERSeZaYKt/9zbvSBR1imQnrI185Q3uV2tXUPcmSaCldbFjrUR9O2AQh0dxkI8+SJGNNCQx5Mr+B9+A5ELe8gP52E3BRvCwRlXMYTTBPD9gu2OEzgPEeKZQ+kze4WOAFLwWbnXBEXp1q4zix4UIVV2XI9hE0Lv1oUrXUSefu6ZzIX/SdRp4a7ixJgUWLzCKpzrNhapX4JfpO+MtSGUOOh95pTI1jy3wIAXuIfu2lnW5hU2A==';
  assert.ok(isSignedBy(transmission, signature, key));
  assert.ok(!isSignedBy({ ...transmission, webhookId: 'WH-OTHER' }, signature, key));
  const signing = selfSigned('messageverificationcerts.sandbox.paypal.com', new Date('2026-11-27T00:00:00Z'));
  const certificate = new X509Certificate(signing.certificate);
  assert.ok(isSignedBy(transmission, paypalSignature(transmission, signing.privateKey), certificate.publicKey));
  assert.ok(certificate.verify(certificate.publicKey), 'the certificate signed itself');
  assert.equal(certificate.checkHost('messageverificationcerts.sandbox.paypal.com') !== undefined, true);
  assert.deepEqual(
    [certificate.validFrom, certificate.validTo],
    ['Nov 27 00:00:00 2025 GMT', 'Nov 27 00:00:00 2027 GMT'],
  );
});

test('Juspay’s webhooks carry a name and a password, its returns a signature over sorted values', () => {
  assert.equal(basic('hookuser', 'hookpass'), 'Basic aG9va3VzZXI6aG9va3Bhc3M=');
  const values = { status_id: '21', order_id: 'ord_1', status: 'CHARGED' };
  assert.equal(returnSignature('RESPKEY_TEST', values), '4Nt5ECKdUf8U4WhW6qsQHluiGJD0vXPincVgPnBkym4=');
});
