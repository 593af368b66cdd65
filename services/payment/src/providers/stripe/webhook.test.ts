/** What Stripe tells is believed only with its signature, and leads to the payment it is about. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isProblem } from '#platform/errors/problem.ts';
import { signatureOf } from '../timed-signature.ts';
import { parseStripeWebhook } from './webhook.ts';

const secret = 'whsec_test_secret';
const now = () => Math.floor(Date.now() / 1_000);
const bodyOf = (type: string, object: object, id = 'evt_1') =>
  Buffer.from(JSON.stringify({ id, type, data: { object } }));
const parse = (body: Buffer, header = signatureOf(secret, now(), body), secrets = [secret]) =>
  parseStripeWebhook(secrets, body, header);
const forged = (error: unknown) => isProblem(error, 'payment.bad_signature');

test('a session, an intent, a refund and a dispute lead to their payment', () => {
  const session = { object: 'checkout.session', id: 'cs_1', client_reference_id: 'ours', payment_intent: 'pi_1' };
  assert.deepEqual(parse(bodyOf('checkout.session.completed', session)), [
    {
      dedupeKey: 'evt_1',
      kind: 'payment',
      type: 'checkout.session.completed',
      gatewayRef: 'cs_1',
      paymentRef: 'pi_1',
      reference: 'ours',
    },
  ]);
  const intent = { object: 'payment_intent', id: 'pi_1', metadata: { reference: 'ours' } };
  const [failed] = parse(bodyOf('payment_intent.payment_failed', intent));
  assert.deepEqual([failed!.kind, failed!.paymentRef, failed!.reference], ['payment', 'pi_1', 'ours']);
  const refund = { object: 'refund', id: 're_1', payment_intent: 'pi_1', metadata: { reference: 'of the refund' } };
  const [refunded] = parse(bodyOf('refund.failed', refund));
  assert.deepEqual([refunded!.kind, refunded!.paymentRef, refunded!.reference], ['refund', 'pi_1', null]);
  const [dispute] = parse(bodyOf('charge.dispute.created', { object: 'dispute', payment_intent: 'pi_1' }));
  assert.deepEqual([dispute!.kind, dispute!.paymentRef], ['dispute', 'pi_1']);
  assert.equal(parse(bodyOf('customer.created', { object: 'customer' }))[0]!.kind, 'ignored');
});

test('an old, a future, a forged and no signature are refused, and so is a body written anew', () => {
  const body = bodyOf('checkout.session.completed', { object: 'checkout.session', id: 'cs_1' });
  const anew = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
  for (const header of [
    signatureOf(secret, now() - 301, body),
    signatureOf(secret, now() + 302, body),
    signatureOf('whsec_other', now(), body),
    signatureOf(secret, now(), anew),
    '',
  ]) {
    assert.throws(() => parse(body, header), forged);
  }
});

test('while the secret is changed either of the two fits', () => {
  const body = bodyOf('checkout.session.expired', { object: 'checkout.session', id: 'cs_1' });
  for (const used of ['whsec_new', secret]) {
    assert.equal(parse(body, signatureOf(used, now(), body), ['whsec_new', secret]).length, 1);
  }
});
