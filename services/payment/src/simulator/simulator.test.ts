/** The simulator as a place: its pages, its desk over HTTP, and that it lets nobody in from elsewhere. */
import assert from 'node:assert/strict';
import { request as rawRequest } from 'node:http';
import { after, before, test } from 'node:test';
import { type Simulator, startSimulator } from './start.ts';

let simulator: Simulator;

before(async () => {
  simulator = await startSimulator({ seed: 4, shopName: 'Bits & <b>Bobs</b>' });
});
after(() => simulator.close());

const control = async (path: string, body: object = {}, type = 'application/json') => {
  const response = await fetch(`${simulator.url}/__sandbox${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as any };
};

async function link(reference: string): Promise<string> {
  const { keyId, keySecret } = simulator.secrets.razorpay;
  const response = await fetch(`${simulator.base.razorpay}/payment_links`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      amount: 149_900,
      reference_id: reference,
      description: 'Order <img src=x>',
      callback_url: 'http://127.0.0.1/back',
      callback_method: 'get',
      options: { checkout: { method: { wallet: false, netbanking: false } } },
    }),
  });
  return ((await response.json()) as { short_url: string }).short_url;
}

const choose = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) });

test('the page says that no money moves, what is paid and how, and takes nothing that is typed', async () => {
  const response = await fetch(await link('page1'));
  const text = await response.text();
  assert.match(text, /no money moves/);
  assert.match(text, /₹1,499\.00/);
  assert.match(text, /Bits &amp; &lt;b&gt;Bobs/);
  assert.match(text, /Order &lt;img src=x&gt;/);
  assert.deepEqual(
    [...text.matchAll(/type="radio" name="method" value="(\w+)"/g)].map(([, method]) => method),
    ['card', 'upi'],
  );
  for (const action of ['approve', 'decline', 'delay', 'leave', 'approve_and_close', 'cancel']) {
    assert.ok(text.includes(`value="${action}"`), action);
  }
  assert.doesNotMatch(text, /<script|<img|<textarea|<input(?! type="radio")/);
  assert.match(
    response.headers.get('content-security-policy')!,
    /default-src 'none'.*form-action 'self' http:\/\/127\.0\.0\.1/,
  );
});

test('a declined try stays on the page and says so; the next one leads back, signed', async () => {
  const url = await link('page2');
  const declined = await choose(url, { action: 'approve', method: 'upi', upi: 'failure@testbank' });
  assert.equal(declined.status, 200);
  assert.match(await declined.text(), /role="alert".*The bank declined the payment/);
  const paid = await choose(url, { action: 'approve', method: 'card' });
  assert.equal(paid.status, 303);
  assert.match(paid.headers.get('location')!, /^http:\/\/127\.0\.0\.1\/back\?.*razorpay_signature=[0-9a-f]{64}$/);
  const again = await choose(url, { action: 'approve', method: 'card' });
  assert.equal(again.status, 409);
  assert.match(await again.text(), /This payment was approved/);
});

test('who closes the tab has paid and is led nowhere; no number gets in', async () => {
  const url = await link('page3');
  const forms: Array<Record<string, string>> = [
    { upi: '4242424242424242@bank' },
    { method: '4242424242424242' },
    { action: 'steal' },
  ];
  for (const form of forms) {
    assert.equal((await choose(url, { action: 'approve', method: 'upi', ...form })).status, 422);
  }
  const closed = await choose(url, { action: 'approve_and_close', method: 'card' });
  assert.deepEqual([closed.status, closed.headers.get('location')], [200, null]);
  assert.equal(simulator.find('page3')?.status, 'paid');
});

test('the desk answers over HTTP as it does in the process', async () => {
  await link('desk1');
  assert.equal((await control('/faults', { duplicate: 1, colour: 'red' })).status, 422);
  assert.equal((await control('/faults', { duplicate: 1, payment: 'desk1' })).status, 200);
  const faults = (await (await fetch(`${simulator.url}/__sandbox/faults`)).json()) as any;
  assert.deepEqual(faults.items, [{ id: 1, duplicate: 1, payment: 'desk1' }]);
  assert.equal((await control('/payments/desk1/pay', { decision: 'approve' })).body.status, 'paid');
  assert.equal((await control('/payments/nobody/pay', { decision: 'approve' })).status, 404);
  assert.equal((await control('/payments/desk1/refund', { amountMinor: 900 })).status, 200);
  assert.equal((await control('/payments/desk1/alter', { amountMinor: 100 })).status, 200);
  const deliveries = (await (await fetch(`${simulator.url}/__sandbox/deliveries?payment=desk1`)).json()) as any;
  assert.deepEqual([...new Set(deliveries.items.map((item: any) => item.state))], ['unsent'], 'nobody listens');
  assert.equal((await control('/clock/advance', { ms: 1 })).status, 200);
  assert.equal((await control('/webhooks', { gateway: 'razorpay', url: 'http://127.0.0.1:1/hook' })).status, 200);
  assert.equal((await control('/payments/desk1/forget')).status, 200);
  assert.equal(simulator.find('desk1'), null);
  assert.equal((await fetch(`${simulator.url}/__sandbox/faults`, { method: 'DELETE' })).status, 200);
});

test('webhooks go to this machine only, and no page elsewhere reaches in', async () => {
  for (const url of [
    'http://shop.example/hook',
    'https://127.0.0.1/hook',
    'http://127.0.0.1.example/',
    'file:///etc/passwd',
  ]) {
    assert.throws(() => simulator.listen('stripe', url), /this machine only/);
    assert.equal((await control('/webhooks', { gateway: 'stripe', url })).status, 404);
  }
  assert.equal((await control('/faults', { duplicate: 1 }, 'text/plain')).status, 415);
  const status = await new Promise((resolve) => {
    rawRequest(`${simulator.url}/pay/x`, { headers: { host: 'rebound.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  assert.equal(status, 421);
});

test('it does not start in production unless that is said by name', async () => {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await assert.rejects(startSimulator(), /ALLOW_SANDBOX_IN_PRODUCTION=1/);
    process.env.ALLOW_SANDBOX_IN_PRODUCTION = '1';
    await (await startSimulator()).close();
  } finally {
    process.env.NODE_ENV = NODE_ENV;
    delete process.env.ALLOW_SANDBOX_IN_PRODUCTION;
  }
});

test('the same seed gives the same names', async () => {
  const tokens = await Promise.all(
    [7, 7, 8].map(async (seed) => {
      const one = await startSimulator({ seed });
      const answer = await fetch(`${one.base.native}/payments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${one.secrets.native.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          reference: 'r1',
          description: '',
          amountMinor: 1,
          currency: 'INR',
          method: null,
          returnUrl: 'http://127.0.0.1/',
          expiresAt: '2100-01-01T00:00:00Z',
        }),
      });
      await one.close();
      return ((await answer.json()) as { id: string }).id;
    }),
  );
  assert.equal(tokens[0], tokens[1]);
  assert.notEqual(tokens[0], tokens[2]);
});
