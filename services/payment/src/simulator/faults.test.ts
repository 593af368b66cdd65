/** What goes wrong on demand goes wrong as it was asked, for whom it was asked, and so often. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import Stripe from 'stripe';
import { until } from '#platform/testing/until.ts';
import { type Simulator, startSimulator } from './start.ts';
import { type Ear, type Heard, openEar } from './testing/ear.ts';

let simulator: Simulator;
let ear: Ear;
let stripe: Stripe;

before(async () => {
  ear = await openEar();
  simulator = await startSimulator({
    seed: 3,
    webhooks: { stripe: `${ear.url}/stripe` },
    retryGapsMs: [60_000, 60_000],
  });
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
afterEach(() => {
  simulator.clearFaults();
  ear.answer(200);
});

async function open(reference: string): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.create({
    mode: 'payment',
    client_reference_id: reference,
    success_url: 'http://127.0.0.1/ok',
    line_items: [{ quantity: 1, price_data: { currency: 'inr', unit_amount: 49_900, product_data: { name: 'Lamp' } } }],
  });
}
const completed = '"checkout.session.completed"';
const of = (reference: string) => ear.heard.filter(({ body }) => body.includes(reference) && body.includes(completed));
const trusted = ({ body, headers }: Heard) =>
  stripe.webhooks.constructEvent(body, headers['stripe-signature']!, simulator.secrets.stripe.webhookSecret);
const triesOf = (reference: string) =>
  simulator.deliveries(reference).find(({ type }) => type === 'checkout.session.completed')!;

test('a duplicated webhook is the same event, so many times more, for that payment alone', async () => {
  simulator.faults({ payment: 'dup1', duplicate: 2 });
  await open('dup1');
  await open('dup12');
  await simulator.pay('dup1');
  await simulator.pay('dup12');
  await until('all copies', async () => of('"dup1"').length === 3 && of('"dup12"').length === 1);
  assert.equal(new Set(of('"dup1"').map((heard) => trusted(heard).id)).size, 1);
});

test('a delayed webhook waits for the clock', async () => {
  simulator.faults({ delayMs: 50_000 });
  await open('late1');
  await simulator.pay('late1');
  assert.equal(triesOf('late1').tries.length, 0);
  await simulator.advance(50_000);
  assert.equal(of('late1').length, 1);
});

test('reordered webhooks come newest first', async () => {
  simulator.faults({ reorder: true });
  await open('order1');
  await simulator.pay('order1');
  await simulator.advance(1_000);
  const arrived = ear.heard.slice(-3).map(({ body }) => JSON.parse(body).type);
  assert.deepEqual(arrived, ['checkout.session.completed', 'payment_intent.succeeded', 'charge.succeeded']);
});

test('what is dropped on the way is sent again, and what nobody takes is given up', async () => {
  simulator.faults({ payment: 'drop1', dropFirst: 3 });
  await open('drop1');
  await simulator.pay('drop1');
  assert.equal(of('drop1').length, 0);
  await simulator.advance(60_000);
  assert.equal(of('drop1').length, 1);
  assert.deepEqual([triesOf('drop1').tries.length, triesOf('drop1').state], [2, 'delivered']);

  ear.answer(500);
  await open('drop2');
  await simulator.pay('drop2');
  await ear.told(completed, 'drop2');
  for (let round = 0; round < 5; round += 1) await simulator.advance(60_000);
  assert.deepEqual([triesOf('drop2').tries.length, triesOf('drop2').state], [3, 'given_up']);
  ear.answer(200);
  assert.equal((await simulator.redeliver(triesOf('drop2').number))?.status, 200, 'until it is sent by hand');
  assert.equal(triesOf('drop2').state, 'delivered');
});

test('a forged, an old and a changed webhook are seen through by Stripe’s own library', async () => {
  for (const [name, fault, reason] of [
    ['forged', { badSignature: 3 }, /No signatures found matching/],
    ['old', { staleBySec: 301 }, /Timestamp outside the tolerance zone/],
    ['changed', { tamperBody: true }, /No signatures found matching/],
  ] as const) {
    simulator.clearFaults();
    simulator.faults(fault);
    await open(name);
    await simulator.pay(name);
    const heard = await ear.told(completed, name);
    assert.throws(() => trusted(heard), reason, name);
    if (name === 'changed') assert.equal(JSON.parse(heard.body).data.object.amount_total, 99_900);
  }
  simulator.faults({ badSignature: 3 });
  await open('genuine');
  simulator.clearFaults();
  await simulator.pay('genuine');
  assert.ok(trusted(await ear.told(completed, 'genuine')), 'once the fault is taken back all is well');
});

test('an answer on demand does nothing, so often and for that operation', async () => {
  simulator.faults({ gateway: 'stripe', operation: 'create', respond: { status: 503, times: 1 } });
  await assert.rejects(open('away1'), { statusCode: 503, type: 'StripeAPIError' });
  assert.equal(simulator.find('away1'), null);
  assert.ok((await open('away1')).id);
});

test('a lost answer has done its work: the same key finds it', async () => {
  simulator.faults({ operation: 'create', payment: 'lost1', timeoutAfterCommit: 2 });
  // Stripe's library tries once more by itself when a connection breaks.
  const ask = () =>
    stripe.checkout.sessions.create(
      {
        mode: 'payment',
        client_reference_id: 'lost1',
        success_url: 'http://127.0.0.1/ok',
        line_items: [
          { quantity: 1, price_data: { currency: 'inr', unit_amount: 900, product_data: { name: 'Lamp' } } },
        ],
      },
      { idempotencyKey: 'lost-1' },
    );
  await assert.rejects(ask(), { type: 'StripeConnectionError' });
  assert.equal((await ask()).id, simulator.find('lost1')!.id);
});

test('a slow gateway outlasts an impatient shop', async () => {
  simulator.faults({ slowMs: 60_000, operation: 'list' });
  const asked = fetch(`${simulator.base.stripe}/v1/refunds`, { signal: AbortSignal.timeout(50) });
  await assert.rejects(asked, { name: 'TimeoutError' });
});

test('a refund of a part is taken and then fails, and its amount can be given back again', async () => {
  const { id } = await open('part1');
  await simulator.pay('part1');
  const intent = (await stripe.checkout.sessions.retrieve(id)).payment_intent as string;
  simulator.faults({ partialRefundFail: 1 });
  const refund = await stripe.refunds.create({ payment_intent: intent, amount: 900 });
  assert.equal(refund.status, 'pending');
  await ear.told('"refund.failed"', refund.id);
  assert.equal((await stripe.refunds.retrieve(refund.id)).status, 'failed');
  simulator.faults({ refundDelayMs: 3_600_000 });
  const whole = await stripe.refunds.create({ payment_intent: intent });
  assert.deepEqual([whole.amount, whole.status], [49_900, 'pending']);
  await simulator.advance(3_600_000);
  assert.equal((await stripe.refunds.retrieve(whole.id)).status, 'succeeded');
});
