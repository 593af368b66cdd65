/** Webhooks: only genuine ones are stored, each once, and none of them is believed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signatureOf } from '../providers/timed-signature.ts';
import { openTill, type Till, type TillAnswer } from '../testing.ts';
import { processWebhook } from './process-webhook.ts';

let till: Till;
let paymentId: number;
let gatewayRef: string;
let url: string;

// Deaf: the sandbox's own webhooks go nowhere, so every event here is one that the test sent.
before(async () => {
  till = await openTill({ deaf: true });
  const { orderId } = till.order();
  const { body } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  ({ paymentId, url } = body);
  const [row] = await till.sql('select gateway_ref from payment where id = $1', [paymentId]);
  gatewayRef = row.gateway_ref;
});
after(() => till.close());

const nowS = () => Math.floor(Date.now() / 1_000);
const eventBody = (id: string, type = 'payment.paid', ref = gatewayRef) =>
  JSON.stringify({ id, type, createdAt: new Date().toISOString(), data: { paymentId: ref, reference: 'x' } });

function send(body: string, signature?: string, gateway = 'sandbox'): Promise<TillAnswer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (signature !== undefined) headers['sandbox-signature'] = signature;
  return till.request('POST', `/payment/webhooks/${gateway}`, { body, headers });
}
const signed = (body: string, timeS = nowS(), secret = till.sandbox.webhookSecret) =>
  send(body, signatureOf(secret, timeS, Buffer.from(body)));
const stored = async () => (await till.sql('select count(*) as n from webhook_event'))[0].n;

test('a forged, stale, future, re-serialised or unsigned webhook is refused, and nothing of it is stored', async () => {
  const body = eventBody('evt_forged');
  const good = signatureOf(till.sandbox.webhookSecret, nowS(), Buffer.from(body));
  const answers = [
    await signed(body, nowS(), 'another secret altogether'),
    await signed(body, nowS() - 400),
    await signed(body, nowS() + 400),
    await send(JSON.stringify(JSON.parse(body), null, 1), good),
    await send(body.replace('paid', 'lost'), good),
    await send(body),
    await send(body, 'nonsense'),
  ];
  for (const answer of answers) assert.deepEqual([answer.status, answer.body.code], [400, 'payment.bad_signature']);
  const form = await till.request('POST', '/payment/webhooks/sandbox', {
    body: 'a=b',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sandbox-signature': good },
  });
  assert.ok(form.status >= 400 && form.status < 500);
  assert.equal((await send(body, good, 'stripe')).body.code, 'payment.gateway_unknown');
  assert.equal(await stored(), 0);
});

test('a genuine webhook is no proof: a payment that the gateway calls open stays open', async () => {
  assert.equal((await signed(eventBody('evt_lies'))).status, 200);
  await till.settled();
  const { body } = await till.request('GET', `/payments/${paymentId}`, { as: 7 });
  assert.equal(body.status, 'pending');
  const [event] = await till.sql(`select state from webhook_event where dedupe_key = 'evt_lies'`);
  assert.equal(event.state, 'processed');
});

test('the same event twenty times at once is stored once and makes one success', async () => {
  await till.request('POST', url, { body: { action: 'approve' } });
  const body = eventBody('evt_many');
  const answers = await Promise.all(Array.from({ length: 20 }, () => signed(body)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  await till.settled();
  const [row] = await till.sql(`select count(*) as n from webhook_event where dedupe_key = 'evt_many'`);
  assert.equal(row.n, 1);
  assert.equal((await till.events('payment.succeeded')).length, 1);
});

test('an event whose process died before it was worked out is worked out by its job', async () => {
  const { orderId } = till.order();
  const { body: opened } = await till.request('POST', '/payment/service', { as: 7, body: { orderId } });
  await till.request('POST', opened.url, { body: { action: 'approve' } });
  const [row] = await till.sql('select gateway_ref from payment where id = $1', [opened.paymentId]);
  // As far as a webhook comes before its answer.
  await till.service.batches.store({
    gateway: 'sandbox',
    dedupe_key: 'evt_orphan',
    kind: 'payment',
    type: 'payment.paid',
    gateway_ref: row.gateway_ref,
    payment_ref: null,
    reference: null,
    state: 'received',
    body: '{}',
    headers: {},
  });
  await till.sql(`update job set run_at = now() where kind = 'payment.webhook' and status = 'ready'`);
  await till.settled();
  const { body } = await till.request('GET', `/payments/${opened.paymentId}`, { as: 7 });
  assert.equal(body.status, 'success');
  const [event] = await till.sql(`select state from webhook_event where dedupe_key = 'evt_orphan'`);
  assert.equal(event.state, 'processed');
});

test('later, older and other events of a paid payment change nothing', async () => {
  const [before] = await till.sql('select * from payment where id = $1', [paymentId]);
  const types = ['payment.failed', 'payment.cancelled', 'payment.paid', 'refund.succeeded'];
  for (const type of types) await signed(eventBody(`evt_${type}`, type));
  await till.settled();
  const [now] = await till.sql('select * from payment where id = $1', [paymentId]);
  assert.deepEqual(now, before);
  const told = (await till.events('payment.succeeded')).filter(({ data }) => data.paymentId === paymentId);
  assert.equal(told.length, 1);
});

test('an event of an unknown kind is acknowledged and kept, and leads to nothing', async () => {
  const answer = await signed(eventBody('evt_news', 'customer.moved'));
  assert.deepEqual([answer.status, answer.body], [200, { received: true }]);
  const [event] = await till.sql(`select state, kind, body from webhook_event where dedupe_key = 'evt_news'`);
  assert.deepEqual([event.state, event.kind], ['processed', 'ignored']);
  assert.match(event.body, /customer.moved/, 'as it came');
});

test('an event of a payment that nobody knows is acknowledged, and set aside after some tries', async () => {
  assert.equal((await signed(eventBody('evt_stranger', 'payment.paid', 'sbp_unknown'))).status, 200);
  const [event] = await till.sql(`select id from webhook_event where dedupe_key = 'evt_stranger'`);
  await assert.rejects(processWebhook(till.service, event.id, 'test', 1));
  await processWebhook(till.service, event.id, 'test', 6);
  const [now] = await till.sql('select state from webhook_event where id = $1', [event.id]);
  assert.equal(now.state, 'failed');
});

test('what is signed but is no event is refused as malformed', async () => {
  for (const body of ['[]', 'null', '{"type":"payment.paid"}', '{', '"text"']) {
    assert.equal((await signed(body)).body.code, 'body.malformed', body);
  }
});

test('no credential of a webhook is kept', async () => {
  const body = eventBody('evt_headers');
  await till.request('POST', '/payment/webhooks/sandbox', {
    body,
    headers: {
      'content-type': 'application/json',
      'sandbox-signature': signatureOf(till.sandbox.webhookSecret, nowS(), Buffer.from(body)),
      authorization: 'Basic aG9va3VzZXI6aG9va3Bhc3M=',
      cookie: 'a=b',
    },
  });
  const [event] = await till.sql(`select headers from webhook_event where dedupe_key = 'evt_headers'`);
  assert.deepEqual(Object.keys(event.headers).sort(), ['content-type', 'sandbox-signature', 'user-agent']);
});
