/** A gateway that refuses or fails costs its shopper nothing but a choice: the others are named, and the order is kept. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openRehearsal, type Rehearsal } from '../testing/rehearsal.ts';

let it: Rehearsal;
before(async () => {
  // The shop says that its account is Indian, and PayPal knows better.
  it = await openRehearsal(['paypal', 'razorpay', 'stripe'], { environment: { PAYPAL_COUNTRY: 'IN' } });
});
after(() => it.close());

const initiate = (orderId: number, gateway: string) =>
  it.till.request('POST', '/payment/service', { as: 7, body: { orderId, gateway } });
const attemptsOf = (orderId: number) =>
  it.till.sql('select gateway, status, failure_reason from payment where order_id = $1 order by id', [orderId]);

test('a payment that a gateway refuses has failed with its reason, and is made at another one', async () => {
  const { orderId } = it.till.order({ currency: 'INR', amountMinor: 149_900 });
  const refused = await initiate(orderId, 'paypal');
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.gateway, refused.body.alternatives],
    [409, 'payment.gateway_refused', 'paypal', ['razorpay', 'stripe']],
  );
  const [attempt] = await attemptsOf(orderId);
  assert.equal(attempt.status, 'failed');
  assert.match(attempt.failure_reason, /currency/i);
  assert.equal((await initiate(orderId, 'razorpay')).status, 201);
});

test('an amount that a gateway does not take is refused before it is asked, with the gateways that do', async () => {
  const { orderId } = it.till.order({ currency: 'KWD', amountMinor: 12_340 });
  const refused = await initiate(orderId, 'paypal');
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.alternatives],
    [422, 'payment.amount_unsupported', ['razorpay', 'stripe']],
  );
  assert.deepEqual(await attemptsOf(orderId), []);
});

test('a signed return tells the gateway’s name for a payment whose opening was cut off; a forged one tells nothing', async () => {
  for (const forged of [true, false]) {
    const opened = await it.open('razorpay');
    it.simulator.faults({ gateway: 'razorpay', operation: 'webhook', payment: opened.reference, dropFirst: 1_000 });
    // As if the process had died before it kept the answer.
    await it.till.sql('update payment set gateway_ref = null where id = $1', [opened.paymentId]);
    const { returnUrl } = await it.simulator.pay(opened.reference);
    const url = new URL(returnUrl!);
    if (forged) url.searchParams.set('razorpay_signature', '0'.repeat(64));
    await it.till.request('GET', url.href);
    assert.equal((await it.read(opened)).status, forged ? 'pending' : 'success');
    it.simulator.clearFaults();
  }
});

test('a gateway that keeps failing is shown as away and left alone, and the others go on', async () => {
  const { orderId } = it.till.order({ currency: 'USD', amountMinor: 4_990 });
  it.simulator.faults({ gateway: 'stripe', respond: { status: 500, times: 1_000 } });
  for (let time = 0; time < 3; time += 1) {
    const failed = await initiate(orderId, 'stripe');
    assert.deepEqual([failed.status, failed.body.code], [503, 'payment.gateway_unavailable']);
  }
  it.simulator.clearFaults();
  const list = await it.till.request('GET', '/payment/gateways');
  assert.deepEqual(
    list.body.items.map(({ name, available }: any) => [name, available]),
    [
      ['paypal', true],
      ['razorpay', true],
      ['stripe', false],
    ],
  );
  // Not asked again, though it would answer now.
  const left = await initiate(orderId, 'stripe');
  assert.deepEqual([left.status, left.body.alternatives], [503, ['paypal', 'razorpay']]);
  assert.equal((await initiate(orderId, 'razorpay')).status, 201);
});

test('what goes wrong at a gateway is told to a shopper without its words', async () => {
  const { orderId } = it.till.order({ currency: 'USD', amountMinor: 4_990 });
  it.simulator.faults({ gateway: 'paypal', operation: 'create', respond: { status: 500, times: 1 } });
  const { body } = await initiate(orderId, 'paypal');
  assert.deepEqual(Object.keys(body).sort(), [
    'alternatives',
    'code',
    'gateway',
    'requestId',
    'status',
    'title',
    'type',
  ]);
  it.simulator.clearFaults();
});
