/** Each dialect refuses in its gateway's own words and keeps its gateway's own rules. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Simulator, startSimulator } from '../start.ts';
import { type Ear, openEar } from '../testing/ear.ts';

let simulator: Simulator;
let ear: Ear;

before(async () => {
  ear = await openEar();
  const names = ['native', 'stripe', 'razorpay', 'paypal', 'juspay'];
  simulator = await startSimulator({
    seed: 2,
    webhooks: Object.fromEntries(names.map((name) => [name, `${ear.url}/${name}`])),
  });
});
after(async () => {
  await simulator.close();
  await ear.close();
});

interface Asked {
  json?: object;
  form?: Record<string, string>;
  headers?: Record<string, string>;
}

async function call(method: string, url: string, { json, form, headers = {} }: Asked = {}) {
  const body = json ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : null;
  const type = json ? 'application/json' : 'application/x-www-form-urlencoded';
  const response = await fetch(url, {
    method,
    headers: { ...(body === null ? {} : { 'content-type': type }), ...headers },
    body,
  });
  return { status: response.status, body: (await response.json()) as any, headers: response.headers };
}

const basic = (name: string, password: string) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
const stripe = (method: string, path: string, form?: Record<string, string>, headers: Record<string, string> = {}) =>
  call(method, `${simulator.base.stripe}/v1${path}`, {
    ...(form ? { form } : {}),
    headers: { authorization: `Bearer ${simulator.secrets.stripe.secretKey}`, ...headers },
  });
const razorpay = (method: string, path: string, json?: object, headers: Record<string, string> = {}) => {
  const { keyId, keySecret } = simulator.secrets.razorpay;
  return call(method, simulator.base.razorpay + path, {
    ...(json ? { json } : {}),
    headers: { authorization: basic(keyId, keySecret), ...headers },
  });
};
const juspay = (method: string, path: string, asked: Asked = {}) => {
  const { apiKey, merchantId } = simulator.secrets.juspay;
  const headers = { authorization: basic(apiKey, ''), 'x-merchantid': merchantId, ...asked.headers };
  return call(method, simulator.base.juspay + path, { ...asked, headers });
};
const native = (method: string, path: string, json?: object) =>
  call(method, simulator.base.native + path, {
    ...(json ? { json } : {}),
    headers: { authorization: `Bearer ${simulator.secrets.native.apiKey}` },
  });

const session = (more: Record<string, string> = {}) => ({
  mode: 'payment',
  success_url: 'http://127.0.0.1/ok',
  'line_items[0][quantity]': '1',
  'line_items[0][price_data][currency]': 'inr',
  'line_items[0][price_data][unit_amount]': '49900',
  'line_items[0][price_data][product_data][name]': 'Lamp',
  ...more,
});
const line = (currency: string, amount: string) => ({
  'line_items[0][price_data][currency]': currency,
  'line_items[0][price_data][unit_amount]': amount,
});

test('Stripe: a foreign key, an unknown path, a JSON body and a malformed name are refused as Stripe does', async () => {
  const stranger = await call('GET', `${simulator.base.stripe}/v1/refunds`, {
    headers: { authorization: 'Bearer sk_test_x' },
  });
  assert.deepEqual([stranger.status, stranger.body.error.type], [401, 'invalid_request_error']);
  const lost = await stripe('GET', '/nowhere');
  assert.equal(lost.status, 404);
  assert.match(lost.body.error.message, /^Unrecognized request URL \(GET: /);
  const unknown = await stripe('GET', '/checkout/sessions/cs_test_unknown');
  assert.deepEqual([unknown.status, unknown.body.error.code], [404, 'resource_missing']);
  const headers = { authorization: `Bearer ${simulator.secrets.stripe.secretKey}` };
  assert.equal((await call('POST', `${simulator.base.stripe}/v1/refunds`, { json: {}, headers })).status, 400);
  assert.equal((await stripe('POST', '/checkout/sessions', session({ 'a[b': '1' }))).status, 400);
});

test('Stripe: amounts follow each currency’s own unit and least charge', async () => {
  const made = async (currency: string, amount: string) =>
    (await stripe('POST', '/checkout/sessions', session(line(currency, amount)))).body;
  assert.equal((await made('jpy', '500')).amount_total, 500);
  assert.equal((await made('kwd', '12340')).amount_total, 12_340);
  assert.match((await made('kwd', '12345')).error.message, /must end in 0/);
  assert.equal((await made('usd', '49')).error.code, 'amount_too_small');
  assert.equal((await made('inr', '100000000')).error.code, 'amount_too_large');
  assert.match((await made('abc', '100')).error.message, /Invalid currency/);
});

test('Stripe: a session lives 30 minutes to a day, and tells when it has run out', async () => {
  const nowS = Math.floor(Date.now() / 1_000);
  const soon = await stripe('POST', '/checkout/sessions', session({ expires_at: String(nowS + 1_700) }));
  assert.equal(soon.body.error.param, 'expires_at');
  const reference = 'st-expires';
  const life = { expires_at: String(nowS + 1_900), client_reference_id: reference };
  const { body } = await stripe('POST', '/checkout/sessions', session(life));
  await simulator.advance(1_900_000);
  assert.equal((await stripe('GET', `/checkout/sessions/${body.id}`)).body.status, 'expired');
  await ear.told('checkout.session.expired', body.id);
  assert.equal((await simulator.pay(reference)).status, 'expired', 'and takes no money');
  assert.equal((await simulator.pay(reference, 'approve', { late: true })).status, 'paid', 'but for money on its way');
});

test('Stripe: a bank that answers later completes the session unpaid, and the money follows or not', async () => {
  for (const [reference, answer, type, status] of [
    ['st-later', 'approve', 'checkout.session.async_payment_succeeded', 'paid'],
    ['st-never', 'decline', 'checkout.session.async_payment_failed', 'unpaid'],
  ] as const) {
    const { body } = await stripe('POST', '/checkout/sessions', session({ client_reference_id: reference }));
    await simulator.pay(reference, 'delay');
    const completed = await ear.told('"checkout.session.completed"', body.id);
    assert.equal(JSON.parse(completed.body).data.object.payment_status, 'unpaid');
    await simulator.pay(reference, answer);
    const told = await ear.told(`"${type}"`, body.id);
    assert.equal(JSON.parse(told.body).data.object.payment_status, status);
  }
});

test('Razorpay: foreign keys, unknown and missing fields, times and repeated references are refused as Razorpay does', async () => {
  const link = {
    amount: 50_000,
    currency: 'INR',
    reference_id: 'rz-words',
    expire_by: Math.floor(Date.now() / 1_000) + 7_200,
  };
  assert.equal(
    (await razorpay('POST', '/payment_links', link, { authorization: basic('rzp_test_x', 'x') })).status,
    401,
  );
  const said = async (more: object) =>
    (await razorpay('POST', '/payment_links', { ...link, ...more })).body.error?.description;
  assert.equal(await said({ colour: 'red' }), 'colour is/are not required and should not be sent');
  assert.equal(await said({ amount: undefined }), 'The amount field is required.');
  assert.equal(await said({ amount: '50000' }), 'The amount field is invalid.');
  assert.match(await said({ amount: 99 }), /at least/);
  assert.match(await said({ currency: 'KWD', amount: 12_345 }), /must be 0/);
  assert.match(await said({ expire_by: Math.floor(Date.now() / 1_000) + 600 }), /at least 15 minutes/);
  assert.match(await said({ reference_id: 'r'.repeat(41) }), /reference_id/);
  assert.match(await said({ upi_link: true }), /Test Mode/);
  assert.equal(await said({}), undefined);
  assert.equal(await said({}), 'payment link creation with reference ID already attempted');
});

test('Razorpay: a refund key is bound to its body, and answered as before', async () => {
  await razorpay('POST', '/payment_links', { amount: 50_000, reference_id: 'rz-refund' });
  await simulator.pay('rz-refund');
  const { body: list } = await razorpay('GET', '/payment_links?reference_id=rz-refund');
  const path = `/payments/${list.payment_links[0].payments[0].payment_id}/refund`;
  const headers = { 'x-refund-idempotency': 'refund-rz-1' };
  const first = await razorpay('POST', path, { amount: 10_000, receipt: 'rf1' }, headers);
  assert.equal((await razorpay('POST', path, { amount: 10_000, receipt: 'rf1' }, headers)).body.id, first.body.id);
  assert.equal((await razorpay('POST', path, { amount: 20_000, receipt: 'rf1' }, headers)).status, 400);
  assert.equal((await razorpay('POST', path, { amount: 10_000 }, { 'x-refund-idempotency': 'short' })).status, 400);
  const over = await razorpay('POST', path, { amount: 40_001 });
  assert.match(over.body.error.description, /greater than amount captured/);
});

test('Juspay: one order for one id, whatever its letters; keys, returns and amounts are judged', async () => {
  const order = {
    order_id: 'jpWords1',
    amount: '499.00',
    currency: 'INR',
    payment_page_client_id: simulator.secrets.juspay.clientId,
    action: 'paymentPage',
    return_url: 'http://127.0.0.1/back',
  };
  const open = (more: object = {}) => juspay('POST', '/session', { json: { ...order, ...more } });
  const made = await open();
  assert.deepEqual([made.status, made.body.status, made.body.order_id], [200, 'NEW', 'jpWords1']);
  assert.equal((await open({ order_id: 'JPWORDS1' })).body.id, made.body.id);
  assert.equal((await open({ amount: '500.00' })).body.error_code, 'DUPLICATE_REQUEST');
  assert.equal((await open({ order_id: 'jp-words' })).body.error_code, 'INVALID_INPUT');
  assert.equal((await open({ order_id: 'a'.repeat(21) })).body.error_code, 'INVALID_INPUT');
  assert.equal((await open({ order_id: 'jpw2', amount: '1.234' })).body.error_code, 'INVALID_INPUT');
  assert.equal(
    (await open({ order_id: 'jpw2', return_url: 'http://127.0.0.1/back?x=1' })).body.error_code,
    'INVALID_INPUT',
  );
  const stranger = await juspay('GET', '/orders/jpWords1', { headers: { authorization: basic('other', '') } });
  assert.deepEqual([stranger.status, stranger.body.error_code], [401, 'UNAUTHORIZED']);
  const unknown = await juspay('GET', '/orders/nobody');
  assert.deepEqual([unknown.body.status, unknown.body.status_id], ['NOT_FOUND', 40]);
});

test('Juspay: a declined try fails the order for now, a later one charges it; refunds are pending at first', async () => {
  const json = {
    order_id: 'jprefund',
    amount: 499,
    payment_page_client_id: simulator.secrets.juspay.clientId,
    action: 'paymentPage',
    return_url: 'http://127.0.0.1/back',
  };
  await juspay('POST', '/session', { json });
  const failed = await simulator.pay('jprefund', 'decline', { method: 'upi' });
  assert.equal(new URL(failed.returnUrl!).searchParams.get('status'), 'AUTHORIZATION_FAILED');
  const early = await juspay('POST', '/orders/jprefund/refunds', {
    form: { unique_request_id: 'rf0', amount: '1.00' },
  });
  assert.equal(early.body.error_code, 'INVALID_ACTION');
  await simulator.pay('jprefund', 'approve', { method: 'upi' });
  const { headers } = await ear.told('ORDER_SUCCEEDED', 'jprefund');
  assert.equal(headers.authorization, 'Basic aG9va3VzZXI6aG9va3Bhc3M=');
  const form = { unique_request_id: 'rf1', amount: '100.00' };
  const refunded = await juspay('POST', '/orders/jprefund/refunds', { form });
  assert.deepEqual([refunded.body.status, refunded.body.refunds[0].status], ['CHARGED', 'PENDING']);
  assert.equal((await juspay('POST', '/orders/jprefund/refunds', { form })).body.error_code, 'DUPLICATE_REQUEST');
  await ear.told('ORDER_REFUNDED', 'jprefund');
  const now = (await juspay('GET', '/orders/jprefund')).body;
  assert.deepEqual([now.refunds[0].status, now.amount_refunded, now.refunded], ['SUCCESS', 100, false]);
});

test('the native tongue opens one payment for a reference, which a decline ends', async () => {
  const wish = {
    reference: 'nt1',
    description: 'Order 1',
    amountMinor: 500,
    currency: 'INR',
    method: null,
    returnUrl: 'http://127.0.0.1/back',
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  };
  const made = await native('POST', '/payments', wish);
  assert.deepEqual([made.status, made.body.status], [201, 'open']);
  assert.equal((await native('POST', '/payments', wish)).body.id, made.body.id);
  assert.equal((await native('POST', '/payments', { ...wish, amountMinor: 501 })).status, 422);
  assert.equal((await native('POST', '/payments', { ...wish, colour: 'red' })).status, 422);
  await simulator.pay('nt1', 'decline');
  assert.equal((await native('GET', `/payments/${made.body.id}`)).body.status, 'failed');
  await ear.told('payment.failed');
});
