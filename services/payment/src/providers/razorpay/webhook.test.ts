/** What Razorpay tells is believed only with its signature; vectors from its documents and its own library. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { isProblem } from '#platform/errors/problem.ts';
import { parseRazorpayReturn, parseRazorpayWebhook } from './webhook.ts';

const secret = 'rzp_whsec_test';
const body =
  '{"entity":"event","account_id":"acc_test","event":"payment_link.paid","contains":["payment_link","order","payment"],"payload":{"payment_link":{"entity":{"id":"plink_test_1","reference_id":"ord_1","amount":49900,"amount_paid":49900,"currency":"INR","status":"paid"}},"payment":{"entity":{"id":"pay_test_1","amount":49900,"currency":"INR","status":"captured","method":"upi"}}},"created_at":1700000000}';
const signature = 'e052d84053e0d5c4481f42621ad205c06be6a23ea12c206e15fc82eaf38deacd';

const parse = (text: string, header: string, more: Record<string, string> = {}) =>
  parseRazorpayWebhook(secret, Buffer.from(text), { 'x-razorpay-signature': header, ...more });
const signed = (event: object) => {
  const text = JSON.stringify(event);
  return parse(text, createHmac('sha256', secret).update(text).digest('hex'))[0]!;
};
const forged = (error: unknown) => isProblem(error, 'payment.bad_signature');

test('the known vector is verified and read', () => {
  assert.deepEqual(parse(body, signature), [
    {
      dedupeKey: 'payment_link.paid:plink_test_1:1700000000',
      kind: 'payment',
      type: 'payment_link.paid',
      gatewayRef: 'plink_test_1',
      paymentRef: 'pay_test_1',
      reference: 'ord_1',
    },
  ]);
});

test('a repetition under another event id in its header is still the same event', () => {
  const [first] = parse(body, signature, { 'x-razorpay-event-id': 'one' });
  const [again] = parse(body, signature, { 'x-razorpay-event-id': 'two' });
  assert.equal(first!.dedupeKey, again!.dedupeKey);
});

test('a body written anew, another signature and none are refused', () => {
  assert.throws(() => parse(JSON.stringify(JSON.parse(body), null, 1), signature), forged);
  assert.throws(() => parse(body, signature.replace('e', 'f')), forged);
  assert.throws(() => parseRazorpayWebhook(secret, Buffer.from(body), {}), forged);
});

test('a failed try, a refund and a dispute, which name no link, lead to their payment', () => {
  const failed = signed({
    event: 'payment.failed',
    created_at: 1,
    payload: { payment: { entity: { id: 'pay_2', description: '#Kx91abcDEF', notes: [] } } },
  });
  assert.deepEqual([failed.kind, failed.gatewayRef, failed.paymentRef], ['payment', 'plink_Kx91abcDEF', 'pay_2']);
  const refund = signed({
    event: 'refund.processed',
    created_at: 1,
    payload: { refund: { entity: { id: 'rfnd_1', payment_id: 'pay_2' } } },
  });
  assert.deepEqual(
    [refund.kind, refund.paymentRef, refund.dedupeKey],
    ['refund', 'pay_2', 'refund.processed:rfnd_1:1'],
  );
  const dispute = signed({
    event: 'payment.dispute.created',
    created_at: 1,
    payload: { dispute: { entity: { id: 'disp_1', payment_id: 'pay_2' } } },
  });
  assert.deepEqual([dispute.kind, dispute.paymentRef], ['dispute', 'pay_2']);
  assert.equal(signed({ event: 'settlement.processed', payload: {} }).kind, 'ignored');
});

test('the signed return of the known vector names the link; a changed one is forged, and proves nothing', () => {
  const query = new URLSearchParams({
    razorpay_payment_id: 'pay_test_1',
    razorpay_payment_link_id: 'plink_test_1',
    razorpay_payment_link_reference_id: 'ord_1',
    razorpay_payment_link_status: 'paid',
    razorpay_signature: '8e86aaaeef2a1753cf76bfe8fd52efbc2a4848bde2ebf1e28bdc56a912d62658',
  });
  assert.deepEqual(parseRazorpayReturn('rzp_key_secret', query), { gatewayRef: 'plink_test_1', forged: false });
  query.set('razorpay_payment_link_id', 'plink_other');
  assert.deepEqual(parseRazorpayReturn('rzp_key_secret', query), { gatewayRef: null, forged: true });
  assert.deepEqual(parseRazorpayReturn('k', new URLSearchParams()), { gatewayRef: null, forged: false });
});
