/** Mails say what happened, and nothing that a person typed becomes markup or a header. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WholeOrder } from '../domain/model.ts';
import { composeMail } from './compose.ts';
import { mailJob, mailKinds } from './mail-job.ts';

const whole = {
  order: {
    id: 7,
    number: 'HT-AAAAA-BBBBB',
    user_name: '<b>Asha</b>',
    currency: 'INR',
    discount_minor: 100,
    tax_minor: 0,
    shipping_minor: 0,
    total_minor: 3900,
    refunded_minor: 0,
    cancel_reason: '<script>x</script>',
    payment_method: 'cod',
    paid_at: null,
  },
  lines: [
    { id: 1, seller_id: 10, quantity: 2, title: 'Lamp "A" & <i>B</i>', variant_title: 'Red', line_total_minor: 4000 },
  ],
  shipments: [
    { id: 1, seller_id: 10, carrier: 'India <Post>', tracking_number: 'X1', estimated_delivery: '2026-02-01' },
    { id: 2, seller_id: 20, carrier: null, tracking_number: null, estimated_delivery: null },
  ],
  returns: [],
} as unknown as WholeOrder;

test('every kind of mail has a subject of one line, text and HTML, and a link that is ours', () => {
  for (const what of mailKinds) {
    const mail = composeMail(whole, { what, orderId: 7, shipmentId: null }, 'https://shop.test');
    assert.match(mail.subject, /HT-AAAAA-BBBBB/, what);
    assert.ok(!/[\r\n]/.test(mail.subject));
    assert.match(mail.text, /https:\/\/shop\.test\/account\/orders\/7/);
    assert.match(mail.html, /href="https:\/\/shop\.test\/account\/orders\/7"/);
  }
});

test('names, titles, carriers and reasons are escaped in HTML', () => {
  for (const what of mailKinds) {
    const { html } = composeMail(whole, { what, orderId: 7, shipmentId: 1 }, 'https://shop.test');
    assert.ok(!/<script|<b>|<i>|<Post>/.test(html), `${what}: ${html}`);
    assert.match(html, /Lamp &quot;A&quot; &amp; &lt;i&gt;B/);
  }
});

test("a parcel's mail says that it is a part, who carries it and what is in it", () => {
  const { subject, text } = composeMail(whole, { what: 'shipped', orderId: 7, shipmentId: 1 }, 'https://shop.test');
  assert.match(subject, /^A part of your order/);
  assert.match(text, /Carrier: India <Post>/);
  assert.match(text, /Tracking number: X1/);
  assert.match(text, /2 × Lamp/);
});

test('the same cause asks for one mail, each return for one of its own', () => {
  assert.equal(mailJob('placed', 7, null, 'r').key, 'placed:7');
  assert.equal(mailJob('shipped', 7, 3, 'r').key, 'shipped:7:3');
  assert.equal(mailJob('returned', 7, null, 'r', 5).key, 'returned:7::5');
});
