/** Razorpay's own library finds at the simulator what it expects, and trusts webhook and return. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Razorpay from 'razorpay';
import { type Simulator, startSimulator } from '../start.ts';
import { type Ear, openEar } from '../testing/ear.ts';

let simulator: Simulator;
let ear: Ear;
let razorpay: any;

before(async () => {
  ear = await openEar();
  simulator = await startSimulator({ seed: 1, webhooks: { razorpay: `${ear.url}/razorpay` } });
  const { keyId, keySecret } = simulator.secrets.razorpay;
  razorpay = new Razorpay({ key_id: keyId, key_secret: keySecret });
  // The library has no setting for its address, and puts the version before the path itself.
  razorpay.api.rq.defaults.baseURL = simulator.base.razorpay.replace(/\/v1$/, '');
});
after(async () => {
  await simulator.close();
  await ear.close();
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
