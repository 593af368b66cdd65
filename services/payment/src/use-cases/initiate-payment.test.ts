/** Opening a payment: whose order, what state, and never two open at once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTill, type Till } from '../testing.ts';

let till: Till;
before(async () => {
  till = await openTill();
});
after(() => till.close());

const initiate = (orderId: number, more: object = {}, headers: Record<string, string> = {}, as = 7) =>
  till.request('POST', '/payment/service', { as, body: { orderId, ...more }, headers });

test('an order is paid at a page of the gateway, which is kept open as long as the order', async () => {
  const order = till.order();
  const { status, body } = await initiate(order.orderId, { method: 'upi' });
  assert.equal(status, 201);
  assert.deepEqual(
    { ...body, url: '', expiresAt: '' },
    {
      url: '',
      paymentId: body.paymentId,
      orderId: order.orderId,
      gateway: 'sandbox',
      method: 'upi',
      status: 'pending',
      amount: '1499.00',
      currency: 'INR',
      expiresAt: '',
    },
  );
  assert.match(body.url, /\/payment\/sandbox\/[\w-]{43}$/);
  assert.deepEqual(till.announced.at(-1), { orderId: order.orderId, expiresAt: body.expiresAt });
  const page = await till.request('GET', body.url);
  assert.equal(page.status, 200);
  assert.match(page.body, /no money moves/);
});
