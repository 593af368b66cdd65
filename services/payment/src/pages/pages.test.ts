/** The pages: what they show, what they refuse, and that nothing in them is more than text. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTill, type Till } from '../testing.ts';
import { html } from './html.ts';

let till: Till;
const shopName = 'Bits & <b>Bobs</b>';

before(async () => {
  till = await openTill({ environment: { SHOP_NAME: shopName }, deaf: true });
});
after(() => till.close());

async function open(change: Parameters<Till['order']>[0] = {}): Promise<{ url: string; paymentId: number }> {
  const { orderId } = till.order(change);
  return (await till.request('POST', '/payment/service', { as: 7, body: { orderId } })).body;
}
const decide = (url: string, body: object | string, headers: Record<string, string> = {}) =>
  till.request('POST', url, { body, headers });
const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

test('values in a page are text, whatever is in them', () => {
  assert.equal(
    html`<p title="${'"\''}">${'<script>&'}${null}${false}${3}</p>`.markup,
    '<p title="&quot;&#39;">&lt;script&gt;&amp;3</p>',
  );
});

test('the page says that no money moves, what is paid to whom, and works without any script', async () => {
  const { url } = await open({ number: 'HT-<img src=x>' });
  const { body, headers, status } = await till.request('GET', url);
  assert.equal(status, 200);
  assert.match(headers.get('content-type')!, /^text\/html; charset=utf-8/);
  assert.match(body, /no money moves/);
  assert.match(body, /₹1,499\.00/);
  assert.match(body, /Bits &amp; &lt;b&gt;Bobs&lt;\/b&gt;/);
  assert.match(body, /Order HT-&lt;img src=x&gt;/);
  assert.doesNotMatch(body, /<script|<img|<b>Bobs| on\w+=/);
  assert.equal(headers.get('cache-control'), 'no-store');
  const policy = headers.get('content-security-policy')!;
  assert.match(policy, /default-src 'none'; style-src 'sha256-/);
  assert.match(policy, new RegExp(`form-action 'self' ${till.service.common.publicUrl};`));
  assert.doesNotMatch(policy, /unsafe/);
});

test('every control has a name that can be read out, and the page its language and heading', async () => {
  const { url } = await open();
  const { body } = await till.request('GET', url);
  assert.match(body, /<html lang="en">/);
  assert.equal(body.match(/<h1>/g).length, 1);
  assert.match(body, /<legend>/);
  for (const [, content] of body.matchAll(/<(?:button|a)\b[^>]*>([\s\S]*?)<\/(?:button|a)>/g)) {
    assert.match(content.replace(/<svg[\s\S]*?<\/svg>/g, ''), /\w/);
  }
  assert.equal(body.match(/<label/g).length, body.match(/type="radio"|<select/g).length);
  assert.doesNotMatch(body, /<input(?! type="radio")|<textarea/, 'and nothing can be typed in');
  assert.equal(body.match(/ checked/g).length, 1);
});

test('a form and a program decide alike, with the method they chose', async () => {
  const byForm = await open();
  const answer = await decide(byForm.url, 'action=approve&method=upi', form);
  assert.equal(answer.status, 303);
  const page = await till.request('GET', answer.headers.get('location')!);
  assert.match(page.body, /Payment received/);
  assert.match(page.body, /UPI/);
  assert.match(page.headers.get('content-security-policy')!, /style-src 'sha256-/);
  const byProgram = await open();
  assert.equal((await decide(byProgram.url, { action: 'decline' })).status, 303);
});

test('a payment that has ended says so and changes nothing', async () => {
  const { url, paymentId } = await open();
  await decide(url, { action: 'decline' });
  const again = await decide(url, 'action=approve', form);
  assert.equal(again.status, 409);
  assert.match(again.body, /This payment was declined/);
  const program = await decide(url, { action: 'approve' });
  assert.deepEqual([program.status, program.body.code], [409, 'payment.bad_transition']);
  assert.match((await till.request('GET', url)).body, /This payment was declined/);
  const [row] = await till.sql(
    'select status from sandbox_payment where reference = (select reference from payment where id = $1)',
    [paymentId],
  );
  assert.equal(row.status, 'failed');
});

test('a payment that ran out cannot be approved any more', async () => {
  const { url } = await open();
  await till.sql(`update sandbox_payment set expires_at = now() - interval '1 second' where status = 'open'`);
  assert.match((await till.request('GET', url)).body, /has run out/);
  assert.equal((await decide(url, { action: 'approve' })).status, 409);
});

test('leaving decides nothing: the shopper is told that the payment is awaited', async () => {
  const { url } = await open();
  const { headers, status } = await decide(url, { action: 'leave' });
  assert.equal(status, 303);
  const page = await till.request('GET', headers.get('location')!);
  assert.match(page.body, /Waiting for the payment/);
  assert.match(page.body, /http-equiv="refresh"/);
  assert.ok(page.body.includes(`href="${url}"`), 'and the way back to it');
  assert.equal((await decide(url, { action: 'approve' })).status, 303);
});

test('a UPI ID says itself how the bank answers, and is a name, never a number', async () => {
  const statusOf = async (paymentId: number) =>
    (
      await till.sql(
        'select status from sandbox_payment where reference = (select reference from payment where id = $1)',
        [paymentId],
      )
    )[0].status;
  for (const [upi, status] of [
    ['success@testbank', 'paid'],
    ['failure@testbank', 'failed'],
    ['pending@testbank', 'processing'],
  ] as const) {
    const { url, paymentId } = await open();
    assert.equal((await decide(url, `action=approve&method=upi&upi=${upi}`, form)).status, 303);
    assert.equal(await statusOf(paymentId), status, upi);
  }
  const { url } = await open();
  assert.equal((await decide(url, { action: 'approve', method: 'upi', upi: '4242424242424242@bank' })).status, 422);
});

test('who pays and closes the tab is led nowhere, and has paid', async () => {
  const { url } = await open();
  const { status, headers, body } = await decide(url, 'action=approve_and_close', form);
  assert.deepEqual([status, headers.get('location')], [200, null]);
  assert.match(body, /closed the tab/);
  assert.match((await till.request('GET', url)).body, /This payment was approved/);
});

test('twenty decisions at once are one', async () => {
  const { url } = await open();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => decide(url, { action: index % 2 ? 'approve' : 'decline' })),
  );
  assert.equal(answers.filter(({ status }) => status === 303).length, 1);
});

test('an unknown link or decision is refused', async () => {
  const { url } = await open();
  assert.equal((await till.request('GET', '/payment/sandbox/aaaaaaaaaaaaaaaaaaaaaaaa')).body.code, 'payment.not_found');
  assert.equal((await till.request('GET', '/payment/return/aaaaaaaaaaaaaaaaaaaa')).body.code, 'payment.not_found');
  assert.equal((await decide(url, { action: 'steal' })).body.code, 'validation.failed');
  assert.equal((await decide(url, {})).body.code, 'validation.failed');
});

test('a shop with a page of its own gets the shopper there', async () => {
  const own = await openTill({ environment: { PAYMENT_RETURN_URL: '/account/orders/{orderId}?payment={status}' } });
  try {
    const { orderId } = own.order();
    const { body } = await own.request('POST', '/payment/service', { as: 7, body: { orderId } });
    const back = (await own.request('POST', body.url, { body: { action: 'approve' } })).headers.get('location')!;
    const answer = await own.request('GET', back);
    assert.equal(answer.status, 303);
    assert.equal(
      answer.headers.get('location'),
      `${own.service.common.publicUrl}/account/orders/${orderId}?payment=success`,
    );
  } finally {
    await own.close();
  }
});
